// Records the proof of delivery: who signed, when, and how much of each line was accepted.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct, useRead } from "../backend/hooks.tsx";
import type { ShipmentView } from "../bindings/commands.ts";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice, ReadFailure } from "../kit/failure-notice.tsx";
import { DateEntry, DecimalEntry, TextEntry } from "../kit/fields.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { unitName } from "../lib/names.ts";

type Accepted = Readonly<Record<number, number | null>>;

export function ProofDialog(props: { shipmentId: string; onClose: () => void }): ReactNode {
  const { data, error } = useRead("fulfilment.show", { shipment: props.shipmentId });
  if (error !== null) return <ReadFailure error={error} />;
  return data === undefined ? null : <ProofForm shipment={data} onClose={props.onClose} />;
}

function ProofForm(props: { shipment: ShipmentView; onClose: () => void }): ReactNode {
  const { shipment } = props;
  const { today } = useShown();
  const say = useToast();
  const prove = useAct("fulfilment.prove");
  const [day, setDay] = useState<string | null>(
    shipment.proof?.received_on ?? shipment.delivered_on ?? today,
  );
  const [signedBy, setSignedBy] = useState(shipment.proof?.signed_by ?? "");
  const [reference, setReference] = useState(shipment.proof?.reference ?? shipment.number ?? "");
  const [receipt, setReceipt] = useState(shipment.proof?.goods_receipt ?? "");
  const [accepted, setAccepted] = useState<Accepted>(() =>
    Object.fromEntries(
      shipment.lines.map((line) => [line.shipment_n, line.accepted ?? line.quantity]),
    ),
  );
  const unread = shipment.lines.some((line) => (accepted[line.shipment_n] ?? null) === null);
  const commit = async (): Promise<void> => {
    if (day === null || unread) return;
    const proof = await prove.run({
      shipment_id: shipment.shipment_id,
      received_on: day,
      signed_by: signedBy.trim() === "" ? null : signedBy.trim(),
      reference,
      goods_receipt: receipt,
      file_hash: null,
      lines: shipment.lines.map((line) => ({
        shipment_n: line.shipment_n,
        accepted: accepted[line.shipment_n] ?? 0,
      })),
    });
    if (proof === null) return;
    say(t`Proof recorded`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Proof of delivery ${shipment.number ?? ""}`}
      wide
      busy={prove.busy}
      onClose={props.onClose}
      hint={t`Only what was accepted can be billed.`}
      commit={{
        label: t`Record proof`,
        onCommit: () => void commit(),
        disabled: day === null || unread,
      }}
    >
      <div className="form-row">
        <DateEntry label={t`Received on`} value={day} onChange={setDay} name="received" />
        <TextEntry
          label={t`Signed by`}
          value={signedBy}
          onChange={setSignedBy}
          name="signed-by"
          placeholder={t`Name as on the paper`}
        />
        <TextEntry
          label={t`Reference of the paper`}
          value={reference}
          onChange={setReference}
          name="reference"
        />
        <TextEntry
          label={t`Their goods-receipt number`}
          value={receipt}
          onChange={setReceipt}
          name="goods-receipt"
        />
      </div>
      <AcceptedLines shipment={shipment} accepted={accepted} onChange={setAccepted} />
      <FailureNotice failure={prove.failure} />
    </DialogFrame>
  );
}

function AcceptedLines(props: {
  shipment: ShipmentView;
  accepted: Accepted;
  onChange: (accepted: Accepted) => void;
}): ReactNode {
  const shown = useShown();
  return (
    <table className="table inset">
      <thead>
        <tr>
          <th>{t`Product`}</th>
          <th>{t`Order`}</th>
          <th className="n">{t`Sent`}</th>
          <th className="n quantity">{t`Accepted`}</th>
          <th className="tight" aria-label={t`Unit`} />
        </tr>
      </thead>
      <tbody>
        {props.shipment.lines.map((line) => (
          <tr key={line.shipment_n}>
            <td>
              {line.description} <span className="dim">{line.product_code}</span>
            </td>
            <td className="dim">
              {line.order_number} / {line.line_n}
            </td>
            <td className="n">{shown.quantity(line.quantity)}</td>
            <td className="quantity">
              <DecimalEntry
                label={t`Accepted, line ${line.shipment_n}`}
                hideLabel
                name={`accepted-${line.shipment_n}`}
                scale={6}
                value={props.accepted[line.shipment_n] ?? null}
                onChange={(value) =>
                  props.onChange({ ...props.accepted, [line.shipment_n]: value })
                }
                required
              />
            </td>
            <td className="dim">{unitName(line.unit_code)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
