// The lines of a posted invoice; `Why?` beside each opens the chain behind it.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import type { InvoiceView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { PriceText } from "../kit/price.tsx";
import { useShown } from "../kit/setting.tsx";
import { unitName } from "../lib/names.ts";
import { chargeName } from "../lib/states.ts";

export function InvoiceLines(props: {
  invoice: InvoiceView;
  onWhy: (invoiceN: number) => void;
}): ReactNode {
  const { invoice } = props;
  const shown = useShown();
  return (
    <table className="table">
      <thead>
        <tr>
          <th className="tight">#</th>
          <th>{t`Product`}</th>
          <th>{t`Delivery note`}</th>
          <th className="n">{t`Quantity`}</th>
          <th className="n">{t`Price`}</th>
          <th className="n">{t`VAT`}</th>
          <th className="n">{t`Net`}</th>
          <th className="tight" aria-label={t`Why`} />
        </tr>
      </thead>
      <tbody>
        {invoice.lines.map((line) => (
          <tr key={line.invoice_n}>
            <td className="dim">{line.invoice_n}</td>
            <td>
              {line.description} <span className="dim">{line.product_code}</span>
            </td>
            <td className="soft">
              {line.shipment_number} · {shown.day(line.supply_date)}
            </td>
            <td className="n">
              {shown.quantity(line.quantity)}{" "}
              <span className="dim">{unitName(line.unit_code)}</span>
            </td>
            <td className="n">
              <PriceText price={line} currency={invoice.currency} />
            </td>
            <td className="n dim">{shown.percent(line.rate_ppm)}</td>
            <td className="n">{shown.amount(line.net_minor, invoice.currency)}</td>
            <td className="tight">
              <Button
                kind="why"
                label={t`Why this amount, line ${line.invoice_n}?`}
                onPress={() => props.onWhy(line.invoice_n)}
                testId={`why-${line.invoice_n}`}
              >
                {t`Why?`}
              </Button>
            </td>
          </tr>
        ))}
        {invoice.charges.map((charge) => (
          <tr key={`charge ${charge.invoice_charge_n}`}>
            <td />
            <td colSpan={4}>
              {charge.description === "" ? chargeName(charge.kind) : charge.description}{" "}
              <span className="dim">{t`agreed on the order`}</span>
            </td>
            <td className="n dim">{shown.percent(charge.rate_ppm)}</td>
            <td className="n">{shown.amount(charge.net_minor, invoice.currency)}</td>
            <td />
          </tr>
        ))}
      </tbody>
    </table>
  );
}
