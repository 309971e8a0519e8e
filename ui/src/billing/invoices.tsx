// The posted invoices, newest first.

import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { InvoiceRow } from "../bindings/commands.ts";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Empty, Skeleton } from "../kit/notice.tsx";
import { Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { PaidTag } from "./paid-tag.tsx";

export function Invoices(): ReactNode {
  const { data, error } = useRead("billing.invoices", {
    order_id: null,
    payer: null,
    open: false,
    search: "",
    limit: null,
    offset: 0,
  });
  return (
    <Panel>
      {error === null ? null : <ReadFailure error={error} />}
      {data === undefined && error === null ? <Skeleton /> : null}
      {data !== undefined && data.rows.length === 0 ? (
        <Empty
          title={t`No invoice yet`}
        >{t`A posted invoice never changes; corrections are documents of their own.`}</Empty>
      ) : null}
      {data !== undefined && data.rows.length > 0 ? <InvoiceTable rows={data.rows} /> : null}
    </Panel>
  );
}

function InvoiceTable(props: { rows: readonly InvoiceRow[] }): ReactNode {
  const shown = useShown();
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t`Invoice`}</th>
          <th>{t`Customer`}</th>
          <th className="wide-only">{t`Order`}</th>
          <th>{t`Date`}</th>
          <th>{t`Due`}</th>
          <th>{t`Payment`}</th>
          <th className="n">{t`Total`}</th>
          <th className="n">{t`Credited`}</th>
          <th className="n">{t`Still open`}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={row.invoice_id}>
            <td className="tight">
              <Link to="/invoices/$id" params={{ id: row.invoice_id }}>
                {row.number}
              </Link>
            </td>
            <td>{row.customer_name}</td>
            <td className="soft tight wide-only">
              {row.order_number}
              {row.n_orders > 1 ? ` + ${row.n_orders - 1}` : null}
            </td>
            <td className="tight">{shown.day(row.issued_on)}</td>
            <td className="tight">{shown.day(row.due_on)}</td>
            <td className="tight">
              <PaidTag invoice={row} />
            </td>
            <td className="n strong">{shown.money(row.gross_minor, row.currency)}</td>
            <td className="n">
              {row.credited_minor === 0 ? (
                <span className="dim">—</span>
              ) : (
                shown.money(-row.credited_minor, row.currency)
              )}
            </td>
            <td className={row.open_minor < 0 ? "n alarm" : "n"}>
              {row.open_minor === 0 ? (
                <span className="dim">—</span>
              ) : (
                shown.money(row.open_minor, row.currency)
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
