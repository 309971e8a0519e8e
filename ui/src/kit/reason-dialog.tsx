// A dialog for an act that needs nothing but its reason.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import type { Failure } from "../lib/failure.ts";
import { DialogFrame } from "./dialog.tsx";
import { FailureNotice } from "./failure-notice.tsx";
import { TextEntry } from "./fields.tsx";
import { Notice } from "./notice.tsx";

export function ReasonDialog(props: {
  title: string;
  commit: string;
  /** What the act means, in a sentence. */
  means?: string;
  label?: string;
  /** Whether it may be done without a word. */
  optional?: boolean;
  busy: boolean;
  failure: Failure | null;
  onClose: () => void;
  onCommit: (reason: string) => void;
}): ReactNode {
  const [reason, setReason] = useState("");
  return (
    <DialogFrame
      title={props.title}
      busy={props.busy}
      onClose={props.onClose}
      commit={{
        label: props.commit,
        onCommit: () => props.onCommit(reason.trim()),
        disabled: props.optional !== true && reason.trim() === "",
      }}
    >
      {props.means === undefined ? null : <Notice tone="info">{props.means}</Notice>}
      <TextEntry
        label={props.label ?? t`Why`}
        value={reason}
        onChange={setReason}
        autoFocus
        name="reason"
      />
      <FailureNotice failure={props.failure} />
    </DialogFrame>
  );
}
