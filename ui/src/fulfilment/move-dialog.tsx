// Steps of a shipment on its way: to the carrier, a failed delivery, another try, no proof in time.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { ShipmentRow } from "../bindings/commands.ts";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { DateEntry, TextEntry } from "../kit/fields.tsx";
import { Notice } from "../kit/notice.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { shipmentStateName } from "../lib/states.ts";

export type MoveEvent = "handover" | "fail" | "retry" | "give_up" | "time_out";

interface MoveWords {
  title: string;
  commit: string;
  note: string;
  means: string;
  /** Whether it may not be done without a word. */
  needsNote: boolean;
}

function wordsOf(event: MoveEvent): MoveWords {
  switch (event) {
    case "handover":
      return {
        title: t`Handed to the carrier`,
        commit: t`Record`,
        note: t`The carrier's receipt`,
        means: t`From now on the goods are on the way.`,
        needsNote: false,
      };
    case "fail":
      return {
        title: t`The delivery failed`,
        commit: t`Record`,
        note: t`Why`,
        means: t`Somebody in logistics gets the task to try again or to give up.`,
        needsNote: true,
      };
    case "retry":
      return {
        title: t`Try the delivery again`,
        commit: t`Try again`,
        note: t`What the customer was told`,
        means: t`Tell the customer the new day before the carrier goes again.`,
        needsNote: false,
      };
    case "give_up":
      return {
        title: t`Give the delivery up?`,
        commit: t`Give up`,
        note: t`Why`,
        means: t`The goods come back undelivered; reverse the shipment when they are here.`,
        needsNote: true,
      };
    case "time_out":
      return {
        title: t`No proof came in time`,
        commit: t`Record`,
        note: t`What was tried`,
        means: t`A proof that comes later still counts. Without one, nothing of it is billed to a customer who is billed on proof of delivery.`,
        needsNote: false,
      };
  }
}

export function MoveDialog(props: {
  shipment: Pick<ShipmentRow, "shipment_id" | "number">;
  event: MoveEvent;
  onClose: () => void;
}): ReactNode {
  const { event, shipment } = props;
  const { today } = useShown();
  const say = useToast();
  const move = useAct("fulfilment.move");
  const words = wordsOf(event);
  const [day, setDay] = useState<string | null>(today);
  const [note, setNote] = useState("");
  const commit = async (): Promise<void> => {
    if (day === null) return;
    const asked = { shipment_id: shipment.shipment_id, event, on: day, note, lines: [] };
    const moved = await move.run({ ...asked, note: note.trim() });
    if (moved === null) return;
    say(shipmentStateName(moved.state));
    props.onClose();
  };
  return (
    <DialogFrame
      title={`${words.title} · ${shipment.number ?? ""}`}
      busy={move.busy}
      onClose={props.onClose}
      commit={{
        label: words.commit,
        onCommit: () => void commit(),
        disabled: day === null || (words.needsNote && note.trim() === ""),
      }}
    >
      <Notice tone="info">{words.means}</Notice>
      <TextEntry label={words.note} value={note} onChange={setNote} autoFocus name="note" />
      <DateEntry label={t`On`} value={day} onChange={setDay} name="day" />
      <FailureNotice failure={move.failure} />
    </DialogFrame>
  );
}
