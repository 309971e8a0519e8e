// Why is this the total? The nets by VAT rate, and what each line gives to them.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import type { InvoiceView, TaxTotal } from "../bindings/commands.ts";
import { useShown } from "../kit/setting.tsx";

export function WhyTotals(props: { invoice: InvoiceView }): ReactNode {
  const { invoice } = props;
  const shown = useShown();
  return (
    <>
      <p className="soft">{t`VAT is computed once for each rate, on the sum of the nets; it is never the sum of rounded lines.`}</p>
      {invoice.taxes.map((tax) => (
        <RateGroup key={`${tax.vat_category}${tax.rate_ppm}`} tax={tax} invoice={invoice} />
      ))}
      <dl className="sum" style={{ marginTop: 16 }}>
        <dt className="strong">{t`To pay`}</dt>
        <dd className="strong">{shown.money(invoice.totals.gross_minor, invoice.currency)}</dd>
      </dl>
    </>
  );
}

function RateGroup(props: { tax: TaxTotal; invoice: InvoiceView }): ReactNode {
  const { tax, invoice } = props;
  const shown = useShown();
  const money = (minor: number): string => shown.money(minor, invoice.currency);
  const lines = invoice.lines.filter(
    (line) => line.rate_ppm === tax.rate_ppm && line.vat_category === tax.vat_category,
  );
  const charges = invoice.charges.filter((charge) => charge.rate_ppm === tax.rate_ppm);
  return (
    <dl className="sum" style={{ marginTop: 16 }}>
      {lines.map((line) => (
        <Row
          key={line.invoice_n}
          name={`${line.invoice_n} · ${line.description}`}
          value={money(line.net_minor)}
        />
      ))}
      {charges.map((charge) => (
        <Row
          key={`charge ${charge.invoice_charge_n}`}
          name={charge.description}
          value={money(charge.net_minor)}
        />
      ))}
      <dt className="total">{t`Taxable at ${shown.percent(tax.rate_ppm)}`}</dt>
      <dd className="total">{money(tax.net_minor)}</dd>
      <Row name={t`VAT`} value={money(tax.tax_minor)} />
    </dl>
  );
}

function Row(props: { name: string; value: string }): ReactNode {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
    </>
  );
}
