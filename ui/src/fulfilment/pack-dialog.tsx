// Packs what was picked: every line is counted again, goods that are followed give their numbers.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct, useRead } from "../backend/hooks.tsx";
import type { ShipmentLineView, ShipmentView } from "../bindings/commands.ts";
import { YesNo } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice, ReadFailure } from "../kit/failure-notice.tsx";
import { DecimalEntry } from "../kit/fields.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { unitName } from "../lib/names.ts";
import { PiecesFields, readPieces, type PiecesByLine } from "./pieces-fields.tsx";

type Scanned = Readonly<Record<number, number | null>>;

export function PackDialog(props: { shipmentId: string; onClose: () => void }): ReactNode {
  const { data, error } = useRead("fulfilment.show", { shipment: props.shipmentId });
  if (error !== null) return <ReadFailure error={error} />;
  return data === undefined ? null : <PackForm shipment={data} onClose={props.onClose} />;
}

function PackForm(props: { shipment: ShipmentView; onClose: () => void }): ReactNode {
  const { shipment } = props;
  const { locale } = useShown();
  const say = useToast();
  const move = useAct("fulfilment.move");
  const [scanned, setScanned] = useState<Scanned>({});
  const [followed, setFollowed] = useState(false);
  const [typed, setTyped] = useState<PiecesByLine>({});
  const needed = move.failure?.code === "tracking_missing";
  const pieces = readPieces(shipment.lines, typed, locale);
  const unread = shipment.lines.some((line) => (scanned[line.shipment_n] ?? null) === null);
  const commit = async (): Promise<void> => {
    if (pieces === null) return;
    const packed = await move.run({
      shipment_id: shipment.shipment_id,
      event: "pack",
      on: null,
      note: "",
      lines: pieces.map((one) => ({ ...one, scanned: scanned[one.shipment_n] ?? 0 })),
    });
    if (packed === null) return;
    say(t`Packed`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Pack for ${shipment.customer_name}`}
      wide
      busy={move.busy}
      onClose={props.onClose}
      hint={t`What is in the box is counted, not copied.`}
      commit={{
        label: t`Packed`,
        onCommit: () => void commit(),
        disabled: unread || pieces === null,
      }}
    >
      <CountedLines lines={shipment.lines} scanned={scanned} onChange={setScanned} />
      <YesNo
        label={t`With serial or lot numbers`}
        value={followed || needed}
        onChange={setFollowed}
      />
      {followed || needed ? (
        <PiecesFields lines={shipment.lines} typed={typed} onChange={setTyped} />
      ) : null}
      <FailureNotice failure={move.failure} />
    </DialogFrame>
  );
}

function CountedLines(props: {
  lines: readonly ShipmentLineView[];
  scanned: Scanned;
  onChange: (scanned: Scanned) => void;
}): ReactNode {
  const shown = useShown();
  return (
    <table className="table inset">
      <thead>
        <tr>
          <th>{t`Product`}</th>
          <th className="n">{t`To pack`}</th>
          <th className="n quantity">{t`Counted`}</th>
          <th className="tight" aria-label={t`Unit`} />
        </tr>
      </thead>
      <tbody>
        {props.lines.map((line) => (
          <tr key={line.shipment_n}>
            <td>
              {line.description} <span className="dim">{line.product_code}</span>
            </td>
            <td className="n">{shown.quantity(line.quantity)}</td>
            <td className="quantity">
              <DecimalEntry
                label={t`Counted, line ${line.shipment_n}`}
                hideLabel
                name={`counted-${line.shipment_n}`}
                scale={6}
                value={props.scanned[line.shipment_n] ?? null}
                onChange={(value) => props.onChange({ ...props.scanned, [line.shipment_n]: value })}
              />
            </td>
            <td className="dim">{unitName(line.unit_code)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
