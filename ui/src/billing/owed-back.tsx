// What we owe back: credit notes that are due, and money that customers paid beyond it; each with
// its age and its clock.

import { t } from "@lingui/core/macro";
import { plural } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { OwedBackRow } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Empty, Skeleton } from "../kit/notice.tsx";
import { Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { RefundDialog, type Refundable } from "./refund-dialog.tsx";

export function OwedBack(props: { onReady: () => void }): ReactNode {
  const { data, error } = useRead("billing.owed_back", {});
  const [refunding, setRefunding] = useState<Refundable | null>(null);
  return (
    <Panel>
      {error === null ? null : <ReadFailure error={error} />}
      {data === undefined && error === null ? <Skeleton /> : null}
      {data !== undefined && data.rows.length === 0 ? (
        <Empty
          title={t`Nothing is owed back`}
        >{t`The moment more was billed than stands, or more was paid than is due, a clock runs here.`}</Empty>
      ) : null}
      {data !== undefined && data.rows.length > 0 ? (
        <OwedTable rows={data.rows} onReady={props.onReady} onRefund={setRefunding} />
      ) : null}
      {refunding === null ? null : (
        <RefundDialog payment={refunding} onClose={() => setRefunding(null)} />
      )}
    </Panel>
  );
}

function OwedTable(props: {
  rows: readonly OwedBackRow[];
  onReady: () => void;
  onRefund: (payment: Refundable) => void;
}): ReactNode {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t`What`}</th>
          <th>{t`Customer`}</th>
          <th>{t`Order`}</th>
          <th>{t`Since`}</th>
          <th>{t`Give back by`}</th>
          <th className="n">{t`Amount`}</th>
          <th className="tight" aria-label={t`Do`} />
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <OwedLine
            key={`${row.kind}/${row.order_id ?? ""}/${row.payment_id ?? ""}/${row.currency}`}
            row={row}
            onReady={props.onReady}
            onRefund={props.onRefund}
          />
        ))}
      </tbody>
    </table>
  );
}

function OwedLine(props: {
  row: OwedBackRow;
  onReady: () => void;
  onRefund: (payment: Refundable) => void;
}): ReactNode {
  const { row } = props;
  const shown = useShown();
  const late = row.due_on < shown.today;
  return (
    <tr>
      <td className="tight">
        {row.kind === "credit" ? (
          <Tag tone="close">{t`Credit note due`}</Tag>
        ) : (
          <Tag tone="collect">{t`Paid beyond what is due`}</Tag>
        )}
      </td>
      <td>{row.customer_name}</td>
      <td className="tight">
        {row.order_id === null ? (
          <span className="dim">—</span>
        ) : (
          <Link to="/orders/$id" params={{ id: row.order_id }}>
            {row.order_number}
          </Link>
        )}
      </td>
      <td className="tight">
        {shown.day(row.since)}{" "}
        <span className="dim">{plural(row.age_days, { one: "# day", other: "# days" })}</span>
      </td>
      <td className="tight">
        {shown.day(row.due_on)} {late ? <Tag tone="danger" glyph="clock">{t`overdue`}</Tag> : null}
      </td>
      <td className="n strong">{shown.money(row.amount_minor, row.currency)}</td>
      <td className="tight">
        {row.kind === "payment" ? (
          <PayBack row={row} onRefund={props.onRefund} />
        ) : (
          <Button small onPress={props.onReady}>{t`See the proposal`}</Button>
        )}
      </td>
    </tr>
  );
}

function PayBack(props: { row: OwedBackRow; onRefund: (payment: Refundable) => void }): ReactNode {
  const { payment_id: id, customer_name: payerName, amount_minor, currency } = props.row;
  if (id === null) return null;
  const payment = { paymentId: id, payerName, currency, owedMinor: amount_minor };
  return <Button small onPress={() => props.onRefund(payment)}>{t`Pay back…`}</Button>;
}
