// Agrees a price of one line of a confirmed order, with the customer's evidence.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { OrderLineView, OrderView } from "../bindings/commands.ts";
import { Choice } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { EvidenceFields, isShown, NO_EVIDENCE } from "../kit/evidence.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { DateEntry } from "../kit/fields.tsx";
import { Notice } from "../kit/notice.tsx";
import { PriceText } from "../kit/price.tsx";
import { NO_PRICE, PriceEntry, priceOf } from "../kit/price-entry.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";

export function lineOptions(lines: readonly OrderLineView[]): { id: string; text: string }[] {
  return lines.map((line) => ({
    id: line.line_n.toString(),
    text: `${line.line_n} · ${line.description} · ${line.product_code}`,
  }));
}

export function PriceDialog(props: { order: OrderView; onClose: () => void }): ReactNode {
  const { order } = props;
  const { locale } = useShown();
  const say = useToast();
  const agree = useAct("orders.agree_prices");
  const first = order.lines.find((line) => line.price === null) ?? order.lines[0];
  const [lineN, setLineN] = useState(first?.line_n ?? 1);
  const [typed, setTyped] = useState(NO_PRICE);
  const [from, setFrom] = useState<string | null>(order.ordered_on);
  const [evidence, setEvidence] = useState(NO_EVIDENCE);
  const line = order.lines.find((one) => one.line_n === lineN);
  const price = priceOf(typed, locale);
  const commit = async (): Promise<void> => {
    if (price === null) return;
    const agreed = await agree.run({
      order_id: order.order_id,
      base: order.base,
      prices: [{ line_n: lineN, ...price, applies_from: from, evidence }],
    });
    if (agreed === null) return;
    say(t`Price agreed`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Agree a price`}
      wide
      busy={agree.busy}
      onClose={props.onClose}
      hint={t`Billed at a higher price already: a credit becomes due by itself.`}
      commit={{
        label: t`Agree`,
        onCommit: () => void commit(),
        disabled: price === null || !isShown(evidence),
      }}
    >
      <Choice
        label={t`Line`}
        options={lineOptions(order.lines)}
        value={lineN.toString()}
        onChange={(n) => setLineN(Number(n))}
      />
      <Notice tone="info">
        {line === undefined || line.price === null ? (
          t`No price is agreed for this line yet; nothing of it is billed before one is.`
        ) : (
          <>
            {t`Agreed so far:`} <PriceText price={line.price} currency={order.currency} />
          </>
        )}
      </Notice>
      <PriceEntry value={typed} currency={order.currency} onChange={setTyped} />
      <div className="form-row form-row-wide">
        <EvidenceFields value={evidence} onChange={setEvidence} />
        <DateEntry
          label={t`From which dispatch on`}
          name="applies-from"
          value={from}
          onChange={setFrom}
        />
      </div>
      <FailureNotice failure={agree.failure} />
    </DialogFrame>
  );
}
