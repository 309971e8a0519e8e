// Records what a bank quoted, so that VAT in another currency can be billed.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct, useRead } from "../backend/hooks.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { DateEntry, DecimalEntry, TextEntry } from "../kit/fields.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";

export function ExchangeDialog(props: {
  currency: string;
  on: string;
  onClose: () => void;
}): ReactNode {
  const { currency } = props;
  const shown = useShown();
  const say = useToast();
  const firm = useRead("firm.get", {});
  const record = useAct("catalog.set_exchange_rates");
  const [rate, setRate] = useState<number | null>(null);
  const [day, setDay] = useState<string | null>(props.on);
  const [source, setSource] = useState("");
  const commit = async (): Promise<void> => {
    if (rate === null || day === null) return;
    const quoted = { currency, quoted_on: day, rate_micro: rate, source };
    if ((await record.run({ rates: [quoted] })) === null) return;
    say(t`Exchange rate recorded`);
    props.onClose();
  };
  const own = firm.data?.currency ?? "";
  const left = shown.longDay(props.on);
  return (
    <DialogFrame
      title={t`Exchange rate of ${currency}`}
      busy={record.busy}
      onClose={props.onClose}
      hint={t`The goods left on ${left}. The rate of that day counts, or the last one of the week before.`}
      commit={{
        label: t`Record rate`,
        onCommit: () => void commit(),
        disabled: rate === null || rate <= 0 || day === null || source.trim() === "",
      }}
    >
      <div className="form-row">
        <DecimalEntry
          label={t`${currency} for 1 ${own}`}
          name="rate"
          scale={6}
          value={rate}
          onChange={setRate}
        />
        <DateEntry label={t`Quoted on`} name="quoted" value={day} onChange={setDay} />
      </div>
      <TextEntry label={t`Who quoted it`} name="source" value={source} onChange={setSource} />
      <FailureNotice failure={record.failure} />
    </DialogFrame>
  );
}
