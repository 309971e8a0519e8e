// What may be billed now, what may not and why, what was billed, and what is owed back.

import { t } from "@lingui/core/macro";
import { plural } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct, useRead } from "../backend/hooks.tsx";
import type { BillingFilter, ProposalView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { FailureNotice, ReadFailure } from "../kit/failure-notice.tsx";
import { Empty, Notice, Skeleton } from "../kit/notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { Tabs } from "../kit/tabs.tsx";
import { useToast } from "../kit/toasts.tsx";
import { Blocked } from "./blocked.tsx";
import { CreditNotes } from "./credit-notes.tsx";
import { Invoices } from "./invoices.tsx";
import { OwedBack } from "./owed-back.tsx";
import { Payments } from "./payments.tsx";
import { JustPosted, usePosted, type PostedPaper } from "./posted.tsx";
import { OrderProposals } from "./proposal.tsx";

const EVERYTHING: BillingFilter = { order_ids: [], bill_to: null, dispatched_by: null };

type Tab = "ready" | "blocked" | "posted" | "credits" | "owed" | "payments";

export function Billing(): ReactNode {
  const [tab, setTab] = useState<Tab>("ready");
  const { data, error } = useRead("billing.propose", EVERYTHING);
  const owed = useRead("billing.owed_back", {});
  const { posted, show } = usePosted();
  const n = data?.proposals.length ?? 0;
  const tabs = [
    { id: "ready" as const, text: t`Ready to post`, count: data?.proposals.length },
    { id: "blocked" as const, text: t`Blocked`, count: data?.blocked.length },
    { id: "posted" as const, text: t`Posted` },
    { id: "credits" as const, text: t`Credit notes` },
    { id: "owed" as const, text: t`Owed back`, count: owed.data?.rows.length },
    { id: "payments" as const, text: t`Payments` },
  ];
  return (
    <div className="page">
      <PageHead
        title={t`Billing`}
        sub={t`A customer is never charged for goods not received or at a price not agreed.`}
        actions={tab === "ready" && n > 1 ? <PostAll n={n} onPosted={show} /> : undefined}
      />
      <Tabs label={t`What to see`} tabs={tabs} value={tab} onChange={setTab} />
      <JustPosted papers={posted} />
      {error === null ? null : <ReadFailure error={error} />}
      {data === undefined && error === null ? (
        <Panel>
          <Skeleton />
        </Panel>
      ) : null}
      {data !== undefined && tab === "ready" ? (
        <Ready proposals={data.proposals} onPosted={show} />
      ) : null}
      {data !== undefined && tab === "blocked" ? <Blocked rows={data.blocked} /> : null}
      {tab === "posted" ? <Invoices /> : null}
      {tab === "credits" ? <CreditNotes /> : null}
      {tab === "owed" ? <OwedBack onReady={() => setTab("ready")} /> : null}
      {tab === "payments" ? <Payments /> : null}
    </div>
  );
}

interface PostingProps {
  onPosted: (papers: readonly PostedPaper[]) => void;
}

function Ready(props: PostingProps & { proposals: readonly ProposalView[] }): ReactNode {
  if (props.proposals.length === 0) {
    return (
      <Panel>
        <Empty
          title={t`Nothing to bill now`}
        >{t`What is received and not yet billed appears here by itself.`}</Empty>
      </Panel>
    );
  }
  const orders = [...new Set(props.proposals.map((proposal) => proposal.order_id))];
  return orders.map((id) => (
    <OrderProposals
      key={id}
      orderId={id}
      proposals={props.proposals.filter((proposal) => proposal.order_id === id)}
      onPosted={props.onPosted}
    />
  ));
}

function PostAll(props: PostingProps & { n: number }): ReactNode {
  const { n } = props;
  const say = useToast();
  const all = useAct("billing.run");
  const [refused, setRefused] = useState<readonly string[]>([]);
  const post = async (): Promise<void> => {
    const answer = await all.run(EVERYTHING);
    if (answer === null) return;
    setRefused(answer.refused.map((one) => `${one.order_number}: ${one.message}`));
    const papers: PostedPaper[] = [
      ...answer.posted.map((one) => ({
        credit: false,
        id: one.invoice_id,
        number: one.number,
        currency: one.currency,
        grossMinor: one.gross_minor,
      })),
      ...answer.credited.map((one) => ({
        credit: true,
        id: one.credit_note_id,
        number: one.number,
        currency: one.currency,
        grossMinor: one.gross_minor,
      })),
    ];
    say(plural(papers.length, { one: "# document posted", other: "# documents posted" }));
    props.onPosted(papers);
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
