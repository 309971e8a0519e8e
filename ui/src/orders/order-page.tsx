// One order: who it is for, where it stands, who holds it, and everything that happened to it.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { BesideDocument } from "../actions/document-pane.tsx";
import { HoldNotices } from "../actions/holds.tsx";
import { useRead } from "../backend/hooks.tsx";
import type { OrderView, References } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { journeyCells } from "../kit/journey-cells.ts";
import { Journey } from "../kit/journey.tsx";
import { Skeleton } from "../kit/notice.tsx";
import { Fact, PageHead, Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { daysBetween } from "../lib/dates.ts";
import { orderKindName, orderStateName } from "../lib/states.ts";
import { BatonActions } from "./baton-actions.tsx";
import { OrderActions } from "./order-actions.tsx";
import { OrderLines } from "./order-lines.tsx";
import { Papers } from "./papers.tsx";
import { Timeline } from "./timeline.tsx";

export function OrderPage(props: { orderId: string }): ReactNode {
  const { data: order, error } = useRead("orders.show", { order: props.orderId });
  if (error !== null) {
    return (
      <div className="page">
        <ReadFailure error={error} />
      </div>
    );
  }
  if (order === undefined) return <Skeleton lines={6} />;
  return <OpenOrder order={order} />;
}

function OpenOrder(props: { order: OrderView }): ReactNode {
  const { order } = props;
  const shown = useShown();
  const [onPaper, setOnPaper] = useState(false);
  const look = (): void => setOnPaper(!onPaper);
  return (
    <BesideDocument number={order.number ?? order.order_id} shown={onPaper} onClose={look}>
      <div className="page">
        <PageHead
          title={<Title order={order} />}
          sub={<Dates order={order} />}
          actions={
            <>
              {order.state === "draft" ? null : (
                <Button onPress={look} testId="show-document">{t`Document`}</Button>
              )}
              <OrderActions order={order} />
            </>
          }
        />
        <Holds orderId={order.order_id} />
        <Journey cells={journeyCells(order, shown)} label={t`Journey of this order`} />
        {order.baton === null ? null : (
          <BatonActions orderId={order.order_id} baton={order.baton} />
        )}
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
    </BesideDocument>
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
      {order.kind === "standard" ? null : <Tag>{orderKindName(order.kind)}</Tag>}
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
          {order.payer_name === order.bill_to_name ? null : (
            <Fact name={t`Payer`}>{order.payer_name}</Fact>
          )}
          <Fact name={t`Billed on`}>
            {order.basis === "delivery" ? t`proof of delivery` : t`dispatch`}
          </Fact>
          <Fact name={t`Ordered`}>{day(order.ordered_on)}</Fact>
          {order.references.po_date === null ? null : (
            <Fact name={t`PO date`}>{day(order.references.po_date)}</Fact>
          )}
          <FurtherReferences references={order.references} />
          {order.end_reason === null ? null : (
            <Fact name={t`Why it ended`}>{order.end_reason}</Fact>
          )}
        </dl>
      </div>
    </Panel>
  );
}

function FurtherReferences(props: { references: References }): ReactNode {
  const { contract, project, buyer_reference, cig, cup } = props.references;
  const all = [
    [t`Contract`, contract],
    [t`Project`, project],
    [t`Buyer reference`, buyer_reference],
    ["CIG", cig],
    ["CUP", cup],
  ] as const;
  return all.map(([name, value]) =>
    value === null ? null : (
      <Fact key={name} name={name}>
        {value}
      </Fact>
    ),
  );
}

/** What stops this order, or who orders and pays it. */
function Holds(props: { orderId: string }): ReactNode {
  const { data } = useRead("orders.holds", { order_id: props.orderId });
  return data === undefined ? null : <HoldNotices holds={data.rows} />;
}
