// One order: who it is for, where it stands, who holds it, and everything that happened to it.

import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { OrderView } from "../bindings/commands.ts";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { journeyCells } from "../kit/journey-cells.ts";
import { Journey } from "../kit/journey.tsx";
import { Skeleton } from "../kit/notice.tsx";
import { Fact, PageHead, Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { daysBetween } from "../lib/dates.ts";
import { chargeName, orderStateName, shipmentStateName } from "../lib/states.ts";
import { BatonActions } from "./baton-actions.tsx";
import { OrderActions } from "./order-actions.tsx";
import { OrderLines } from "./order-lines.tsx";
import { Timeline } from "./timeline.tsx";

export function OrderPage(props: { orderId: string }): ReactNode {
  const { data: order, error } = useRead("orders.show", { order: props.orderId });
  const shown = useShown();
  if (error !== null) {
    return (
      <div className="page">
        <ReadFailure error={error} />
      </div>
    );
  }
  if (order === undefined) return <Skeleton lines={6} />;
  return (
    <div className="page">
      <PageHead
        title={<Title order={order} />}
        sub={<Dates order={order} />}
        actions={<OrderActions order={order} />}
      />
      <Journey cells={journeyCells(order, shown)} label={t`Journey of this order`} />
      {order.baton === null ? null : <BatonActions orderId={order.order_id} baton={order.baton} />}
      <div className="two-columns">
        <div className="stack">
          <Panel title={t`Lines`}>
            <OrderLines order={order} />
          </Panel>
          <Papers order={order} />
        </div>
        <div className="stack">
          <Parties order={order} />
          <Panel title={t`What happened`}>
            <div className="panel-body">
              <Timeline entries={order.timeline} />
            </div>
          </Panel>
        </div>
      </div>
    </div>
  );
}

function Title(props: { order: OrderView }): ReactNode {
  const { order } = props;
  const { today } = useShown();
  const open = order.state === "confirmed" && order.standing.shipping !== "full";
  const late = open && order.promised_on !== null ? daysBetween(order.promised_on, today) : 0;
  return (
    <>
      <span>
        <span data-testid="order-number">{order.number ?? t`Draft`}</span> · {order.customer.name}
      </span>
      {order.state === "confirmed" ? null : <Tag tone="info">{orderStateName(order.state)}</Tag>}
      {late > 0 ? <Tag tone="danger" glyph="risk">{t`Promise missed by ${late} d`}</Tag> : null}
    </>
  );
}

/** The three dates that are kept for ever. */
function Dates(props: { order: OrderView }): ReactNode {
  const { order } = props;
  const { day } = useShown();
  const moved = order.first_promised_on !== null && order.first_promised_on !== order.promised_on;
  return (
    <div className="dates">
      <span>
        {order.requested_on === null ? (
          t`no date asked`
        ) : (
          <>
            {t`asked`} <b>{day(order.requested_on)}</b>
          </>
        )}
      </span>
      {order.promised_on === null ? null : (
        <span>
          {t`promised`} <b>{day(order.promised_on)}</b>
        </span>
      )}
      {moved && order.first_promised_on !== null ? (
        <span>
          {t`first promised`} <b>{day(order.first_promised_on)}</b>
        </span>
      ) : null}
      {order.references.customer_po === null ? null : (
        <span>
          {t`their PO`} <b>{order.references.customer_po}</b>
        </span>
      )}
    </div>
  );
}

function Parties(props: { order: OrderView }): ReactNode {
  const { order } = props;
  const { ship_to: place } = order;
  const { day } = useShown();
  return (
    <Panel title={t`Parties`}>
      <div className="panel-body">
        <dl className="facts">
          <Fact name={t`Sold to`}>
            {order.customer.name} <span className="dim">{order.customer.code}</span>
          </Fact>
          <Fact name={t`Ships to`}>
            {place.name}
            <div className="soft">
              {place.street}, {place.postcode} {place.city}
            </div>
          </Fact>
          <Fact name={t`Bills to`}>{order.bill_to_name}</Fact>
          <Fact name={t`Billed on`}>
            {order.basis === "delivery" ? t`proof of delivery` : t`dispatch`}
          </Fact>
          <Fact name={t`Ordered`}>{day(order.ordered_on)}</Fact>
          {order.references.po_date === null ? null : (
            <Fact name={t`PO date`}>{day(order.references.po_date)}</Fact>
          )}
          {order.end_reason === null ? null : (
            <Fact name={t`Why it ended`}>{order.end_reason}</Fact>
          )}
        </dl>
      </div>
    </Panel>
  );
}

/** Charges, shipments and invoices that belong to the order. */
function Papers(props: { order: OrderView }): ReactNode {
  const { order } = props;
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
              <td className="strong">{shipment.number ?? t`not issued`}</td>
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
          {order.charges.map((charge) => (
            <tr key={charge.charge_n}>
              <td className="tight">
                <Tag>{chargeName(charge.kind)}</Tag>
              </td>
              <td>{charge.description}</td>
              <td className="soft">
                {charge.per === "order" ? t`once per order` : t`per shipment`}
              </td>
              <td className="n">{shown.money(charge.amount_minor, order.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
