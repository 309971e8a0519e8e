// Records money of which it is not known yet what it pays; it stays with its payer.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { CustomerPicker, type Party } from "../actions/customer-picker.tsx";
import { useFirm } from "../backend/firm.tsx";
import { useAct } from "../backend/hooks.tsx";
import { Choice } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { DateEntry, DecimalEntry, TextEntry } from "../kit/fields.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { decimalsOf } from "../lib/figures.ts";
import { currencyOptions } from "../lib/names.ts";

export function PaymentDialog(props: { onClose: () => void }): ReactNode {
  const firm = useFirm();
  const shown = useShown();
  const say = useToast();
  const pay = useAct("billing.pay");
  const [payer, setPayer] = useState<Party | null>(null);
  const [currency, setCurrency] = useState(firm.currency);
  const [amount, setAmount] = useState<number | null>(null);
  const [day, setDay] = useState<string | null>(shown.today);
  const [reference, setReference] = useState("");
  const commit = async (): Promise<void> => {
    if (payer === null || amount === null || day === null) return;
    const asked = {
      invoice_ids: [],
      payer: payer.customer_id,
      currency,
      amount_minor: amount,
      received_on: day,
      reference: reference.trim(),
    };
    if ((await pay.run(asked)) === null) return;
    say(t`Payment recorded`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Record a payment`}
      busy={pay.busy}
      onClose={props.onClose}
      hint={t`It stays free until it is laid on invoices.`}
      commit={{
        label: t`Record payment`,
        onCommit: () => void commit(),
        disabled: payer === null || amount === null || amount <= 0 || day === null,
      }}
    >
      <CustomerPicker
        label={t`Payer`}
        name="payer"
        autoFocus
        value={payer}
        onPick={(picked) => {
          setPayer(picked);
          setCurrency(picked.currency);
        }}
      />
      <div className="form-row">
        <DecimalEntry
          label={t`Amount`}
          name="amount"
          scale={decimalsOf(currency)}
          value={amount}
          unit={currency}
          onChange={setAmount}
        />
        <Choice
          label={t`Currency`}
          options={currencyOptions(currency)}
          value={currency}
          onChange={setCurrency}
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
