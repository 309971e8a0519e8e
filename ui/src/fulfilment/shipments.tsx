// What leaves, what is on its way, what arrived, and what still lacks its proof.

import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { ShipmentRow, ShipmentState } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Empty, Skeleton } from "../kit/notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tabs } from "../kit/tabs.tsx";
import { Tag, type Tone } from "../kit/tag.tsx";
import { shipmentStateName } from "../lib/states.ts";
import { DateDialog, type DatedAct } from "./date-dialog.tsx";
import { ProofDialog } from "./proof-dialog.tsx";

type Filter = "all" | ShipmentState;

const STATES = ["planned", "issued", "delivered", "confirmed"] as const;

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
  const tabs = [
    { id: "all" as const, text: t`All`, count: rows.length },
    ...STATES.map((id) => ({
      id,
      text: shipmentStateName(id),
      count: rows.filter((row) => row.state === id).length,
    })),
  ];
  const seen = filter === "all" ? rows : rows.filter((row) => row.state === filter);
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

function toneOf(state: ShipmentState): Tone {
  switch (state) {
    case "planned":
      return "neutral";
    case "issued":
      return "fulfil";
    case "delivered":
      return "prove";
    case "confirmed":
      return "ok";
  }
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
          <th>{t`Planned`}</th>
          <th>{t`Left`}</th>
          <th>{t`Arrived`}</th>
          <th>{t`State`}</th>
          <th className="tight" aria-label={t`Do`} />
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={row.shipment_id}>
            <td className="strong tight">
              {row.number ?? <span className="dim">{t`not issued`}</span>}
            </td>
            <td>{row.customer_name}</td>
            <td className="tight">
              <OrderLinks numbers={row.orders} />
            </td>
            <td className="tight">{day(row.planned_on)}</td>
            <td className="tight">{day(row.dispatched_on)}</td>
            <td className="tight">{day(row.delivered_on)}</td>
            <td className="tight">
              <Tag tone={toneOf(row.state)}>{shipmentStateName(row.state)}</Tag>
            </td>
            <td className="n tight">
              <ShipmentActs row={row} />
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

function ShipmentActs(props: { row: ShipmentRow }): ReactNode {
  const { row } = props;
  const [asking, setAsking] = useState<DatedAct | "prove" | null>(null);
  const close = (): void => setAsking(null);
  return (
    <span className="row-acts">
      {row.state === "planned" ? (
        <Button small onPress={() => setAsking("issue")}>{t`Issue…`}</Button>
      ) : null}
      {row.state === "issued" ? (
        <Button small onPress={() => setAsking("deliver")}>{t`Arrived…`}</Button>
      ) : null}
      {row.state === "issued" || row.state === "delivered" ? (
        <Button small onPress={() => setAsking("prove")} testId="prove">{t`Record proof…`}</Button>
      ) : null}
      {row.state === "confirmed" ? (
        <Button small kind="quiet" onPress={() => setAsking("prove")}>{t`Correct proof…`}</Button>
      ) : null}
      {asking === "issue" || asking === "deliver" ? (
        <DateDialog act={asking} row={row} onClose={close} />
      ) : null}
      {asking === "prove" ? <ProofDialog shipmentId={row.shipment_id} onClose={close} /> : null}
    </span>
  );
}
