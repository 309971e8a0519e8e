// What the half-typed order would come to, its charges and its discount; the sums are the back end's.

import { t } from "@lingui/core/macro";
import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";

import type { ChargeKind, ChargePer, ReckonView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choice } from "../kit/choice.tsx";
import { DecimalEntry, TextEntry } from "../kit/fields.tsx";
import { TotalsTable } from "../kit/totals.tsx";
import { decimalsOf } from "../lib/figures.ts";
import { chargeName } from "../lib/states.ts";
import {
  draftLines,
  emptyCharge,
  isReckoned,
  type HalfTyped,
  type TypedCharge,
  type TypedDiscount,
} from "./half-typed.ts";
import { useShown } from "../kit/setting.tsx";

interface EntryTotalsProps {
  typed: HalfTyped;
  quote: ReckonView | null;
  currency: string;
  onChange: (typed: HalfTyped) => void;
}

export function EntryTotals(props: EntryTotalsProps): ReactNode {
  const { typed, quote, currency, onChange } = props;
  const { locale } = useShown();
  const apart = draftLines(typed, locale).some((line) => !isReckoned(line));
  return (
    <div className="proposal-foot entry-foot">
      <div className="stack entry-extras">
        <div className="form-row">
          <DecimalEntry
            label={t`Freight agreed`}
            name="freight"
            scale={decimalsOf(currency)}
            value={typed.freight}
            unit={t`${currency}, once, on the first invoice`}
            onChange={(freight) => onChange({ ...typed, freight })}
          />
          <DiscountFields
            discount={typed.discount}
            currency={currency}
            onChange={(discount) => onChange({ ...typed, discount })}
          />
        </div>
        <Charges
          charges={typed.otherCharges}
          currency={currency}
          onChange={(otherCharges) => onChange({ ...typed, otherCharges })}
        />
      </div>
      {quote === null ? (
        <p className="dim totals">{t`Choose a customer, a product and a quantity: the price appears with its reason.`}</p>
      ) : (
        <div className="entry-sums">
          <TotalsTable totals={quote.totals} taxes={quote.taxes} currency={quote.currency} />
          {apart ? (
            <p className="dim totals">{t`Without the lines whose price is to be agreed or whose discount is a chain: those are reckoned when the draft is saved.`}</p>
          ) : null}
        </div>
      )}
    </div>
  );
}

const DISCOUNTS = ["none", "percent", "money"] as const satisfies readonly TypedDiscount["kind"][];

function discountName(kind: TypedDiscount["kind"]): string {
  switch (kind) {
    case "none":
      return t`None`;
    case "percent":
      return t`In percent`;
    case "money":
      return t`In money`;
  }
}

function DiscountFields(props: {
  discount: TypedDiscount;
  currency: string;
  onChange: (discount: TypedDiscount) => void;
}): ReactNode {
  const { discount, currency, onChange } = props;
  const empty = (kind: TypedDiscount["kind"]): TypedDiscount => {
    switch (kind) {
      case "none":
        return { kind };
      case "percent":
        return { kind, ppm: null };
      case "money":
        return { kind, amount: null };
    }
  };
  return (
    <>
      <Choice
        label={t`Discount on the whole order`}
        options={DISCOUNTS.map((id) => ({ id, text: discountName(id) }))}
        value={discount.kind}
        onChange={(kind) => {
          if (kind !== discount.kind) onChange(empty(kind));
        }}
      />
      {discount.kind === "percent" ? (
        <DecimalEntry
          label={t`Percent`}
          name="discount-percent"
          scale={4}
          value={discount.ppm}
          unit="%"
          onChange={(ppm) => onChange({ kind: "percent", ppm })}
        />
      ) : null}
      {discount.kind === "money" ? (
        <DecimalEntry
          label={t`Amount`}
          name="discount-money"
          scale={decimalsOf(currency)}
          value={discount.amount}
          unit={currency}
          onChange={(amount) => onChange({ kind: "money", amount })}
        />
      ) : null}
    </>
  );
}

const KINDS = ["freight", "small_order", "other"] as const satisfies readonly ChargeKind[];
const PERS = ["order", "shipment"] as const satisfies readonly ChargePer[];

export function Charges(props: {
  charges: readonly TypedCharge[];
  currency: string;
  onChange: (charges: readonly TypedCharge[]) => void;
}): ReactNode {
  const { charges, currency, onChange } = props;
  const change = (key: string, next: Partial<TypedCharge>): void =>
    onChange(charges.map((one) => (one.key === key ? { ...one, ...next } : one)));
  return (
    <>
      {charges.map((charge) => (
        <div className="form-row charge-row" key={charge.key}>
          <Choice
            label={t`Charge`}
            options={KINDS.map((id) => ({ id, text: chargeName(id) }))}
            value={charge.kind}
            onChange={(kind) => change(charge.key, { kind })}
          />
          <Choice
            label={t`Owed`}
            options={PERS.map((id) => ({
              id,
              text: id === "order" ? t`once per order` : t`per shipment`,
            }))}
            value={charge.per}
            onChange={(per) => change(charge.key, { per })}
          />
          <TextEntry
            label={t`Said on the invoice`}
            value={charge.description}
            onChange={(description) => change(charge.key, { description })}
          />
          <DecimalEntry
            label={t`Amount`}
            scale={decimalsOf(currency)}
            value={charge.amount}
            unit={currency}
            onChange={(amount) => change(charge.key, { amount })}
          />
          <Button
            kind="quiet"
            small
            label={t`Remove this charge`}
            onPress={() => onChange(charges.filter((one) => one.key !== charge.key))}
          >
            <X size={14} aria-hidden="true" />
          </Button>
        </div>
      ))}
      <div>
        <Button kind="quiet" small onPress={() => onChange([...charges, emptyCharge()])}>
          <Plus size={14} aria-hidden="true" />
          {t`Another charge`}
        </Button>
      </div>
    </>
  );
}
