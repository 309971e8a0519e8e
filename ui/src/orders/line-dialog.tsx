// What a line says beyond product and quantity: its own price, their line number, a cost centre.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { Choice } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { EvidenceFields } from "../kit/evidence.tsx";
import { TextEntry } from "../kit/fields.tsx";
import { Notice } from "../kit/notice.tsx";
import { PriceEntry, priceOf } from "../kit/price-entry.tsx";
import { useShown } from "../kit/setting.tsx";
import type { PriceWay, TypedLine } from "./half-typed.ts";

const WAYS = ["records", "stated", "to_be_agreed"] as const satisfies readonly PriceWay[];

function wayName(way: PriceWay): string {
  switch (way) {
    case "records":
      return t`From our agreements and lists`;
    case "stated":
      return t`As the customer's order states it`;
    case "to_be_agreed":
      return t`To be agreed later`;
  }
}

export function LineDialog(props: {
  n: number;
  line: TypedLine;
  currency: string;
  onClose: () => void;
  onChange: (next: Partial<TypedLine>) => void;
}): ReactNode {
  const { n, line } = props;
  const { locale } = useShown();
  const [typed, setTyped] = useState(line);
  const set = (next: Partial<TypedLine>): void => setTyped({ ...typed, ...next });
  const unread = typed.way === "stated" && priceOf(typed.price, locale) === null;
  return (
    <DialogFrame
      title={t`Line ${n}: ${line.product?.description ?? ""}`}
      wide
      busy={false}
      onClose={props.onClose}
      commit={{
        label: t`Take over`,
        onCommit: () => {
          props.onChange(typed);
          props.onClose();
        },
        disabled: unread,
      }}
    >
      <Choice
        label={t`Where the price comes from`}
        options={WAYS.map((id) => ({ id, text: wayName(id) }))}
        value={typed.way}
        onChange={(way) => set({ way })}
      />
      {typed.way === "stated" ? (
        <>
          <PriceEntry
            value={typed.price}
            currency={props.currency}
            onChange={(price) => set({ price })}
          />
          <EvidenceFields
            label={t`Their evidence; their PO where left out`}
            value={typed.evidence}
            onChange={(evidence) => set({ evidence })}
          />
        </>
      ) : null}
      {typed.way === "to_be_agreed" ? (
        <Notice tone="info">{t`The line can be confirmed and shipped; nothing of it is billed before a price is agreed.`}</Notice>
      ) : null}
      <div className="form-row">
        <TextEntry
          label={t`Their line number`}
          name="customer-line"
          value={typed.customerLine}
          onChange={(customerLine) => set({ customerLine })}
        />
        <TextEntry
          label={t`Cost centre`}
          name="cost-centre"
          value={typed.costCentre}
          onChange={(costCentre) => set({ costCentre })}
        />
      </div>
    </DialogFrame>
  );
}
