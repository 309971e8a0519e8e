// The posted credit notes, newest first.

import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { CreditNoteRow } from "../bindings/commands.ts";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Empty, Skeleton } from "../kit/notice.tsx";
import { Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";

export function CreditNotes(): ReactNode {
  const { data, error } = useRead("billing.credit_notes", { order_id: null, invoice_id: null });
  return (
    <Panel>
      {error === null ? null : <ReadFailure error={error} />}
      {data === undefined && error === null ? <Skeleton /> : null}
      {data !== undefined && data.rows.length === 0 ? (
        <Empty
          title={t`No credit note yet`}
        >{t`A credit note points at the invoice that it corrects; what is due is proposed by itself.`}</Empty>
      ) : null}
      {data !== undefined && data.rows.length > 0 ? <CreditTable rows={data.rows} /> : null}
    </Panel>
  );
}

export function CreditTable(props: { rows: readonly CreditNoteRow[] }): ReactNode {
  const shown = useShown();
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t`Credit note`}</th>
          <th>{t`Customer`}</th>
          <th>{t`On invoice`}</th>
          <th>{t`Date`}</th>
          <th className="n">{t`Given back`}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={row.credit_note_id}>
            <td className="tight">
              <Link to="/credit-notes/$id" params={{ id: row.credit_note_id }}>
                {row.number}
              </Link>
            </td>
            <td>{row.customer_name}</td>
            <td className="tight">
              <Link to="/invoices/$id" params={{ id: row.invoice_id }}>
                {row.invoice_number}
              </Link>
            </td>
            <td className="tight">{shown.day(row.issued_on)}</td>
            <td className="n strong">{shown.money(row.gross_minor, row.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
