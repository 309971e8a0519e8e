// Records money that arrived for this invoice.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { InvoiceView } from "../bindings/commands.ts";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { DateEntry, DecimalEntry, TextEntry } from "../kit/fields.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { decimalsOf } from "../lib/figures.ts";

export function PayDialog(props: { invoice: InvoiceView; onClose: () => void }): ReactNode {
  const { invoice } = props;
  const shown = useShown();
  const say = useToast();
  const pay = useAct("billing.pay");
  const [amount, setAmount] = useState<number | null>(invoice.open_minor);
  const [day, setDay] = useState<string | null>(shown.today);
  const [reference, setReference] = useState("");
  const commit = async (): Promise<void> => {
    if (amount === null || day === null) return;
    const asked = {
      invoice_ids: [invoice.invoice_id],
      payer: null,
      currency: null,
      received_on: day,
      amount_minor: amount,
      reference,
    };
    if ((await pay.run(asked)) === null) return;
    say(t`Payment recorded`);
    props.onClose();
  };
  const open = shown.money(invoice.open_minor, invoice.currency);
  return (
    <DialogFrame
      title={t`Payment for ${invoice.number}`}
      busy={pay.busy}
      onClose={props.onClose}
      hint={t`${open} are open.`}
      commit={{
        label: t`Record payment`,
        onCommit: () => void commit(),
        disabled: amount === null || amount <= 0 || day === null,
      }}
    >
      <div className="form-row">
        <DecimalEntry
          label={t`Amount`}
          name="amount"
          scale={decimalsOf(invoice.currency)}
          value={amount}
          unit={invoice.currency}
          onChange={setAmount}
          required
        />
        <DateEntry label={t`Received on`} name="received" value={day} onChange={setDay} />
      </div>
      <TextEntry
        label={t`Reference on the bank statement`}
        name="reference"
        value={reference}
        onChange={setReference}
      />
      <FailureNotice failure={pay.failure} />
    </DialogFrame>
  );
}
