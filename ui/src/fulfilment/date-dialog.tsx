// Asks for the one date that issuing or arriving needs.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { ShipmentRow } from "../bindings/commands.ts";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { DateEntry } from "../kit/fields.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";

export type DatedAct = "issue" | "deliver";

export function DateDialog(props: {
  act: DatedAct;
  row: ShipmentRow;
  onClose: () => void;
}): ReactNode {
  const { act, row } = props;
  const { today } = useShown();
  const say = useToast();
  const issue = useAct("fulfilment.issue");
  const deliver = useAct("fulfilment.deliver");
  const [day, setDay] = useState<string | null>(today);
  const commit = async (): Promise<void> => {
    if (day === null) return;
    if (act === "issue") {
      const issued = await issue.run({ shipment_id: row.shipment_id, dispatched_on: day });
      if (issued === null) return;
      say(t`Delivery note ${issued.number} issued`);
    } else {
      if ((await deliver.run({ shipment_id: row.shipment_id, delivered_on: day })) === null) return;
      say(t`Arrival recorded`);
    }
    props.onClose();
  };
  return (
    <DialogFrame
      title={act === "issue" ? t`Issue the delivery note` : t`It arrived`}
      busy={issue.busy || deliver.busy}
      onClose={props.onClose}
      hint={
        act === "issue"
          ? t`It gets its number and cannot be undone.`
          : t`Arriving is not yet a proof.`
      }
      commit={{
        label: act === "issue" ? t`Issue` : t`Record`,
        onCommit: () => void commit(),
        disabled: day === null,
      }}
    >
      <DateEntry
        label={act === "issue" ? t`Leaves on` : t`Arrived on`}
        value={day}
        onChange={setDay}
        name="day"
      />
      <FailureNotice failure={issue.failure ?? deliver.failure} />
    </DialogFrame>
  );
}
