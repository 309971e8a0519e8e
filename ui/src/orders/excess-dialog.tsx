// Records that the customer keeps, and pays for, more than was ordered.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { OrderView } from "../bindings/commands.ts";
import { Choice } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { EvidenceFields, isShown, NO_EVIDENCE } from "../kit/evidence.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { DecimalEntry } from "../kit/fields.tsx";
import { Notice } from "../kit/notice.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { unitName } from "../lib/names.ts";
import { lineOptions } from "./price-dialog.tsx";

export function ExcessDialog(props: { order: OrderView; onClose: () => void }): ReactNode {
  const { order } = props;
  const shown = useShown();
  const say = useToast();
  const accept = useAct("orders.accept_excess");
  const first = order.lines.find((line) => line.received > line.ordered) ?? order.lines[0];
  const [lineN, setLineN] = useState(first?.line_n ?? 1);
  const [quantity, setQuantity] = useState<number | null>(null);
  const [evidence, setEvidence] = useState(NO_EVIDENCE);
  const line = order.lines.find((one) => one.line_n === lineN);
  const commit = async (): Promise<void> => {
    if (quantity === null) return;
    const asked = { order_id: order.order_id, line_n: lineN, quantity, evidence };
    if ((await accept.run(asked)) === null) return;
    say(t`Accepted beyond the order`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`The customer accepts more than was ordered`}
      busy={accept.busy}
      onClose={props.onClose}
      hint={t`It is billed at the prices agreed already.`}
      commit={{
        label: t`Record`,
        onCommit: () => void commit(),
        disabled: quantity === null || quantity <= 0 || !isShown(evidence),
      }}
    >
      <Choice
        label={t`Line`}
        options={lineOptions(order.lines)}
        value={lineN.toString()}
        onChange={(n) => setLineN(Number(n))}
      />
      {line === undefined ? null : (
        <Notice tone="info">{t`Ordered ${shown.quantity(line.ordered)}, shipped ${shown.quantity(line.shipped)}, received ${shown.quantity(line.received)}.`}</Notice>
      )}
      <DecimalEntry
        label={t`Accepted beyond the order`}
        name="excess"
        scale={6}
        value={quantity}
        unit={line === undefined ? "" : unitName(line.unit_code)}
        onChange={setQuantity}
      />
      <EvidenceFields value={evidence} onChange={setEvidence} />
      <FailureNotice failure={accept.failure} />
    </DialogFrame>
  );
}
