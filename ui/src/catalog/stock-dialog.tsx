// Corrects the stock in the books after counting.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct, useRead } from "../backend/hooks.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { DecimalEntry, TextEntry } from "../kit/fields.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";

export function StockDialog(props: { productId: string; onClose: () => void }): ReactNode {
  const shown = useShown();
  const say = useToast();
  const adjust = useAct("fulfilment.adjust_stock");
  const stock = useRead("fulfilment.stock", {});
  const [quantity, setQuantity] = useState<number | null>(null);
  const [reason, setReason] = useState("");
  const onHand = stock.data?.rows.find((row) => row.product_id === props.productId)?.on_hand ?? 0;
  const commit = async (): Promise<void> => {
    if (quantity === null) return;
    const asked = { product_id: props.productId, quantity, reason: reason.trim() };
    const adjusted = await adjust.run(asked);
    if (adjusted === null) return;
    say(t`${shown.quantity(adjusted.on_hand)} in stock now`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Adjust the stock in the books`}
      busy={adjust.busy}
      onClose={props.onClose}
      hint={t`The books say ${shown.quantity(onHand)} now.`}
      commit={{
        label: t`Adjust`,
        onCommit: () => void commit(),
        disabled: quantity === null || quantity === 0 || reason.trim() === "",
      }}
    >
      <DecimalEntry
        label={t`More, or less with a minus`}
        name="quantity"
        scale={6}
        value={quantity}
        onChange={setQuantity}
      />
      <TextEntry
        label={t`Why`}
        name="reason"
        value={reason}
        placeholder={t`Counted, broken, found…`}
        onChange={setReason}
      />
      <FailureNotice failure={adjust.failure} />
    </DialogFrame>
  );
}
