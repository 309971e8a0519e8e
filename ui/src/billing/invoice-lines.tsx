// The lines of a posted invoice; `Why?` beside each opens the chain behind it, `Give back…` its correction.

import { t } from "@lingui/core/macro";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import type { InvoiceView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { PriceText } from "../kit/price.tsx";
import { useShown } from "../kit/setting.tsx";
import { unitName } from "../lib/names.ts";
import { chargeName } from "../lib/states.ts";
import { GiveBackDialog, type Target } from "./give-back-dialog.tsx";

export function InvoiceLines(props: {
  invoice: InvoiceView;
  onWhy: (invoiceN: number) => void;
}): ReactNode {
  const { invoice } = props;
  const shown = useShown();
  const navigate = useNavigate();
  const [giving, setGiving] = useState<Target | null>(null);
  return (
    <>
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
            <th className="tight" aria-label={t`Do`} />
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
                <span className="row-acts">
                  <GiveBack
                    label={t`Give value back, line ${line.invoice_n}`}
                    onPress={() => setGiving({ line: line.invoice_n })}
                  />
                  <Button
                    kind="why"
                    label={t`Why this amount, line ${line.invoice_n}?`}
                    onPress={() => props.onWhy(line.invoice_n)}
                    testId={`why-${line.invoice_n}`}
                  >
                    {t`Why?`}
                  </Button>
                </span>
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
              <td className="tight">
                <GiveBack
                  label={t`Give value back, ${charge.description}`}
                  onPress={() => setGiving({ charge: charge.invoice_charge_n })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {giving === null ? null : (
        <GiveBackDialog
          invoice={invoice}
          target={giving}
          onClose={() => setGiving(null)}
          onPosted={(posted) =>
            void navigate({ to: "/credit-notes/$id", params: { id: posted.document_id } })
          }
        />
      )}
    </>
  );
}

function GiveBack(props: { label: string; onPress: () => void }): ReactNode {
  return (
    <Button kind="why" label={props.label} onPress={props.onPress}>
      {t`Give back…`}
    </Button>
  );
}
