// What can be done with an order where it stands.

import { t } from "@lingui/core/macro";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { HoldDialog } from "../actions/holds.tsx";
import { useAct } from "../backend/hooks.tsx";
import type { OrderView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { ActMenu, type MenuAct } from "../kit/menu.tsx";
import { useToast } from "../kit/toasts.tsx";
import { AmendDialog } from "./amend-dialog.tsx";
import { CancelDialog, CloseDialog, DeclineDialog, RemainderDialog } from "./end-dialogs.tsx";
import { ExcessDialog } from "./excess-dialog.tsx";
import { PoQuestion } from "./po-question.tsx";
import { PriceDialog } from "./price-dialog.tsx";
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

type DraftAct = "decline" | "cancel";

function DraftActions(props: { order: OrderView }): ReactNode {
  const { order } = props;
  const navigate = useNavigate();
  const say = useToast();
  const confirm = useAct("orders.confirm");
  const [asking, setAsking] = useState<DraftAct | null>(null);
  const run = async (separate: boolean): Promise<void> => {
    if ((await confirm.run({ order_id: order.order_id, base: order.base, separate })) !== null)
      say(t`Confirmed`);
  };
  return (
    <>
      <ActMenu<DraftAct>
        label={t`More`}
        acts={[
          { id: "decline", text: t`Decline…` },
          { id: "cancel", text: t`Cancel order…` },
        ]}
        onAct={setAsking}
      />
      <Button
        onPress={() => void navigate({ to: "/orders/$id/edit", params: { id: order.order_id } })}
      >{t`Edit`}</Button>
      <Button kind="primary" busy={confirm.busy} onPress={() => void run(false)} testId="confirm">
        {t`Confirm order`}
      </Button>
      {asking === "decline" ? (
        <DeclineDialog order={order} onClose={() => setAsking(null)} />
      ) : null}
      {asking === "cancel" ? <CancelDialog order={order} onClose={() => setAsking(null)} /> : null}
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

type ConfirmedAct =
  "ship" | "amend" | "price" | "excess" | "hold" | "remainder" | "close" | "cancel";

function actsOf(order: OrderView): MenuAct<ConfirmedAct>[] {
  const nothingLeft = order.shipments.every((one) => one.dispatched_on === null);
  const remains = order.lines.some((line) => line.open > 0);
  return [
    { id: "price", text: t`Agree price…` },
    { id: "excess", text: t`Accept excess…` },
    { id: "hold", text: t`Hold…` },
    ...(remains ? [{ id: "remainder" as const, text: t`Cancel remainder…` }] : []),
    ...(nothingLeft ? [{ id: "cancel" as const, text: t`Cancel order…` }] : []),
    { id: "close", text: t`Close order…` },
  ];
}

function ConfirmedActions(props: { order: OrderView }): ReactNode {
  const { order } = props;
  const [asking, setAsking] = useState<ConfirmedAct | null>(null);
  const open = order.kind !== "blanket" && order.lines.some((line) => line.open > 0);
  return (
    <>
      <ActMenu label={t`More`} acts={actsOf(order)} onAct={setAsking} />
      <Button onPress={() => setAsking("amend")} testId="amend">{t`Amend…`}</Button>
      {open ? (
        <Button kind="primary" onPress={() => setAsking("ship")} testId="ship">
          {t`Ship…`}
        </Button>
      ) : null}
      <Asked act={asking} order={order} onClose={() => setAsking(null)} />
    </>
  );
}

function Asked(props: {
  act: ConfirmedAct | null;
  order: OrderView;
  onClose: () => void;
}): ReactNode {
  const { act, order, onClose } = props;
  switch (act) {
    case null:
      return null;
    case "ship":
      return <ShipDialog order={order} onClose={onClose} />;
    case "amend":
      return <AmendDialog order={order} onClose={onClose} />;
    case "price":
      return <PriceDialog order={order} onClose={onClose} />;
    case "excess":
      return <ExcessDialog order={order} onClose={onClose} />;
    case "hold":
      return <HoldDialog orderId={order.order_id} customerId={null} onClose={onClose} />;
    case "remainder":
      return <RemainderDialog order={order} onClose={onClose} />;
    case "close":
      return <CloseDialog order={order} onClose={onClose} />;
    case "cancel":
      return <CancelDialog order={order} onClose={onClose} />;
  }
}
