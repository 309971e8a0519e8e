// Holds: what stops an order or a customer, who answers for it, and how it ends.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useFirm } from "../backend/firm.tsx";
import { useAct, useActor } from "../backend/hooks.tsx";
import type { HoldKind, HoldView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choice } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { DateEntry, TextEntry } from "../kit/fields.tsx";
import { Notice } from "../kit/notice.tsx";
import { ReasonDialog } from "../kit/reason-dialog.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { HOLD_KINDS, holdName } from "../lib/states.ts";

/** One notice for each hold that nobody released yet. */
export function HoldNotices(props: { holds: readonly HoldView[] }): ReactNode {
  const [releasing, setReleasing] = useState<HoldView | null>(null);
  return (
    <>
      {props.holds.map((hold) => (
        <Notice
          key={hold.hold_id}
          tone={hold.in_force ? "warn" : "info"}
          actions={
            <Button small onPress={() => setReleasing(hold)} testId="release-hold">
              {t`Release…`}
            </Button>
          }
        >
          <HoldWords hold={hold} />
        </Notice>
      ))}
      {releasing === null ? null : (
        <ReleaseDialog hold={releasing} onClose={() => setReleasing(null)} />
      )}
    </>
  );
}

function HoldWords(props: { hold: HoldView }): ReactNode {
  const { hold } = props;
  const { day } = useShown();
  const on = hold.order_id === null ? t`on the customer` : t`on this order`;
  return (
    <>
      <p>
        <b className="strong">{holdName(hold.kind)}</b> {on}: {hold.reason}
      </p>
      <p className="soft">
        {t`${hold.owner_name} answers for it since ${day(hold.placed_on)}.`}{" "}
        {hold.expires_on === null
          ? t`It lasts until it is released.`
          : hold.in_force
            ? t`Its last day is ${day(hold.expires_on)}.`
            : t`It ended on ${day(hold.expires_on)}.`}
      </p>
    </>
  );
}

function ReleaseDialog(props: { hold: HoldView; onClose: () => void }): ReactNode {
  const say = useToast();
  const release = useAct("orders.release_hold");
  const commit = async (reason: string): Promise<void> => {
    if ((await release.run({ hold_id: props.hold.hold_id, reason })) === null) return;
    say(t`Released`);
    props.onClose();
  };
  return (
    <ReasonDialog
      title={t`Release this hold?`}
      commit={t`Release`}
      means={props.hold.reason}
      busy={release.busy}
      failure={release.failure}
      onClose={props.onClose}
      onCommit={(reason) => void commit(reason)}
    />
  );
}

/** Places a hold on one order or on one customer. */
export function HoldDialog(props: {
  orderId: string | null;
  customerId: string | null;
  onClose: () => void;
}): ReactNode {
  const firm = useFirm();
  const actor = useActor();
  const say = useToast();
  const hold = useAct("orders.hold");
  const [kind, setKind] = useState<HoldKind>("credit");
  const [owner, setOwner] = useState<string | null>(actor);
  const [reason, setReason] = useState("");
  const [lastDay, setLastDay] = useState<string | null>(null);
  const members = firm.members.filter((one) => one.active);
  const commit = async (): Promise<void> => {
    if (owner === null) return;
    const asked = {
      order_id: props.orderId,
      customer_id: props.customerId,
      kind,
      owner,
      reason: reason.trim(),
      expires_on: lastDay,
    };
    if ((await hold.run(asked)) === null) return;
    say(t`On hold`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={props.orderId === null ? t`Hold this customer` : t`Hold this order`}
      busy={hold.busy}
      onClose={props.onClose}
      commit={{
        label: t`Place the hold`,
        onCommit: () => void commit(),
        disabled: owner === null || reason.trim() === "",
      }}
    >
      <Notice tone="info">{t`A hold stops confirming, planning and issuing. It never stops the billing of what was received.`}</Notice>
      <div className="form-row">
        <Choice
          label={t`Kind`}
          options={HOLD_KINDS.map((id) => ({ id, text: holdName(id) }))}
          value={kind}
          onChange={setKind}
        />
        <Choice
          label={t`Who answers for it`}
          options={members.map((one) => ({ id: one.member_id, text: one.name }))}
          value={owner}
          onChange={setOwner}
          placeholder={t`Choose`}
        />
        <DateEntry
          label={t`Last day, if known`}
          name="last-day"
          value={lastDay}
          onChange={setLastDay}
        />
      </div>
      <TextEntry label={t`Why`} value={reason} onChange={setReason} autoFocus name="reason" />
      <FailureNotice failure={hold.failure} />
    </DialogFrame>
  );
}
