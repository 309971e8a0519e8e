// What may be billed now, what may not and why, and what was billed.

import { t } from "@lingui/core/macro";
import { plural } from "@lingui/core/macro";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { useAct, useRead } from "../backend/hooks.tsx";
import type { BillingFilter, ProposalsAnswer } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { FailureNotice, ReadFailure } from "../kit/failure-notice.tsx";
import { Empty, Notice, Skeleton } from "../kit/notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { Tabs } from "../kit/tabs.tsx";
import { useToast } from "../kit/toasts.tsx";
import { Blocked } from "./blocked.tsx";
import { Invoices } from "./invoices.tsx";
import { Proposal } from "./proposal.tsx";

const EVERYTHING: BillingFilter = { order_ids: [], bill_to: null, dispatched_by: null };

type Tab = "ready" | "blocked" | "posted";

export function Billing(): ReactNode {
  const [tab, setTab] = useState<Tab>("ready");
  const { data, error } = useRead("billing.propose", EVERYTHING);
  const tabs = [
    { id: "ready" as const, text: t`Ready to post`, count: data?.proposals.length },
    { id: "blocked" as const, text: t`Blocked`, count: data?.blocked.length },
    { id: "posted" as const, text: t`Posted` },
  ];
  return (
    <div className="page">
      <PageHead
        title={t`Billing`}
        sub={t`A customer is never charged for goods not received or at a price not agreed.`}
        actions={
          tab === "ready" && (data?.proposals.length ?? 0) > 1 ? (
            <PostAll n={data?.proposals.length ?? 0} />
          ) : undefined
        }
      />
      <Tabs label={t`What to see`} tabs={tabs} value={tab} onChange={setTab} />
      {error === null ? null : <ReadFailure error={error} />}
      {data === undefined && error === null ? (
        <Panel>
          <Skeleton />
        </Panel>
      ) : null}
      {data !== undefined && tab === "ready" ? <Ready proposals={data.proposals} /> : null}
      {data !== undefined && tab === "blocked" ? <Blocked rows={data.blocked} /> : null}
      {tab === "posted" ? <Invoices /> : null}
    </div>
  );
}

function Ready(props: { proposals: ProposalsAnswer["proposals"] }): ReactNode {
  if (props.proposals.length === 0) {
    return (
      <Panel>
        <Empty
          title={t`Nothing to bill now`}
        >{t`What is received and not yet billed appears here by itself.`}</Empty>
      </Panel>
    );
  }
  return props.proposals.map((proposal) => (
    <Proposal key={proposal.order_id} proposal={proposal} />
  ));
}

function PostAll(props: { n: number }): ReactNode {
  const { n } = props;
  const navigate = useNavigate();
  const say = useToast();
  const all = useAct("billing.run");
  const [refused, setRefused] = useState<readonly string[]>([]);
  const post = async (): Promise<void> => {
    const answer = await all.run(EVERYTHING);
    if (answer === null) return;
    setRefused(answer.refused.map((one) => one.message));
    say(plural(answer.posted.length, { one: "# invoice posted", other: "# invoices posted" }));
    const only = answer.posted.length === 1 ? answer.posted[0] : undefined;
    if (only !== undefined) void navigate({ to: "/invoices/$id", params: { id: only.invoice_id } });
  };
  return (
    <>
      <Button kind="primary" busy={all.busy} onPress={() => void post()} testId="post-all">
        {t`Post all ${n}`}
      </Button>
      <FailureNotice failure={all.failure} />
      {refused.length === 0 ? null : (
        <Notice tone="warn">
          {refused.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </Notice>
      )}
    </>
  );
}
