// A unit price with what belongs to it: for how many units, and less which discount.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import type { Price } from "../bindings/commands.ts";
import { useShown } from "./setting.tsx";

export function PriceText(props: { price: Price; currency: string }): ReactNode {
  const shown = useShown();
  const { micro, per, discount_ppm: discount } = props.price;
  return (
    <>
      {shown.unitPrice(micro, props.currency)}
      {per === 1 ? null : <span className="dim"> / {per}</span>}
      {discount === 0 ? null : <span className="dim"> {t`less ${shown.percent(discount)}`}</span>}
    </>
  );
}
