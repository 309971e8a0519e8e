// Enters an order: the customer, their references, the lines; every figure comes from the records.

import { t } from "@lingui/core/macro";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState, type ReactNode } from "react";

import { useFirm } from "../backend/firm.tsx";
import { useAct, useRead } from "../backend/hooks.tsx";
import type { OrderView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { FailureNotice, ReadFailure } from "../kit/failure-notice.tsx";
import { Notice, Skeleton } from "../kit/notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { useDraftParties } from "./draft-parties.ts";
import { EntryHead } from "./entry-head.tsx";
import { EntryLines } from "./entry-lines.tsx";
import { EntryMore } from "./entry-more.tsx";
import { EntryTotals } from "./entry-totals.tsx";
import {
  draftDiscount,
  draftOf,
  halfLines,
  nothingTyped,
  reckonCharges,
  reckonLines,
  reopened,
  type HalfTyped,
} from "./half-typed.ts";
import { PoQuestion } from "./po-question.tsx";

export function OrderEntry(props: { orderId: string | null }): ReactNode {
  const { today } = useShown();
  if (props.orderId === null) return <EntryForm start={nothingTyped(today)} />;
  return <Reopened orderId={props.orderId} />;
}

function Reopened(props: { orderId: string }): ReactNode {
  const { data: order, error } = useRead("orders.show", { order: props.orderId });
  if (error !== null) return <ReadFailure error={error} />;
  return order === undefined ? <Skeleton lines={6} /> : <OpenedAgain order={order} />;
}

function OpenedAgain(props: { order: OrderView }): ReactNode {
  const { order } = props;
  const { locale } = useShown();
  const found = useDraftParties(order);
  if (found === undefined) return <Skeleton lines={6} />;
  return <EntryForm start={reopened(order, found.parties, locale)} lost={found.lost} />;
}

function EntryForm(props: { start: HalfTyped; lost?: readonly string[] }): ReactNode {
  const firm = useFirm();
  const [typed, setTyped] = useState(props.start);
  const form = useEntry(typed, setTyped);
  const quote = useQuoteOf(typed);
  const lost = props.lost ?? [];
  const currency = quote.data?.currency ?? firm.currency;
  const title = typed.orderId === null ? t`New order` : t`Edit draft`;
  return (
    <div className="page">
      <PageHead
        title={title}
        sub={t`Prices come from agreements and lists, or from the customer's own order.`}
        actions={<Commit form={form} />}
      />
      {lost.length === 0 ? null : (
        <Notice tone="warn">{t`This draft concerns ${lost.join(", ")}; choose the receiver, who is billed and who pays again before saving.`}</Notice>
      )}
      {form.refusals}
      <Panel title={t`Customer`}>
        <EntryHead typed={typed} onChange={setTyped} />
      </Panel>
      <EntryMore typed={typed} onChange={setTyped} />
      <Panel title={t`Lines`}>
        <EntryLines
          typed={typed}
          quote={quote.data ?? null}
          currency={currency}
          onChange={setTyped}
        />
        <EntryTotals
          typed={typed}
          quote={quote.data ?? null}
          currency={currency}
          onChange={setTyped}
        />
      </Panel>
      {quote.error === null ? null : <ReadFailure error={quote.error} />}
    </div>
  );
}

function useQuoteOf(typed: HalfTyped) {
  const { locale } = useShown();
  const lines = reckonLines(typed, locale);
  return useRead(
    "pricing.reckon",
    {
      customer_id: typed.customer?.customer_id ?? "",
      on: typed.orderedOn,
      lines,
      charges: reckonCharges(typed, t`Freight`),
      discount: draftDiscount(typed),
    },
    { enabled: typed.customer !== null && lines.length > 0 },
  );
}

interface EntryActs {
  busy: boolean;
  ready: boolean;
  save: () => void;
  confirm: () => void;
  refusals: ReactNode;
}

function useEntry(typed: HalfTyped, setTyped: (typed: HalfTyped) => void): EntryActs {
  const navigate = useNavigate();
  const say = useToast();
  const { locale } = useShown();
  const save = useAct("orders.save");
  const confirm = useAct("orders.confirm");
  const [unfinished, setUnfinished] = useState<number[]>([]);
  const [asked, setAsked] = useState<"save" | "confirm">("save");

  const run = async (act: "save" | "confirm", separate: boolean): Promise<void> => {
    const half = halfLines(typed, locale);
    setUnfinished(half);
    setAsked(act);
    const draft = draftOf(typed, t`Freight`, separate, locale);
    if (half.length > 0 || draft === null) return;
    const saved = await save.run(draft);
    if (saved === null) return;
    setTyped({ ...typed, orderId: saved.order_id, base: null });
    if (
      act === "confirm" &&
      (await confirm.run({ order_id: saved.order_id, base: null, separate })) === null
    )
      return;
    say(act === "confirm" ? t`Order confirmed` : t`Draft saved`);
    void navigate({ to: "/orders/$id", params: { id: saved.order_id } });
  };
  const failure = save.failure ?? confirm.failure;
  const busy = save.busy || confirm.busy;
  const forget = (): void => {
    save.forget();
    confirm.forget();
  };
  const refusals = (
    <>
      {unfinished.length === 0 ? null : (
        <Notice tone="warn">{t`Line ${unfinished.join(", ")} needs a product, a quantity, and a price that can be read.`}</Notice>
      )}
      {failure !== null && failure.code === "po_used_before" ? (
        <PoQuestion
          failure={failure}
          busy={busy}
          onClose={forget}
          onSeparate={() => void run(asked, true)}
        />
      ) : (
        <FailureNotice failure={failure} />
      )}
    </>
  );
  return {
    busy,
    ready: typed.customer !== null,
    save: () => void run("save", false),
    confirm: () => void run("confirm", false),
    refusals,
  };
}

function Commit(props: { form: EntryActs }): ReactNode {
  const { form } = props;
  useCommitKey(form);
  return (
    <>
      <Button busy={form.busy} disabled={!form.ready} onPress={form.save} testId="save-draft">
        {t`Save draft`}
      </Button>
      <Button
        kind="primary"
        busy={form.busy}
        disabled={!form.ready}
        onPress={form.confirm}
        keys="Ctrl ↵"
        testId="confirm"
      >
        {t`Confirm order`}
      </Button>
    </>
  );
}

/** Ctrl+Enter confirms from wherever the person types. */
function useCommitKey(form: EntryActs): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || form.busy || !form.ready)
        return;
      event.preventDefault();
      form.confirm();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [form]);
}
