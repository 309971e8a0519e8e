// Amends a confirmed order: quantities, new lines and charges, parties, basis, promised date.

import { t } from "@lingui/core/macro";
import { Plus, X } from "lucide-react";
import { useState, type ReactNode } from "react";

import { CustomerPicker, type Party } from "../actions/customer-picker.tsx";
import { ProductPicker } from "../actions/product-picker.tsx";
import { useAct } from "../backend/hooks.tsx";
import type { Basis, Evidence, OrderView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choice, YesNo } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { EvidenceFields, isShown, NO_EVIDENCE } from "../kit/evidence.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { DateEntry, DecimalEntry, TextEntry } from "../kit/fields.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { unitName } from "../lib/names.ts";
import { Charges } from "./entry-totals.tsx";
import { draftLine, emptyLine, type TypedCharge, type TypedLine } from "./half-typed.ts";

interface Amendment {
  reason: string;
  evidence: Evidence;
  quantities: Readonly<Record<number, number | null>>;
  added: readonly TypedLine[];
  charges: readonly TypedCharge[];
  billTo: Party | null;
  payer: Party | null;
  basis: Basis;
  promisedOn: string | null;
}

function unchanged(order: OrderView): Amendment {
  return {
    reason: "",
    evidence: NO_EVIDENCE,
    quantities: Object.fromEntries(order.lines.map((line) => [line.line_n, line.ordered])),
    added: [],
    charges: [],
    billTo: null,
    payer: null,
    basis: order.basis,
    promisedOn: order.promised_on,
  };
}

export function AmendDialog(props: { order: OrderView; onClose: () => void }): ReactNode {
  const { order } = props;
  const { locale } = useShown();
  const say = useToast();
  const amend = useAct("orders.amend");
  const [typed, setTyped] = useState(() => unchanged(order));
  const set = (next: Partial<Amendment>): void => setTyped({ ...typed, ...next });
  const unread =
    order.lines.some((line) => typed.quantities[line.line_n] === null) ||
    typed.added.some((line) => draftLine(line, locale) === null);
  const commit = async (): Promise<void> => {
    const changed = order.lines.flatMap((line) => {
      const quantity = typed.quantities[line.line_n] ?? line.ordered;
      return quantity === line.ordered ? [] : [{ line_n: line.line_n, quantity }];
    });
    const amended = await amend.run({
      order_id: order.order_id,
      base: order.base,
      reason: typed.reason.trim(),
      evidence: isShown(typed.evidence) ? typed.evidence : null,
      lines: changed,
      add_lines: typed.added.flatMap((line) => draftLine(line, locale) ?? []),
      add_charges: typed.charges.flatMap(({ kind, per, amount, description }) =>
        amount === null ? [] : [{ kind, per, amount_minor: amount, description }],
      ),
      sold_to: null,
      ship_to: null,
      bill_to: typed.billTo?.customer_id ?? null,
      payer: typed.payer?.customer_id ?? null,
      currency: null,
      vat_regime: null,
      basis: typed.basis === order.basis ? null : typed.basis,
      promised_on: typed.promisedOn === order.promised_on ? null : typed.promisedOn,
      allow_discontinued: false,
    });
    if (amended === null) return;
    say(t`Amended`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Amend order ${order.number ?? ""}`}
      wide
      busy={amend.busy}
      onClose={props.onClose}
      hint={t`What was billed stays as it was billed.`}
      commit={{
        label: t`Amend`,
        onCommit: () => void commit(),
        disabled: typed.reason.trim() === "" || unread,
      }}
    >
      <AmendedLines order={order} typed={typed} onChange={set} />
      <Charges
        charges={typed.charges}
        currency={order.currency}
        onChange={(charges) => set({ charges })}
      />
      <AmendedTerms order={order} typed={typed} onChange={set} />
      <TextEntry
        label={t`Why`}
        name="reason"
        value={typed.reason}
        onChange={(reason) => set({ reason })}
      />
      <EvidenceFields
        label={t`The customer's evidence, if there is any`}
        value={typed.evidence}
        onChange={(evidence) => set({ evidence })}
      />
      <FailureNotice failure={amend.failure} />
    </DialogFrame>
  );
}

interface PartProps {
  order: OrderView;
  typed: Amendment;
  onChange: (next: Partial<Amendment>) => void;
}

function AmendedLines(props: PartProps): ReactNode {
  const { order, typed, onChange } = props;
  const shown = useShown();
  const change = (key: string, next: Partial<TypedLine>): void =>
    onChange({
      added: typed.added.map((line) => (line.key === key ? { ...line, ...next } : line)),
    });
  return (
    <>
      <table className="table inset">
        <thead>
          <tr>
            <th className="tight">#</th>
            <th>{t`Product`}</th>
            <th className="n">{t`Shipped`}</th>
            <th className="n">{t`Received`}</th>
            <th className="n quantity">{t`Ordered`}</th>
            <th className="tight" aria-label={t`Unit`} />
            <th className="tight" aria-label={t`Do`} />
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.line_n}>
              <td className="dim">{line.line_n}</td>
              <td>
                {line.description} <span className="dim">{line.product_code}</span>
              </td>
              <td className="n dim">{shown.quantity(line.shipped)}</td>
              <td className="n dim">{shown.quantity(line.received)}</td>
              <td className="quantity">
                <DecimalEntry
                  label={t`Ordered, line ${line.line_n}`}
                  hideLabel
                  name={`amend-${line.line_n}`}
                  scale={6}
                  value={typed.quantities[line.line_n] ?? null}
                  onChange={(quantity) =>
                    onChange({ quantities: { ...typed.quantities, [line.line_n]: quantity } })
                  }
                  required
                />
              </td>
              <td className="dim">{unitName(line.unit_code)}</td>
              <td />
            </tr>
          ))}
          {typed.added.map((line, n) => (
            <AddedLine
              key={line.key}
              n={n + 1}
              line={line}
              customerId={order.customer.customer_id}
              onChange={(next) => change(line.key, next)}
              onRemove={() =>
                onChange({ added: typed.added.filter((one) => one.key !== line.key) })
              }
            />
          ))}
        </tbody>
      </table>
      <div>
        <Button
          kind="quiet"
          small
          onPress={() => onChange({ added: [...typed.added, emptyLine()] })}
          testId="add-line"
        >
          <Plus size={14} aria-hidden="true" />
          {t`Another line`}
        </Button>
      </div>
    </>
  );
}

function AddedLine(props: {
  n: number;
  line: TypedLine;
  customerId: string;
  onChange: (next: Partial<TypedLine>) => void;
  onRemove: () => void;
}): ReactNode {
  const { n, line } = props;
  return (
    <tr>
      <td className="dim">+</td>
      <td>
        <ProductPicker
          label={t`Product, new line ${n}`}
          hideLabel
          name={`added-product-${n}`}
          value={line.product}
          customerId={props.customerId}
          onPick={(product) => props.onChange({ product })}
        />
      </td>
      <td colSpan={2}>
        <YesNo
          label={t`Price to be agreed`}
          value={line.way === "to_be_agreed"}
          onChange={(later) => props.onChange({ way: later ? "to_be_agreed" : "records" })}
        />
      </td>
      <td className="quantity">
        <DecimalEntry
          label={t`Quantity, new line ${n}`}
          hideLabel
          name={`added-quantity-${n}`}
          scale={6}
          value={line.quantity}
          onChange={(quantity) => props.onChange({ quantity })}
        />
      </td>
      <td className="dim">{line.product === null ? null : unitName(line.product.unit_code)}</td>
      <td>
        <Button kind="quiet" small label={t`Remove new line ${n}`} onPress={props.onRemove}>
          <X size={14} aria-hidden="true" />
        </Button>
      </td>
    </tr>
  );
}

const BASES = ["delivery", "dispatch"] as const satisfies readonly Basis[];

function AmendedTerms(props: PartProps): ReactNode {
  const { order, typed, onChange } = props;
  const standing = (name: string): Party => ({ customer_id: "", code: "", name });
  return (
    <div className="form-row form-row-4">
      <DateEntry
        label={t`Promised for`}
        name="promised"
        value={typed.promisedOn}
        onChange={(promisedOn) => onChange({ promisedOn })}
      />
      <Choice
        label={t`Billed on`}
        options={BASES.map((id) => ({
          id,
          text: id === "delivery" ? t`proof of delivery` : t`dispatch`,
        }))}
        value={typed.basis}
        onChange={(basis) => onChange({ basis })}
      />
      <CustomerPicker
        label={t`Bills to`}
        name="bill-to"
        value={typed.billTo ?? standing(order.bill_to_name)}
        onPick={(billTo) => onChange({ billTo })}
      />
      <CustomerPicker
        label={t`Payer`}
        name="payer"
        value={typed.payer ?? standing(order.payer_name)}
        onPick={(payer) => onChange({ payer })}
      />
    </div>
  );
}
