// Gives value back on one line or one charge of an invoice, without goods coming back.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { InvoiceView, PostedDocument, ValueCause } from "../bindings/commands.ts";
import { Choice } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { DecimalEntry, TextEntry } from "../kit/fields.tsx";
import { Notice } from "../kit/notice.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { decimalsOf } from "../lib/figures.ts";
import { causeName } from "../lib/states.ts";

/** A line or a charge of the invoice. */
export type Target = { line: number } | { charge: number };

export function GiveBackDialog(props: {
  invoice: InvoiceView;
  target: Target;
  onClose: () => void;
  onPosted: (document: PostedDocument) => void;
}): ReactNode {
  const { invoice, target } = props;
  const shown = useShown();
  const say = useToast();
  const credit = useAct("billing.credit_value");
  const isCharge = "charge" in target;
  const [amount, setAmount] = useState<number | null>(null);
  const [cause, setCause] = useState<ValueCause>(isCharge ? "charge" : "goodwill");
  const [reason, setReason] = useState("");
  const billed = isCharge
    ? invoice.charges.find((one) => one.invoice_charge_n === target.charge)
    : invoice.lines.find((one) => one.invoice_n === target.line);
  const causes: readonly ValueCause[] = isCharge ? ["charge", "goodwill"] : ["goodwill", "keep_it"];
  const commit = async (): Promise<void> => {
    if (amount === null) return;
    const posted = await credit.run({
      invoice_id: invoice.invoice_id,
      invoice_n: isCharge ? null : target.line,
      invoice_charge_n: isCharge ? target.charge : null,
      amount_minor: amount,
      cause,
      reason: reason.trim(),
    });
    if (posted === null) return;
    say(t`${posted.number} posted`);
    props.onPosted(posted);
  };
  const net = shown.money(billed?.net_minor ?? 0, invoice.currency);
  return (
    <DialogFrame
      title={t`Give value back on ${invoice.number}`}
      busy={credit.busy}
      onClose={props.onClose}
      hint={t`A credit note gets its number and cannot be undone.`}
      commit={{
        label: t`Post credit note`,
        onCommit: () => void commit(),
        disabled: amount === null || amount <= 0 || reason.trim() === "",
      }}
    >
      <Notice tone="info">{t`${billed?.description ?? ""}: ${net} were billed, before VAT. Goods that come back are counted at the shipment instead.`}</Notice>
      <div className="form-row">
        <DecimalEntry
          label={t`Amount, before VAT`}
          name="amount"
          scale={decimalsOf(invoice.currency)}
          value={amount}
          unit={invoice.currency}
          onChange={setAmount}
        />
        <Choice
          label={t`Kind`}
          options={causes.map((id) => ({ id, text: causeName(id) }))}
          value={cause}
          onChange={setCause}
        />
      </div>
      <TextEntry label={t`Why`} value={reason} onChange={setReason} name="reason" />
      <FailureNotice failure={credit.failure} />
    </DialogFrame>
  );
}
