// Records that a shipment arrived; the proof comes after.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { DateEntry } from "../kit/fields.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";

export function DeliverDialog(props: { shipmentId: string; onClose: () => void }): ReactNode {
  const { today } = useShown();
  const say = useToast();
  const deliver = useAct("fulfilment.deliver");
  const [day, setDay] = useState<string | null>(today);
  const commit = async (): Promise<void> => {
    if (day === null) return;
    if ((await deliver.run({ shipment_id: props.shipmentId, delivered_on: day })) === null) return;
    say(t`Arrival recorded`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`It arrived`}
      busy={deliver.busy}
      onClose={props.onClose}
      hint={t`Arriving is not yet a proof.`}
      commit={{ label: t`Record`, onCommit: () => void commit(), disabled: day === null }}
    >
      <DateEntry label={t`Arrived on`} value={day} onChange={setDay} name="day" />
      <FailureNotice failure={deliver.failure} />
    </DialogFrame>
  );
}
