// Records money that went back to the payer of a payment.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { DateEntry, DecimalEntry, TextEntry } from "../kit/fields.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { decimalsOf } from "../lib/figures.ts";

export interface Refundable {
  paymentId: string;
  payerName: string;
  currency: string;
  /** What may go back of it, where it is known. */
  owedMinor: number | null;
}

export function RefundDialog(props: { payment: Refundable; onClose: () => void }): ReactNode {
  const { payment } = props;
  const shown = useShown();
  const say = useToast();
  const refund = useAct("billing.refund");
  const [amount, setAmount] = useState<number | null>(payment.owedMinor);
  const [day, setDay] = useState<string | null>(shown.today);
  const [reference, setReference] = useState("");
  const commit = async (): Promise<void> => {
    if (amount === null || day === null) return;
    const asked = {
      payment_id: payment.paymentId,
      amount_minor: amount,
      paid_on: day,
      reference: reference.trim(),
    };
    if ((await refund.run(asked)) === null) return;
    say(t`Paid back`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Pay back to ${payment.payerName}`}
      busy={refund.busy}
      onClose={props.onClose}
      hint={t`Pay at the bank first; this records it.`}
      commit={{
        label: t`Record`,
        onCommit: () => void commit(),
        disabled: amount === null || amount <= 0 || day === null,
      }}
    >
      <div className="form-row">
        <DecimalEntry
          label={t`Amount`}
          name="amount"
          scale={decimalsOf(payment.currency)}
          value={amount}
          unit={payment.currency}
          onChange={setAmount}
          required
        />
        <DateEntry label={t`Paid on`} name="day" value={day} onChange={setDay} />
      </div>
      <TextEntry
        label={t`Reference of the transfer`}
        name="reference"
        value={reference}
        onChange={setReference}
      />
      <FailureNotice failure={refund.failure} />
    </DialogFrame>
  );
}
