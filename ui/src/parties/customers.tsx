// The customers, and how each is billed.

import { t } from "@lingui/core/macro";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { ImportButton } from "../actions/import-button.tsx";
import { useRead } from "../backend/hooks.tsx";
import type { CustomerRow } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { YesNo } from "../kit/choice.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Empty, Skeleton } from "../kit/notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { Tag } from "../kit/tag.tsx";

export function Customers(): ReactNode {
  const [search, setSearch] = useState("");
  const [ended, setEnded] = useState(false);
  const { data, error } = useRead("parties.customers", {
    search,
    inactive_too: ended,
    limit: 500,
  });
  return (
    <div className="page">
      <PageHead
        title={t`Customers`}
        sub={t`How each is billed is agreed with them, and frozen on every order.`}
        actions={<NewButton />}
      />
      <div className="bar">
        <input
          className="input find"
          aria-label={t`Find a customer`}
          placeholder={t`Name or code…`}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <YesNo label={t`Also those not active any more`} value={ended} onChange={setEnded} />
      </div>
      {error === null ? null : <ReadFailure error={error} />}
      <Panel>
        {data === undefined && error === null ? <Skeleton /> : null}
        {data !== undefined && data.rows.length === 0 ? (
          <Empty
            title={search === "" ? t`No customers yet` : t`No customer matches`}
            action={search === "" ? <ImportButton /> : null}
          >
            {search === "" ? t`Enter the first one here, or bring in a list from a file.` : null}
          </Empty>
        ) : null}
        {data !== undefined && data.rows.length > 0 ? <CustomerTable rows={data.rows} /> : null}
      </Panel>
    </div>
  );
}

function NewButton(): ReactNode {
  const navigate = useNavigate();
  return (
    <Button
      kind="primary"
      onPress={() => void navigate({ to: "/customers/new" })}
      testId="new-customer"
    >
      {t`New customer`}
    </Button>
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
              <Link to="/customers/$id" params={{ id: row.customer_id }} className="strong">
                {row.name}
              </Link>{" "}
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
