// The fields of a product's form, part by part.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { CustomerPicker } from "../actions/customer-picker.tsx";
import { useFirm } from "../backend/firm.tsx";
import { useRead } from "../backend/hooks.tsx";
import type { ProductKind, Tracking } from "../bindings/commands.ts";
import { Choice } from "../kit/choice.tsx";
import { DateEntry, DecimalEntry, TextEntry } from "../kit/fields.tsx";
import { Rows } from "../kit/rows.tsx";
import { useShown } from "../kit/setting.tsx";
import { currencyOptions, languageOptions, unitOptions } from "../lib/names.ts";
import { emptyCode, emptyPrice, emptyText, type TypedProduct } from "./product-form.ts";

interface PartProps {
  typed: TypedProduct;
  onChange: (next: Partial<TypedProduct>) => void;
}

const KINDS = ["goods", "service"] as const satisfies readonly ProductKind[];
const TRACKINGS = ["none", "serial", "lot"] as const satisfies readonly Tracking[];

function trackingName(tracking: Tracking): string {
  switch (tracking) {
    case "none":
      return t`not followed`;
    case "serial":
      return t`by serial number`;
    case "lot":
      return t`by lot`;
  }
}

export function ProductFields(props: PartProps): ReactNode {
  const { typed, onChange } = props;
  const firm = useFirm();
  const taxes = useTaxOptions(typed.taxCategory);
  return (
    <>
      <div className="form-row product-name">
        <TextEntry
          label={t`Code`}
          name="code"
          value={typed.code}
          autoFocus={typed.productId === null}
          onChange={(code) => onChange({ code })}
        />
        <TextEntry
          label={t`Description`}
          name="description"
          value={typed.description}
          onChange={(description) => onChange({ description })}
        />
        <TextEntry
          label="GTIN"
          name="gtin"
          value={typed.gtin}
          onChange={(gtin) => onChange({ gtin })}
        />
      </div>
      <div className="form-row">
        <Choice
          label={t`Kind`}
          options={KINDS.map((id) => ({ id, text: id === "goods" ? t`goods` : t`service` }))}
          value={typed.kind}
          onChange={(kind) => onChange({ kind })}
        />
        <Choice
          label={t`Unit`}
          options={unitOptions(typed.unit)}
          value={typed.unit}
          onChange={(unit) => onChange({ unit })}
        />
        <DecimalEntry
          label={t`Decimals of the unit`}
          name="decimals"
          scale={0}
          value={typed.decimals}
          onChange={(decimals) => onChange({ decimals })}
        />
        <Choice
          label={t`VAT class`}
          options={taxes}
          value={typed.taxCategory}
          onChange={(taxCategory) => onChange({ taxCategory })}
        />
        <Choice
          label={t`Pieces`}
          options={TRACKINGS.map((id) => ({ id, text: trackingName(id) }))}
          value={typed.tracking}
          onChange={(tracking) => onChange({ tracking })}
        />
        <DecimalEntry
          label={t`Standard cost`}
          name="cost"
          scale={6}
          value={typed.cost}
          unit={firm.currency}
          onChange={(cost) => onChange({ cost })}
        />
      </div>
    </>
  );
}

/** The firm's classes of VAT with what each asks at home. */
function useTaxOptions(standing: string): { id: string; text: string }[] {
  const shown = useShown();
  const { data } = useRead("catalog.vat_rates", {});
  const classes = new Map<string, string>();
  for (const rate of data?.rates ?? []) {
    if (rate.regime === "domestic" && rate.valid_from <= shown.today)
      classes.set(rate.tax_category, `${rate.tax_category} · ${shown.percent(rate.rate_ppm)}`);
  }
  if (!classes.has(standing)) classes.set(standing, standing);
  return [...classes].map(([id, text]) => ({ id, text }));
}

const PERS = ["1", "100", "1000"] as const;

export function PriceFields(props: PartProps): ReactNode {
  const { typed, onChange } = props;
  const firm = useFirm();
  const { today } = useShown();
  return (
    <Rows
      rows={typed.prices}
      onChange={(prices) => onChange({ prices })}
      fresh={() => emptyPrice(firm.currency, today)}
      add={t`Another price`}
      remove={t`Remove this price`}
      tracks="1fr 1fr 100px 1fr 1fr"
      renderRow={(row, set) => (
        <>
          <DecimalEntry
            label={t`Price`}
            name="list-price"
            scale={6}
            value={row.micro}
            onChange={(micro) => set({ micro })}
          />
          <Choice
            label={t`For`}
            options={PERS.map((id) => ({ id, text: id === "1" ? t`1 unit` : t`${id} units` }))}
            value={PERS.find((id) => id === row.per.toString()) ?? "1"}
            onChange={(per) => set({ per: Number(per) })}
          />
          <Choice
            label={t`Currency`}
            options={currencyOptions(row.currency)}
            value={row.currency}
            onChange={(currency) => set({ currency })}
          />
          <DateEntry label={t`From`} value={row.from} onChange={(from) => set({ from })} />
          <DateEntry label={t`Last day, if known`} value={row.to} onChange={(to) => set({ to })} />
        </>
      )}
    />
  );
}

export function CodeFields(props: PartProps): ReactNode {
  const { typed, onChange } = props;
  return (
    <Rows
      rows={typed.codes}
      onChange={(codes) => onChange({ codes })}
      fresh={emptyCode}
      add={t`Another customer's code`}
      remove={t`Remove this code`}
      tracks="2fr 1fr"
      renderRow={(row, set) => (
        <>
          <CustomerPicker
            label={t`Customer`}
            name={`code-customer-${row.key}`}
            value={row.customer}
            onPick={(customer) => set({ customer })}
          />
          <TextEntry label={t`Their code`} value={row.code} onChange={(code) => set({ code })} />
        </>
      )}
    />
  );
}

export function TranslationFields(props: PartProps): ReactNode {
  const { typed, onChange } = props;
  return (
    <Rows
      rows={typed.translations}
      onChange={(translations) => onChange({ translations })}
      fresh={emptyText}
      add={t`Another language`}
      remove={t`Remove this language`}
      tracks="160px 1fr"
      renderRow={(row, set) => (
        <>
          <Choice
            label={t`Language`}
            options={languageOptions(row.language)}
            value={row.language}
            onChange={(language) => set({ language })}
          />
          <TextEntry label={t`Description`} value={row.text} onChange={(text) => set({ text })} />
        </>
      )}
    />
  );
}
