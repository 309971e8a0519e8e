// Net, charges, VAT by rate, and what is to be paid.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import type { TaxTotal, Totals } from "../bindings/commands.ts";
import { useShown } from "./setting.tsx";

export function TotalsTable(props: {
  totals: Totals;
  taxes: readonly TaxTotal[];
  currency: string;
  aside?: ReactNode;
  /** What is given back, instead of what is to be paid. */
  credit?: boolean;
}): ReactNode {
  const { totals, taxes, currency } = props;
  const shown = useShown();
  return (
    <table className="totals">
      <tbody>
        <tr>
          <td>{t`Goods and services`}</td>
          <td className="n">{shown.money(totals.net_minor, currency)}</td>
        </tr>
        {totals.charges_minor === 0 ? null : (
          <tr>
            <td>{t`Charges`}</td>
            <td className="n">{shown.money(totals.charges_minor, currency)}</td>
          </tr>
        )}
        {taxes.map((tax) => (
          <tr key={`${tax.vat_category}${tax.rate_ppm}`}>
            <td>
              {t`VAT ${shown.percent(tax.rate_ppm)}`}{" "}
              <span className="dim">{t`on ${shown.money(tax.net_minor, currency)}`}</span>
              {tax.reason === null ? null : <div className="dim">{tax.reason}</div>}
            </td>
            <td className="n">{shown.money(tax.tax_minor, currency)}</td>
          </tr>
        ))}
        <tr className="grand">
          <td>
            {props.credit === true ? t`Given back` : t`To pay`} {props.aside}
          </td>
          <td className="n" data-testid="gross">
            {shown.money(totals.gross_minor, currency)}
          </td>
        </tr>
      </tbody>
    </table>
  );
}
