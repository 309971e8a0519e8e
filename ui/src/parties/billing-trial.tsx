// How a customer would be billed, tried on all their past invoices before it is saved.

import { plural, t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { BillingTested, TestBilling, Tried } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { SidePanel } from "../kit/dialog.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Notice, Skeleton } from "../kit/notice.tsx";
import { useShown } from "../kit/setting.tsx";
import { lackName } from "../lib/names.ts";
import { savedBilling, type TypedCustomer } from "./customer-form.ts";

/** So many invoices of a sort are listed; more are counted. */
const ROWS_SHOWN = 100;

export function BillingTrial(props: { customer: string; typed: TypedCustomer }): ReactNode {
  const { customer, typed } = props;
  const [asked, setAsked] = useState<TestBilling | null>(null);
  const ask = (): void =>
    setAsked({
      customer,
      billing: savedBilling(typed),
      required_references: [...typed.required],
    });
  return (
    <div className="bar">
      <Button onPress={ask} testId="try-billing">{t`Try on past invoices`}</Button>
      <span className="dim">{t`As it stands in this form; nothing is saved by it.`}</span>
      {asked === null ? null : <TrialPanel asked={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}

function TrialPanel(props: { asked: TestBilling; onClose: () => void }): ReactNode {
  const { data, error } = useRead("billing.test_profile", props.asked);
  return (
    <SidePanel
      title={t`Past invoices, billed like this`}
      sub={props.asked.customer}
      onClose={props.onClose}
    >
      {error === null ? null : <ReadFailure error={error} />}
      {data === undefined && error === null ? <Skeleton lines={4} /> : null}
      {data === undefined || error !== null ? null : <Outcome tested={data} />}
    </SidePanel>
  );
}

function Outcome(props: { tested: BillingTested }): ReactNode {
  const { count } = useShown();
  const { rows } = props.tested;
  const same = rows.filter((row) => row.verdict.kind === "same").length;
  const otherwise = rows.filter((row) => row.verdict.kind === "otherwise");
  const blocked = rows.filter((row) => row.verdict.kind === "blocked");
  if (rows.length === 0) {
    return <Notice tone="info">{t`Nothing was posted to this customer yet.`}</Notice>;
  }
  return (
    <div className="stack" data-testid="tried">
      <Notice tone={props.tested.n_differences === 0 ? "ok" : "info"}>
        <p>{t`As they were: ${count(same)} of ${count(rows.length)}`}</p>
        <p>{t`On other documents: ${count(otherwise.length)}`}</p>
        <p>{t`Blocked: ${count(blocked.length)}`}</p>
      </Notice>
      <Listed title={t`On other documents`} rows={otherwise} />
      <Listed title={t`Blocked`} rows={blocked} />
    </div>
  );
}

function Listed(props: { title: string; rows: readonly Tried[] }): ReactNode {
  const { count } = useShown();
  const { rows } = props;
  if (rows.length === 0) return null;
  return (
    <section className="trial-part" aria-label={props.title}>
      <h3>{props.title}</h3>
      <ul className="trial">
        {rows.slice(0, ROWS_SHOWN).map((row) => (
          <li key={row.invoice_id}>
            <Link to="/invoices/$id" params={{ id: row.invoice_id }}>
              {row.invoice_number}
            </Link>{" "}
            {verdict(row)}
          </li>
        ))}
        {rows.length > ROWS_SHOWN ? (
          <li className="soft">{t`and ${count(rows.length - ROWS_SHOWN)} more`}</li>
        ) : null}
      </ul>
    </section>
  );
}

function verdict(row: Tried): string {
  switch (row.verdict.kind) {
    case "same":
      return t`as it was`;
    case "otherwise":
      return onOthers(row.verdict.documents, row.verdict.with);
    case "blocked":
      return t`lacks ${row.verdict.missing.map(lackName).join(", ")}`;
  }
}

function onOthers(documents: number, others: readonly string[]): string {
  const on = plural(documents, { one: "on 1 document", other: `on ${documents} documents` });
  const named = others.join(", ");
  return others.length === 0 ? on : t`${on}, with ${named}`;
}
