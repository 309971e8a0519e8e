// What leaves, what is on its way, what arrived, and what still lacks its proof.

import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { ShipmentRow, ShipmentState } from "../bindings/commands.ts";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Empty, Skeleton } from "../kit/notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tabs } from "../kit/tabs.tsx";
import { Tag } from "../kit/tag.tsx";
import { shipmentStateName } from "../lib/states.ts";
import { ShipmentActs } from "./shipment-acts.tsx";
import { toneOf } from "./steps.ts";

/** The states that a person looks for together. */
const FILTERS = {
  all: null,
  house: ["planned", "released", "picking", "packed"],
  way: ["issued", "in_transit"],
  proof: ["delivered", "unproven"],
  trouble: ["delivery_failed", "returned_to_sender", "lost"],
  done: ["confirmed"],
  annulled: ["voided", "reversed"],
} as const satisfies Record<string, readonly ShipmentState[] | null>;

type Filter = keyof typeof FILTERS;

const FILTER_NAMES = ["all", "house", "way", "proof", "trouble", "done", "annulled"] as const;

function filterName(filter: Filter): string {
  switch (filter) {
    case "all":
      return t`All`;
    case "house":
      return t`In the house`;
    case "way":
      return t`On the way`;
    case "proof":
      return t`Proof awaited`;
    case "trouble":
      return t`In trouble`;
    case "done":
      return t`Proof recorded`;
    case "annulled":
      return t`Annulled`;
  }
}

function seenBy(filter: Filter, rows: readonly ShipmentRow[]): readonly ShipmentRow[] {
  const states: readonly ShipmentState[] | null = FILTERS[filter];
  return states === null ? rows : rows.filter((row) => states.includes(row.state));
}

export function Shipments(): ReactNode {
  const [filter, setFilter] = useState<Filter>("all");
  const { data, error } = useRead("fulfilment.list", {
    state: null,
    order_id: null,
    search: "",
    limit: null,
    offset: 0,
  });
  const rows = data?.rows ?? [];
  const tabs = FILTER_NAMES.map((id) => ({
    id,
    text: filterName(id),
    count: seenBy(id, rows).length,
  })).filter((tab) => tab.count > 0 || tab.id === "all" || tab.id === filter);
  const seen = seenBy(filter, rows);
  return (
    <div className="page">
      <PageHead
        title={t`Shipping`}
        sub={t`Goods are billable once the customer's proof says that they were received.`}
      />
      <Tabs label={t`State`} tabs={tabs} value={filter} onChange={setFilter} />
      {error === null ? null : <ReadFailure error={error} />}
      <Panel>
        {data === undefined && error === null ? <Skeleton /> : null}
        {data !== undefined && seen.length === 0 ? (
          <Empty
            title={t`Nothing here`}
          >{t`Shipments are planned from an order that was confirmed.`}</Empty>
        ) : null}
        {seen.length > 0 ? <ShipmentTable rows={seen} /> : null}
      </Panel>
    </div>
  );
}

function ShipmentTable(props: { rows: readonly ShipmentRow[] }): ReactNode {
  const shown = useShown();
  const day = (iso: string | null): ReactNode =>
    iso === null ? <span className="dim">—</span> : shown.day(iso);
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t`Delivery note`}</th>
          <th>{t`Customer`}</th>
          <th>{t`Order`}</th>
          <th className="wide-only">{t`Planned`}</th>
          <th>{t`Left`}</th>
          <th className="wide-only">{t`Arrived`}</th>
          <th>{t`State`}</th>
          <th className="tight" aria-label={t`Do`} />
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={row.shipment_id}>
            <td className="strong tight">
              <Link to="/shipments/$id" params={{ id: row.shipment_id }}>
                {row.number ?? t`not issued`}
              </Link>
            </td>
            <td>{row.customer_name}</td>
            <td className="tight">
              <OrderLinks numbers={row.orders} />
            </td>
            <td className="tight wide-only">{day(row.planned_on)}</td>
            <td className="tight">{day(row.dispatched_on)}</td>
            <td className="tight wide-only">{day(row.delivered_on)}</td>
            <td className="tight">
              <Tag tone={toneOf(row.state)}>{shipmentStateName(row.state)}</Tag>
            </td>
            <td className="n tight">
              <ShipmentActs shipment={row} small />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A shipment may serve several orders of the same customer. */
function OrderLinks(props: { numbers: string }): ReactNode {
  return props.numbers.split(/,\s*/).map((number) => (
    <Link key={number} to="/orders/$id" params={{ id: number }} className="one-of">
      {number}
    </Link>
  ));
}
