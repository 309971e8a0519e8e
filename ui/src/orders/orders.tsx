// All orders: found by number, customer or PO, filtered by state, walked by keyboard.

import { t } from "@lingui/core/macro";
import { plural } from "@lingui/core/macro";
import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";

import { usePages } from "../backend/hooks.tsx";
import type { OrderRow, OrderState } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { holderNote, journeyCells } from "../kit/journey-cells.ts";
import { JourneyDots } from "../kit/journey.tsx";
import { LongList, type Column } from "../kit/long-list.tsx";
import { Empty, Skeleton } from "../kit/notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { useShown, type Shown } from "../kit/setting.tsx";
import { Tabs } from "../kit/tabs.tsx";
import { Tag } from "../kit/tag.tsx";
import { orderStateName } from "../lib/states.ts";

type Filter = "all" | OrderState;

export function Orders(): ReactNode {
  const navigate = useNavigate();
  const shown = useShown();
  const [search, setSearch] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const asked = { search, state: filter === "all" ? null : filter, customer_id: null };
  const { data, error, more } = usePages("orders.list", asked);
  const columns = useMemo(() => columnsOf(shown), [shown]);
  const newOrder = (
    <Button kind="primary" onPress={() => void navigate({ to: "/orders/new" })} keys="N">
      {t`New order`}
    </Button>
  );
  const tabs = (["all", "draft", "confirmed", "closed", "cancelled"] as const).map((id) => ({
    id,
    text: id === "all" ? t`All` : orderStateName(id),
  }));
  const sub =
    data === undefined ? "\u00a0" : plural(data.total, { one: "# order", other: "# orders" });
  return (
    <div className="page-full">
      <PageHead title={t`Orders`} sub={sub} actions={newOrder} />
      <div className="bar">
        <SearchField value={search} onChange={setSearch} />
        <Tabs label={t`State`} tabs={tabs} value={filter} onChange={setFilter} />
      </div>
      {error === null ? null : <ReadFailure error={error} />}
      <Panel className="grid">
        {data === undefined && error === null ? <Skeleton lines={6} /> : null}
        {data !== undefined && data.rows.length === 0 ? (
          <NoOrders searching={search !== "" || filter !== "all"} />
        ) : null}
        {data !== undefined && data.rows.length > 0 ? (
          <LongList
            label={t`Orders`}
            rows={data.rows}
            columns={columns}
            idOf={(row) => row.order_id}
            onNearEnd={more}
            onOpen={(row) => void navigate({ to: "/orders/$id", params: { id: row.order_id } })}
          />
        ) : null}
      </Panel>
    </div>
  );
}

function SearchField(props: { value: string; onChange: (text: string) => void }): ReactNode {
  return (
    <span className="search">
      <Search size={14} aria-hidden="true" />
      <input
        className="input"
        name="search"
        aria-label={t`Find an order`}
        placeholder={t`Number, customer or PO…`}
        value={props.value}
        autoComplete="off"
        onChange={(event) => props.onChange(event.target.value)}
      />
    </span>
  );
}

function NoOrders(props: { searching: boolean }): ReactNode {
  return props.searching ? (
    <Empty
      title={t`No order matches`}
    >{t`Search by a part of its number, its customer or the customer's PO.`}</Empty>
  ) : (
    <Empty
      title={t`No orders yet`}
    >{t`An order is the promise: it is entered once, and everything else follows from it.`}</Empty>
  );
}

function stateTone(state: OrderState): "neutral" | "info" | "ok" | "danger" {
  switch (state) {
    case "draft":
      return "info";
    case "confirmed":
    case "closed":
      return "ok";
    case "cancelled":
    case "declined":
      return "neutral";
  }
}

function columnsOf(shown: Shown): Column<OrderRow>[] {
  return [
    {
      id: "number",
      heading: t`Order`,
      track: "104px",
      cell: (row) => <b className="strong">{row.number ?? "—"}</b>,
    },
    {
      id: "customer",
      heading: t`Customer`,
      track: "minmax(150px, 1.3fr)",
      cell: (row) => row.customer_name,
    },
    {
      id: "po",
      heading: t`Their PO`,
      track: "minmax(76px, 0.6fr)",
      cell: (row) => <span className="soft">{row.customer_po}</span>,
    },
    { id: "promised", heading: t`Promised`, track: "112px", cell: (row) => <Promise row={row} /> },
    {
      id: "journey",
      heading: t`Journey`,
      track: "84px",
      cell: (row) => <JourneyDots cells={journeyCells(row, shown)} />,
    },
    {
      id: "state",
      heading: t`State`,
      track: "108px",
      cell: (row) => <Tag tone={stateTone(row.state)}>{orderStateName(row.state)}</Tag>,
    },
    {
      id: "holder",
      heading: t`Holder`,
      track: "minmax(150px, 1.5fr)",
      cell: (row) =>
        row.baton === null ? <span className="dim">—</span> : <Holder row={row} shown={shown} />,
    },
    { id: "lines", heading: t`Lines`, track: "56px", figure: true, cell: (row) => row.n_lines },
  ];
}

function Promise(props: { row: OrderRow }): ReactNode {
  const { day, today } = useShown();
  const { row } = props;
  if (row.promised_on === null) return <span className="dim">—</span>;
  const late =
    row.state === "confirmed" && row.standing.shipping !== "full" && row.promised_on < today;
  return (
    <>
      {day(row.promised_on)} {late ? <Tag tone="danger" glyph="risk">{t`late`}</Tag> : null}
    </>
  );
}

function Holder(props: { row: OrderRow; shown: Shown }): ReactNode {
  const { baton } = props.row;
  if (baton === null) return null;
  const words = holderNote(baton, props.shown);
  return baton.neglect === null ? (
    <span className="soft">{words}</span>
  ) : (
    <span className="alarm">{words}</span>
  );
}
