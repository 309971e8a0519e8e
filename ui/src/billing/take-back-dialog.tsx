// Takes a whole invoice back: what was billed on it becomes billable again.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { InvoiceView, PostedDocument } from "../bindings/commands.ts";
import { DialogFrame } from "../kit/dialog.tsx";
import { EvidenceFields, isShown, NO_EVIDENCE } from "../kit/evidence.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { TextEntry } from "../kit/fields.tsx";
import { Notice } from "../kit/notice.tsx";
import { useToast } from "../kit/toasts.tsx";

export function TakeBackDialog(props: {
  invoice: InvoiceView;
  onClose: () => void;
  onPosted: (document: PostedDocument) => void;
}): ReactNode {
  const { invoice } = props;
  const say = useToast();
  const cancel = useAct("billing.cancel_invoice");
  const [reason, setReason] = useState("");
  const [evidence, setEvidence] = useState(NO_EVIDENCE);
  const commit = async (): Promise<void> => {
    const asked = { invoice_id: invoice.invoice_id, reason: reason.trim(), evidence };
    const posted = await cancel.run(asked);
    if (posted === null) return;
    say(t`${posted.number} posted`);
    props.onPosted(posted);
  };
  return (
    <DialogFrame
      title={t`Take invoice ${invoice.number} back?`}
      busy={cancel.busy}
      onClose={props.onClose}
      commit={{
        label: t`Post credit note`,
        onCommit: () => void commit(),
        disabled: reason.trim() === "" || !isShown(evidence),
      }}
    >
      <Notice tone="warn">{t`A credit note gives back all of it that was not credited yet. Its quantities and charges can be billed again.`}</Notice>
      <TextEntry label={t`Why`} value={reason} onChange={setReason} autoFocus name="reason" />
      <EvidenceFields value={evidence} onChange={setEvidence} />
      <FailureNotice failure={cancel.failure} />
    </DialogFrame>
  );
}
