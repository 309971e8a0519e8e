// Plans a shipment that makes good what came back; it is never billed.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct, useRead } from "../backend/hooks.tsx";
import type { BalanceRow, ShipmentView } from "../bindings/commands.ts";
import { Choice } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice, ReadFailure } from "../kit/failure-notice.tsx";
import { DateEntry, DecimalEntry } from "../kit/fields.tsx";
import { Notice } from "../kit/notice.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { unitName } from "../lib/names.ts";

export function ReplaceDialog(props: { shipmentId: string; onClose: () => void }): ReactNode {
  const { data, error } = useRead("fulfilment.show", { shipment: props.shipmentId });
  if (error !== null) return <ReadFailure error={error} />;
  return data === undefined ? null : <OfOrder shipment={data} onClose={props.onClose} />;
}

/** A shipment may serve several orders; a replacement is planned for one of them. */
function OfOrder(props: { shipment: ShipmentView; onClose: () => void }): ReactNode {
  const { shipment } = props;
  const orders = new Map(shipment.lines.map((line) => [line.order_id, line.order_number]));
  const [orderId, setOrderId] = useState(shipment.lines[0]?.order_id ?? "");
  const { data } = useRead("billing.balances", { order_id: orderId });
  if (data === undefined) return null;
  const choice =
    orders.size < 2 ? null : (
      <Choice
        label={t`Order`}
        options={[...orders].map(([id, text]) => ({ id, text }))}
        value={orderId}
        onChange={setOrderId}
      />
    );
  const back = data.rows.filter(
    (row) => row.shipment_id === shipment.shipment_id && row.returned > 0,
  );
  return (
    <ReplaceForm
      key={orderId}
      shipment={shipment}
      orderId={orderId}
      back={back}
      choice={choice}
      onClose={props.onClose}
    />
  );
}

type Chosen = Readonly<Record<number, number | null>>;

function ReplaceForm(props: {
  shipment: ShipmentView;
  orderId: string;
  back: readonly BalanceRow[];
  choice: ReactNode;
  onClose: () => void;
}): ReactNode {
  const { shipment, back } = props;
  const { today } = useShown();
  const say = useToast();
  const plan = useAct("fulfilment.plan");
  const [chosen, setChosen] = useState<Chosen>(() =>
    Object.fromEntries(back.map((row) => [row.shipment_n, row.returned - row.replaced])),
  );
  const [day, setDay] = useState<string | null>(today);
  const lines = back.flatMap((row) => {
    const quantity = chosen[row.shipment_n] ?? 0;
    const replaces = { shipment_id: shipment.shipment_id, shipment_n: row.shipment_n };
    return quantity > 0
      ? [{ order_id: props.orderId, line_n: row.line_n, quantity, replaces }]
      : [];
  });
  const commit = async (): Promise<void> => {
    const asked = {
      lines,
      mode: null,
      carrier_id: null,
      planned_on: day,
      allow_excess: false,
    };
    if ((await plan.run(asked)) === null) return;
    say(t`Replacement planned`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Replace what came back of ${shipment.number ?? ""}`}
      wide
      busy={plan.busy}
      onClose={props.onClose}
      hint={t`A replacement is shipped and proved like any shipment, and never billed.`}
      commit={{
        label: t`Plan replacement`,
        onCommit: () => void commit(),
        disabled: lines.length === 0 || day === null,
      }}
    >
      {props.choice}
      {back.length === 0 ? (
        <Notice tone="info">{t`Nothing of this shipment was counted back yet.`}</Notice>
      ) : (
        <BackTable shipment={shipment} back={back} chosen={chosen} onChange={setChosen} />
      )}
      <DateEntry label={t`Planned for`} value={day} onChange={setDay} name="day" />
      <FailureNotice failure={plan.failure} />
    </DialogFrame>
  );
}

function BackTable(props: {
  shipment: ShipmentView;
  back: readonly BalanceRow[];
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
}): ReactNode {
  const shown = useShown();
  return (
    <table className="table inset">
      <thead>
        <tr>
          <th>{t`Product`}</th>
          <th className="n">{t`Came back`}</th>
          <th className="n">{t`Replaced`}</th>
          <th className="n quantity">{t`Replace now`}</th>
          <th className="tight" aria-label={t`Unit`} />
        </tr>
      </thead>
      <tbody>
        {props.back.map((row) => {
          const line = props.shipment.lines.find((one) => one.shipment_n === row.shipment_n);
          return (
            <tr key={row.shipment_n}>
              <td>
                {line?.description} <span className="dim">{line?.product_code}</span>
              </td>
              <td className="n">{shown.quantity(row.returned)}</td>
              <td className="n">{shown.quantity(row.replaced)}</td>
              <td className="quantity">
                <DecimalEntry
                  label={t`Replace now, line ${row.shipment_n}`}
                  hideLabel
                  name={`replace-${row.shipment_n}`}
                  scale={6}
                  value={props.chosen[row.shipment_n] ?? null}
                  onChange={(value) => props.onChange({ ...props.chosen, [row.shipment_n]: value })}
                />
              </td>
              <td className="dim">{line === undefined ? null : unitName(line.unit_code)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
