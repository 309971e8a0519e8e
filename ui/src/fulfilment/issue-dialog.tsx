// Issues the delivery note of a shipment; goods that are followed by number leave with theirs.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct, useRead } from "../backend/hooks.tsx";
import { YesNo } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice, ReadFailure } from "../kit/failure-notice.tsx";
import { DateEntry } from "../kit/fields.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { PiecesFields, readPieces, type PiecesByLine } from "./pieces-fields.tsx";

export function IssueDialog(props: { shipmentId: string; onClose: () => void }): ReactNode {
  const { data, error } = useRead("fulfilment.show", { shipment: props.shipmentId });
  const { today, locale } = useShown();
  const say = useToast();
  const issue = useAct("fulfilment.issue");
  const [day, setDay] = useState<string | null>(today);
  const [followed, setFollowed] = useState(false);
  const [typed, setTyped] = useState<PiecesByLine>({});
  const lines = data?.lines ?? [];
  const pieces = readPieces(lines, typed, locale);
  const needed = issue.failure?.code === "tracking_missing";
  const commit = async (): Promise<void> => {
    if (day === null || pieces === null) return;
    const given = pieces.filter((one) => one.serials.length + one.lots.length > 0);
    const issued = await issue.run({
      shipment_id: props.shipmentId,
      dispatched_on: day,
      pieces: given,
    });
    if (issued === null) return;
    say(t`Delivery note ${issued.number} issued`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Issue the delivery note`}
      wide={followed || needed}
      busy={issue.busy}
      onClose={props.onClose}
      hint={t`It gets its number and cannot be undone.`}
      commit={{
        label: t`Issue`,
        onCommit: () => void commit(),
        disabled: day === null || pieces === null,
      }}
    >
      {error === null ? null : <ReadFailure error={error} />}
      <DateEntry label={t`Leaves on`} value={day} onChange={setDay} name="day" />
      <YesNo
        label={t`With serial or lot numbers that were not packed`}
        value={followed || needed}
        onChange={setFollowed}
      />
      {followed || needed ? <PiecesFields lines={lines} typed={typed} onChange={setTyped} /> : null}
      <FailureNotice failure={issue.failure} />
    </DialogFrame>
  );
}
