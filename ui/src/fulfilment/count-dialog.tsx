// Counts goods of one shipment that came back, whether they were billed or not.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct, useRead } from "../backend/hooks.tsx";
import type { ShipmentView } from "../bindings/commands.ts";
import { YesNo } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice, ReadFailure } from "../kit/failure-notice.tsx";
import { DateEntry, DecimalEntry, TextEntry } from "../kit/fields.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { unitName } from "../lib/names.ts";
import { readSerials } from "./pieces.ts";

interface Counted {
  quantity: number | null;
  serials: string;
}

type CountedLines = Readonly<Record<number, Counted>>;

const NOTHING: Counted = { quantity: 0, serials: "" };

export function CountDialog(props: { shipmentId: string; onClose: () => void }): ReactNode {
  const { data, error } = useRead("fulfilment.show", { shipment: props.shipmentId });
  if (error !== null) return <ReadFailure error={error} />;
  return data === undefined ? null : <CountForm shipment={data} onClose={props.onClose} />;
}

function CountForm(props: { shipment: ShipmentView; onClose: () => void }): ReactNode {
  const { shipment } = props;
  const { today } = useShown();
  const say = useToast();
  const count = useAct("fulfilment.count_back");
  const [counted, setCounted] = useState<CountedLines>({});
  const [reason, setReason] = useState("");
  const [day, setDay] = useState<string | null>(today);
  const [restock, setRestock] = useState(true);
  const of = (n: number): Counted => counted[n] ?? NOTHING;
  const unread = shipment.lines.some((line) => of(line.shipment_n).quantity === null);
  const lines = shipment.lines.flatMap(({ shipment_n }) => {
    const { quantity, serials } = of(shipment_n);
    return quantity === null || quantity <= 0
      ? []
      : [{ shipment_n, quantity, serials: readSerials(serials) }];
  });
  const commit = async (): Promise<void> => {
    const asked = {
      shipment_id: shipment.shipment_id,
      lines,
      reason: reason.trim(),
      on: day,
      restock,
    };
    if ((await count.run(asked)) === null) return;
    say(t`Counted back`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Goods that came back of ${shipment.number ?? ""}`}
      wide
      busy={count.busy}
      onClose={props.onClose}
      hint={t`What was billed of them is owed back at once.`}
      commit={{
        label: t`Count back`,
        onCommit: () => void commit(),
        disabled: unread || lines.length === 0 || day === null || reason.trim() === "",
      }}
    >
      <CountTable shipment={shipment} of={of} onChange={setCounted} counted={counted} />
      <div className="form-row form-row-wide">
        <TextEntry label={t`Why`} value={reason} onChange={setReason} name="reason" />
        <DateEntry label={t`Counted on`} value={day} onChange={setDay} name="day" />
      </div>
      <YesNo label={t`They go into stock again`} value={restock} onChange={setRestock} />
      <FailureNotice failure={count.failure} />
    </DialogFrame>
  );
}

function CountTable(props: {
  shipment: ShipmentView;
  counted: CountedLines;
  of: (n: number) => Counted;
  onChange: (counted: CountedLines) => void;
}): ReactNode {
  const shown = useShown();
  const set = (n: number, next: Partial<Counted>): void =>
    props.onChange({ ...props.counted, [n]: { ...props.of(n), ...next } });
  return (
    <table className="table inset">
      <thead>
        <tr>
          <th>{t`Product`}</th>
          <th className="n">{t`Sent`}</th>
          <th className="n quantity">{t`Came back`}</th>
          <th className="tight" aria-label={t`Unit`} />
          <th>{t`Serial numbers, if followed`}</th>
        </tr>
      </thead>
      <tbody>
        {props.shipment.lines.map((line) => (
          <tr key={line.shipment_n}>
            <td>
              {line.description} <span className="dim">{line.product_code}</span>
            </td>
            <td className="n">{shown.quantity(line.quantity)}</td>
            <td className="quantity">
              <DecimalEntry
                label={t`Came back, line ${line.shipment_n}`}
                hideLabel
                name={`back-${line.shipment_n}`}
                scale={6}
                value={props.of(line.shipment_n).quantity}
                onChange={(quantity) => set(line.shipment_n, { quantity })}
              />
            </td>
            <td className="dim">{unitName(line.unit_code)}</td>
            <td>
              <TextEntry
                label={t`Serial numbers, line ${line.shipment_n}`}
                hideLabel
                name={`serials-${line.shipment_n}`}
                placeholder={t`A1, A2, A3`}
                value={props.of(line.shipment_n).serials}
                onChange={(serials) => set(line.shipment_n, { serials })}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
