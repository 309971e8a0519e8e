// The papers of an order: shipments, invoices, credit notes and the charges agreed on it.

import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { OrderView } from "../bindings/commands.ts";
import { Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { chargeName, shipmentStateName } from "../lib/states.ts";

export function Papers(props: { order: OrderView }): ReactNode {
  const { order } = props;
  const { data: credits } = useRead("billing.credit_notes", {
    order_id: order.order_id,
    invoice_id: null,
  });
  const shown = useShown();
  if (order.charges.length + order.shipments.length + order.invoices.length === 0) return null;
  return (
    <Panel title={t`Shipments, invoices and charges`}>
      <table className="table">
        <tbody>
          {order.shipments.map((shipment) => (
            <tr key={shipment.shipment_id}>
              <td className="tight">
                <Tag tone="fulfil">{t`Shipment`}</Tag>
              </td>
              <td className="strong">
                <Link to="/shipments/$id" params={{ id: shipment.shipment_id }}>
                  {shipment.number ?? t`not issued`}
                </Link>
              </td>
              <td className="soft">{shown.day(shipment.dispatched_on ?? shipment.planned_on)}</td>
              <td className="n">{shipmentStateName(shipment.state)}</td>
            </tr>
          ))}
          {order.invoices.map((invoice) => (
            <tr key={invoice.invoice_id}>
              <td className="tight">
                <Tag tone="bill">{t`Invoice`}</Tag>
              </td>
              <td>
                <Link to="/invoices/$id" params={{ id: invoice.invoice_id }}>
                  {invoice.number}
                </Link>
              </td>
              <td className="soft">{shown.day(invoice.issued_on)}</td>
              <td className="n">{shown.money(invoice.gross_minor, order.currency)}</td>
            </tr>
          ))}
          {credits?.rows.map((credit) => (
            <tr key={credit.credit_note_id}>
              <td className="tight">
                <Tag tone="close">{t`Credit note`}</Tag>
              </td>
              <td>
                <Link to="/credit-notes/$id" params={{ id: credit.credit_note_id }}>
                  {credit.number}
                </Link>{" "}
                <span className="dim">{t`on ${credit.invoice_number}`}</span>
              </td>
              <td className="soft">{shown.day(credit.issued_on)}</td>
              <td className="n">{shown.money(-credit.gross_minor, credit.currency)}</td>
            </tr>
          ))}
          {order.charges.map((charge) => (
            <tr key={charge.charge_n}>
              <td className="tight">
                <Tag>{chargeName(charge.kind)}</Tag>
              </td>
              <td>{charge.description}</td>
              <td className="soft">
                {charge.per === "order" ? t`once per order` : t`per shipment`}
                {charge.billed ? t`, billed` : null}
              </td>
              <td className="n">{shown.money(charge.amount_minor, order.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
