// VAT of a document in another currency, as it is stated in the firm's own.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { ExchangeRate, TaxTotal } from "../bindings/commands.ts";
import { useShown } from "../kit/setting.tsx";

export function ExchangeNote(props: {
  exchange: ExchangeRate | null | undefined;
  taxes: readonly TaxTotal[];
}): ReactNode {
  const { exchange } = props;
  if (exchange === null || exchange === undefined) return null;
  return <Stated exchange={exchange} taxes={props.taxes} />;
}

function Stated(props: { exchange: ExchangeRate; taxes: readonly TaxTotal[] }): ReactNode {
  const { exchange, taxes } = props;
  const shown = useShown();
  const firm = useRead("firm.get", {});
  if (firm.data === undefined) return null;
  const own = firm.data.currency;
  const each = taxes.flatMap((tax) =>
    tax.own_tax_minor === null || tax.own_tax_minor === undefined
      ? []
      : [t`${shown.money(tax.own_tax_minor, own)} at ${shown.percent(tax.rate_ppm)}`],
  );
  const rate = shown.unitPrice(exchange.rate_micro, exchange.currency);
  const day = shown.longDay(exchange.quoted_on);
  return (
    <p className="dim exchange-note">
      {t`VAT in ${own}: ${each.join(", ")}.`}
      <br />
      {t`Rate of ${day} (${exchange.source}): ${rate} for 1 ${own}.`}
    </p>
  );
}
