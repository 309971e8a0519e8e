// Asked when the customer's PO number was used before: is this another order, or the same one again?

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import type { Failure } from "../lib/failure.ts";

export function PoQuestion(props: {
  failure: Failure;
  busy: boolean;
  onClose: () => void;
  onSeparate: () => void;
}): ReactNode {
  return (
    <DialogFrame
      title={t`Is this another order?`}
      busy={props.busy}
      onClose={props.onClose}
      commit={{ label: t`Yes, another order`, onCommit: props.onSeparate }}
    >
      <FailureNotice failure={props.failure} />
      <p>{t`If the customer sent the same order twice, leave it: they would receive and pay everything twice.`}</p>
    </DialogFrame>
  );
}
