// Ends of a shipment that no proof ends: voided, reversed, lost; each with its reason.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { ShipmentRow } from "../bindings/commands.ts";
import { ReasonDialog } from "../kit/reason-dialog.tsx";
import { useToast } from "../kit/toasts.tsx";
import { shipmentStateName } from "../lib/states.ts";

export type ShipmentEnd = "void" | "reverse" | "lost";

interface EndWords {
  title: string;
  commit: string;
  means: string;
}

function wordsOf(act: ShipmentEnd): EndWords {
  switch (act) {
    case "void":
      return {
        title: t`Void this shipment?`,
        commit: t`Void`,
        means: t`It never left. A delivery note keeps its number; the goods are in stock again, and what was billed of it is owed back.`,
      };
    case "reverse":
      return {
        title: t`Reverse this shipment?`,
        commit: t`Reverse`,
        means: t`All of its goods are back. Its quantities fall to nothing, and what was billed of it is owed back.`,
      };
    case "lost":
      return {
        title: t`Declare this shipment lost?`,
        commit: t`Declare lost`,
        means: t`The goods are claimed from the carrier. Without a proof nothing of it is billed.`,
      };
  }
}

export function EndDialog(props: {
  shipment: Pick<ShipmentRow, "shipment_id">;
  act: ShipmentEnd;
  onClose: () => void;
}): ReactNode {
  const { act } = props;
  const say = useToast();
  const voided = useAct("fulfilment.void");
  const reversed = useAct("fulfilment.reverse");
  const lost = useAct("fulfilment.declare_lost");
  const acts = { void: voided, reverse: reversed, lost } as const;
  const chosen = acts[act];
  const commit = async (reason: string): Promise<void> => {
    const ended = await chosen.run({ shipment_id: props.shipment.shipment_id, reason });
    if (ended === null) return;
    say(shipmentStateName(ended.state));
    props.onClose();
  };
  return (
    <ReasonDialog
      {...wordsOf(act)}
      busy={chosen.busy}
      failure={chosen.failure}
      onClose={props.onClose}
      onCommit={(reason) => void commit(reason)}
    />
  );
}
