// How an order ends before its time, or after all is settled: each with its reason.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { OrderView } from "../bindings/commands.ts";
import { ReasonDialog } from "../kit/reason-dialog.tsx";
import { useToast } from "../kit/toasts.tsx";

interface EndProps {
  order: OrderView;
  onClose: () => void;
}

export function CancelDialog(props: EndProps): ReactNode {
  const say = useToast();
  const cancel = useAct("orders.cancel");
  const commit = async (reason: string): Promise<void> => {
    if ((await cancel.run({ order_id: props.order.order_id, reason })) === null) return;
    say(t`Cancelled`);
    props.onClose();
  };
  return (
    <ReasonDialog
      title={t`Cancel this order?`}
      commit={t`Cancel the order`}
      means={t`It stays in the books as cancelled, with the reason; nothing is deleted.`}
      busy={cancel.busy}
      failure={cancel.failure}
      onClose={props.onClose}
      onCommit={(reason) => void commit(reason)}
    />
  );
}

export function DeclineDialog(props: EndProps): ReactNode {
  const say = useToast();
  const decline = useAct("orders.decline");
  const commit = async (reason: string): Promise<void> => {
    if ((await decline.run({ order_id: props.order.order_id, reason })) === null) return;
    say(t`Declined`);
    props.onClose();
  };
  return (
    <ReasonDialog
      title={t`Decline this order?`}
      commit={t`Decline`}
      means={t`We do not take it on. It stays in the books as declined, with the reason.`}
      busy={decline.busy}
      failure={decline.failure}
      onClose={props.onClose}
      onCommit={(reason) => void commit(reason)}
    />
  );
}

export function RemainderDialog(props: EndProps): ReactNode {
  const say = useToast();
  const cancel = useAct("orders.cancel_remainder");
  const commit = async (reason: string): Promise<void> => {
    if ((await cancel.run({ order_id: props.order.order_id, reason })) === null) return;
    say(t`Remainder cancelled`);
    props.onClose();
  };
  return (
    <ReasonDialog
      title={t`Cancel the remainder?`}
      commit={t`Cancel the remainder`}
      means={t`Every line goes down to what was shipped or is planned. What was received is billed as before.`}
      busy={cancel.busy}
      failure={cancel.failure}
      onClose={props.onClose}
      onCommit={(reason) => void commit(reason)}
    />
  );
}

export function CloseDialog(props: EndProps): ReactNode {
  const say = useToast();
  const close = useAct("orders.close");
  const commit = async (reason: string): Promise<void> => {
    const asked = { order_id: props.order.order_id, reason: reason === "" ? null : reason };
    if ((await close.run(asked)) === null) return;
    say(t`Closed`);
    props.onClose();
  };
  return (
    <ReasonDialog
      title={t`Close this order?`}
      commit={t`Close the order`}
      means={t`An order is closed when everything is received, billed and paid; nobody holds it any more.`}
      label={t`A note, if you like`}
      optional
      busy={close.busy}
      failure={close.failure}
      onClose={props.onClose}
      onCommit={(reason) => void commit(reason)}
    />
  );
}
