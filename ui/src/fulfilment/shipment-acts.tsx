// The acts that follow from where a shipment stands, with the dialog of each.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { ShipmentEvent, ShipmentRow } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { ActMenu } from "../kit/menu.tsx";
import { useToast } from "../kit/toasts.tsx";
import { shipmentStateName } from "../lib/states.ts";
import { CountDialog } from "./count-dialog.tsx";
import { DeliverDialog } from "./deliver-dialog.tsx";
import { EndDialog } from "./end-dialog.tsx";
import { IssueDialog } from "./issue-dialog.tsx";
import { MoveDialog } from "./move-dialog.tsx";
import { PackDialog } from "./pack-dialog.tsx";
import { ProofDialog } from "./proof-dialog.tsx";
import { ReplaceDialog } from "./replace-dialog.tsx";
import { actName, actsOf, type ShipmentAct } from "./steps.ts";

export type Acted = Pick<ShipmentRow, "shipment_id" | "number" | "state">;

/** Steps that need no word: they are taken at once. */
function silent(act: ShipmentAct): ShipmentEvent | null {
  return act === "release" || act === "start" || act === "reset" || act === "unpack" ? act : null;
}

export function ShipmentActs(props: { shipment: Acted; small?: boolean }): ReactNode {
  const { shipment } = props;
  const small = props.small ?? false;
  const say = useToast();
  const move = useAct("fulfilment.move");
  const [asking, setAsking] = useState<ShipmentAct | null>(null);
  const { buttons, more } = actsOf(shipment.state);
  const press = async (act: ShipmentAct): Promise<void> => {
    const event = silent(act);
    if (event === null) {
      setAsking(act);
      return;
    }
    const asked = { shipment_id: shipment.shipment_id, event, on: null, note: "", lines: [] };
    const moved = await move.run(asked);
    if (moved !== null) say(shipmentStateName(moved.state));
  };
  return (
    <span className="row-acts">
      {small ? null : (
        <Rest acts={more} label={t`More`} small={false} onAct={(act) => void press(act)} />
      )}
      {buttons.map((act, n) => (
        <Button
          key={act}
          small={small}
          kind={
            act === "correct" ? "quiet" : !small && n === buttons.length - 1 ? "primary" : "plain"
          }
          busy={silent(act) !== null && move.busy}
          onPress={() => void press(act)}
          testId={act}
        >
          {actName(act)}
        </Button>
      ))}
      {small ? <Rest acts={more} label={t`More`} small onAct={(act) => void press(act)} /> : null}
      {move.failure === null ? null : (
        <DialogFrame
          title={t`This cannot be done yet`}
          busy={false}
          onClose={move.forget}
          commit={{ label: t`Understood`, onCommit: move.forget }}
        >
          <FailureNotice failure={move.failure} />
        </DialogFrame>
      )}
      <Asked act={asking} shipment={shipment} onClose={() => setAsking(null)} />
    </span>
  );
}

function Rest(props: {
  acts: readonly ShipmentAct[];
  label: string;
  small: boolean;
  onAct: (act: ShipmentAct) => void;
}): ReactNode {
  const acts = props.acts.map((id) => ({ id, text: actName(id) }));
  return <ActMenu label={props.label} acts={acts} onAct={props.onAct} small={props.small} />;
}

function Asked(props: {
  act: ShipmentAct | null;
  shipment: Acted;
  onClose: () => void;
}): ReactNode {
  const { act, shipment, onClose } = props;
  const id = shipment.shipment_id;
  switch (act) {
    case null:
    case "release":
    case "start":
    case "reset":
    case "unpack":
      return null;
    case "pack":
      return <PackDialog shipmentId={id} onClose={onClose} />;
    case "issue":
      return <IssueDialog shipmentId={id} onClose={onClose} />;
    case "deliver":
      return <DeliverDialog shipmentId={id} onClose={onClose} />;
    case "handover":
    case "fail":
    case "retry":
    case "give_up":
    case "time_out":
      return <MoveDialog shipment={shipment} event={act} onClose={onClose} />;
    case "prove":
    case "correct":
      return <ProofDialog shipmentId={id} onClose={onClose} />;
    case "void":
    case "reverse":
    case "lost":
      return <EndDialog shipment={shipment} act={act} onClose={onClose} />;
    case "count_back":
      return <CountDialog shipmentId={id} onClose={onClose} />;
    case "replace":
      return <ReplaceDialog shipmentId={id} onClose={onClose} />;
  }
}
