// What can be done with an order where it stands.

import { t } from "@lingui/core/macro";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { OrderView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { TextEntry } from "../kit/fields.tsx";
import { Notice } from "../kit/notice.tsx";
import { useToast } from "../kit/toasts.tsx";
import { PoQuestion } from "./po-question.tsx";
import { ShipDialog } from "./ship-dialog.tsx";

export function OrderActions(props: { order: OrderView }): ReactNode {
  const { order } = props;
  switch (order.state) {
    case "draft":
      return <DraftActions order={order} />;
    case "confirmed":
      return <ConfirmedActions order={order} />;
    case "declined":
    case "cancelled":
    case "closed":
      return null;
  }
}

function DraftActions(props: { order: OrderView }): ReactNode {
  const { order } = props;
  const navigate = useNavigate();
  const say = useToast();
  const confirm = useAct("orders.confirm");
  const [cancelling, setCancelling] = useState(false);
  const run = async (separate: boolean): Promise<void> => {
    if ((await confirm.run({ order_id: order.order_id, base: order.base, separate })) !== null)
      say(t`Confirmed`);
  };
  return (
    <>
      <Button kind="quiet" onPress={() => setCancelling(true)}>{t`Cancel order…`}</Button>
      <Button
        onPress={() => void navigate({ to: "/orders/$id/edit", params: { id: order.order_id } })}
      >{t`Edit`}</Button>
      <Button kind="primary" busy={confirm.busy} onPress={() => void run(false)} testId="confirm">
        {t`Confirm order`}
      </Button>
      {cancelling ? <CancelDialog order={order} onClose={() => setCancelling(false)} /> : null}
      <Refusal
        failure={confirm.failure}
        onClose={confirm.forget}
        busy={confirm.busy}
        onSeparate={() => void run(true)}
      />
    </>
  );
}

function Refusal(props: {
  failure: Parameters<typeof PoQuestion>[0]["failure"] | null;
  busy: boolean;
  onClose: () => void;
  onSeparate: () => void;
}): ReactNode {
  const { failure } = props;
  if (failure === null) return null;
  if (failure.code === "po_used_before") {
    return (
      <PoQuestion
        failure={failure}
        busy={props.busy}
        onClose={props.onClose}
        onSeparate={props.onSeparate}
      />
    );
  }
  return (
    <DialogFrame
      title={t`This cannot be done yet`}
      busy={false}
      onClose={props.onClose}
      commit={{ label: t`Understood`, onCommit: props.onClose }}
    >
      <FailureNotice failure={failure} />
    </DialogFrame>
  );
}

function ConfirmedActions(props: { order: OrderView }): ReactNode {
  const { order } = props;
  const [asking, setAsking] = useState<"ship" | "cancel" | null>(null);
  const nothingLeft = order.shipments.every((shipment) => shipment.state === "planned");
  const open = order.lines.some((line) => line.open > 0);
  return (
    <>
      {nothingLeft ? (
        <Button kind="quiet" onPress={() => setAsking("cancel")}>{t`Cancel order…`}</Button>
      ) : null}
      {open ? (
        <Button kind="primary" onPress={() => setAsking("ship")} testId="ship">
          {t`Ship…`}
        </Button>
      ) : null}
      {asking === "ship" ? <ShipDialog order={order} onClose={() => setAsking(null)} /> : null}
      {asking === "cancel" ? <CancelDialog order={order} onClose={() => setAsking(null)} /> : null}
    </>
  );
}

function CancelDialog(props: { order: OrderView; onClose: () => void }): ReactNode {
  const say = useToast();
  const cancel = useAct("orders.cancel");
  const [reason, setReason] = useState("");
  const commit = async (): Promise<void> => {
    if ((await cancel.run({ order_id: props.order.order_id, reason })) === null) return;
    say(t`Cancelled`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Cancel this order?`}
      busy={cancel.busy}
      onClose={props.onClose}
      commit={{
        label: t`Cancel the order`,
        onCommit: () => void commit(),
        disabled: reason.trim() === "",
      }}
    >
      <Notice tone="info">{t`It stays in the books as cancelled, with the reason; nothing is deleted.`}</Notice>
      <TextEntry label={t`Why`} value={reason} onChange={setReason} autoFocus name="reason" />
      <FailureNotice failure={cancel.failure} />
    </DialogFrame>
  );
}
