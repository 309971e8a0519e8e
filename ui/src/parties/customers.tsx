// The customers, and how each is billed.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { CustomerRow } from "../bindings/commands.ts";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Empty, Skeleton } from "../kit/notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { Tag } from "../kit/tag.tsx";

export function Customers(): ReactNode {
  const [search, setSearch] = useState("");
  const { data, error } = useRead("parties.customers", { search, limit: 500 });
  return (
    <div className="page">
      <PageHead
        title={t`Customers`}
        sub={t`How each is billed is agreed with them, and frozen on every order.`}
      />
      <input
        className="input find"
        aria-label={t`Find a customer`}
        placeholder={t`Name or code…`}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {error === null ? null : <ReadFailure error={error} />}
      <Panel>
        {data === undefined && error === null ? <Skeleton /> : null}
        {data !== undefined && data.rows.length === 0 ? (
          <Empty title={search === "" ? t`No customers yet` : t`No customer matches`}>
            {t`Customers are imported with the command line: dovuto import customers.`}
          </Empty>
        ) : null}
        {data !== undefined && data.rows.length > 0 ? <CustomerTable rows={data.rows} /> : null}
      </Panel>
    </div>
  );
}

function CustomerTable(props: { rows: readonly CustomerRow[] }): ReactNode {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t`Code`}</th>
          <th>{t`Name`}</th>
          <th>{t`City`}</th>
          <th>{t`Billed on`}</th>
          <th>{t`Currency`}</th>
          <th>{t`VAT number`}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={row.customer_id}>
            <td className="soft tight">{row.code}</td>
            <td>
              <span className="strong">{row.name}</span>{" "}
              {row.active ? null : <Tag>{t`not active`}</Tag>}
            </td>
            <td>
              {row.city} <span className="dim">{row.country}</span>
            </td>
            <td>{row.basis === "delivery" ? t`proof of delivery` : t`dispatch`}</td>
            <td>{row.currency}</td>
            <td className="soft">{row.tax_id}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
