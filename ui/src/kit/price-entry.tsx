// A price that a person types: the amount, for how many units, less one discount or a chain of them.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import type { Price } from "../bindings/commands.ts";
import { readDiscounts } from "../lib/discounts.ts";
import type { Locale } from "../lib/locale.ts";
import { Choice } from "./choice.tsx";
import { DecimalEntry, TextEntry } from "./fields.tsx";
import { useShown } from "./setting.tsx";

export interface TypedPrice {
  micro: number | null;
  per: number;
  /** As people write it: `15`, or `10 + 5`. */
  discounts: string;
}

export const NO_PRICE: TypedPrice = { micro: null, per: 1, discounts: "" };

/** The price, and its chain where it has one; null while it cannot be read. */
export function priceOf(
  typed: TypedPrice,
  locale: Locale,
): { price: Price; cascade: number[] } | null {
  const links = readDiscounts(typed.discounts, locale);
  if (typed.micro === null || typed.micro < 0 || links === null) return null;
  const { micro, per } = typed;
  return links.length > 1
    ? { price: { micro, per, discount_ppm: 0 }, cascade: links }
    : { price: { micro, per, discount_ppm: links[0] ?? 0 }, cascade: [] };
}

const PERS = ["1", "100", "1000"] as const;

export function PriceEntry(props: {
  value: TypedPrice;
  currency: string;
  onChange: (typed: TypedPrice) => void;
  disabled?: boolean;
}): ReactNode {
  const { value, onChange } = props;
  const { locale } = useShown();
  const unread = readDiscounts(value.discounts, locale) === null;
  return (
    <div className="form-row price-entry">
      <DecimalEntry
        label={t`Price`}
        name="price"
        scale={6}
        value={value.micro}
        unit={props.currency}
        disabled={props.disabled ?? false}
        onChange={(micro) => onChange({ ...value, micro })}
      />
      <Choice
        label={t`For`}
        options={PERS.map((id) => ({ id, text: id === "1" ? t`1 unit` : t`${id} units` }))}
        value={PERS.find((id) => id === value.per.toString()) ?? "1"}
        onChange={(per) => onChange({ ...value, per: Number(per) })}
        disabled={props.disabled ?? false}
      />
      <TextEntry
        label={t`Discount, %`}
        name="discount"
        value={value.discounts}
        placeholder={t`15, or 10 + 5`}
        wrong={unread ? t`Write 15, or a chain such as 10 + 5` : undefined}
        disabled={props.disabled ?? false}
        onChange={(discounts) => onChange({ ...value, discounts })}
      />
    </div>
  );
}
