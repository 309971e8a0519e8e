// Plans a shipment of what is still open, whole or in part, and issues its delivery note.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { OrderLineView, OrderView } from "../bindings/commands.ts";
import { YesNo } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { DateEntry, DecimalEntry } from "../kit/fields.tsx";
import { useShown } from "../kit/setting.tsx";
import { useToast } from "../kit/toasts.tsx";
import { unitName } from "../lib/names.ts";

type Chosen = Readonly<Record<number, number | null>>;

export function ShipDialog(props: { order: OrderView; onClose: () => void }): ReactNode {
  const { order } = props;
  const { today } = useShown();
  const say = useToast();
  const plan = useAct("fulfilment.plan");
  const issue = useAct("fulfilment.issue");
  const open = order.lines.filter((line) => line.open > 0);
  const [chosen, setChosen] = useState<Chosen>(() =>
    Object.fromEntries(open.map((line) => [line.line_n, line.open])),
  );
  const [day, setDay] = useState<string | null>(today);
  const [leavesNow, setLeavesNow] = useState(true);
  const [planned, setPlanned] = useState<string | null>(null);
  const lines = open.flatMap((line) => {
    const quantity = chosen[line.line_n] ?? 0;
    return quantity > 0
      ? [{ order_id: order.order_id, line_n: line.line_n, quantity, replaces: null }]
      : [];
  });
  const unread = open.some((line) => chosen[line.line_n] === null);

  const commit = async (): Promise<void> => {
    if (day === null) return;
    // Planned once: if issuing is refused, trying again issues the same shipment.
    const shipment =
      planned ??
      (
        await plan.run({
          lines,
          mode: null,
          carrier_id: null,
          planned_on: day,
          allow_excess: false,
        })
      )?.shipment_id;
    if (shipment === undefined) return;
    setPlanned(shipment);
    if (!leavesNow) {
      say(t`Shipment planned`);
      props.onClose();
      return;
    }
    const issued = await issue.run({ shipment_id: shipment, dispatched_on: day, pieces: [] });
    if (issued === null) return;
    say(t`Delivery note ${issued.number} issued`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Ship from this order`}
      wide
      busy={plan.busy || issue.busy}
      onClose={props.onClose}
      hint={
        leavesNow
          ? t`A delivery note gets its number and cannot be undone.`
          : t`Nothing leaves yet.`
      }
      commit={{
        label: leavesNow ? t`Issue delivery note` : t`Plan shipment`,
        onCommit: () => void commit(),
        disabled: day === null || unread || lines.length === 0,
      }}
    >
      <ShipLines lines={open} chosen={chosen} locked={planned !== null} onChange={setChosen} />
      <div className="form-row">
        <DateEntry
          label={leavesNow ? t`Leaves on` : t`Planned for`}
          value={day}
          onChange={setDay}
          name="day"
        />
        <div className="field">
          <span className="label">{"\u00a0"}</span>
          <YesNo label={t`It leaves now`} value={leavesNow} onChange={setLeavesNow} />
        </div>
      </div>
      <FailureNotice failure={plan.failure ?? issue.failure} />
    </DialogFrame>
  );
}

function ShipLines(props: {
  lines: readonly OrderLineView[];
  chosen: Chosen;
  locked: boolean;
  onChange: (chosen: Chosen) => void;
}): ReactNode {
  const shown = useShown();
  return (
    <table className="table inset">
      <thead>
        <tr>
          <th className="tight">#</th>
          <th>{t`Product`}</th>
          <th className="n">{t`Ordered`}</th>
          <th className="n">{t`Still open`}</th>
          <th className="n quantity">{t`Ships now`}</th>
          <th className="tight" aria-label={t`Unit`} />
        </tr>
      </thead>
      <tbody>
        {props.lines.map((line) => (
          <tr key={line.line_n}>
            <td className="dim">{line.line_n}</td>
            <td>
              {line.description} <span className="dim">{line.product_code}</span>
            </td>
            <td className="n dim">{shown.quantity(line.ordered)}</td>
            <td className="n">{shown.quantity(line.open)}</td>
            <td className="quantity">
              <DecimalEntry
                label={t`Ships now, line ${line.line_n}`}
                hideLabel
                name={`ship-${line.line_n}`}
                scale={6}
                value={props.chosen[line.line_n] ?? null}
                disabled={props.locked}
                onChange={(value) => props.onChange({ ...props.chosen, [line.line_n]: value })}
              />
            </td>
            <td className="dim">{unitName(line.unit_code)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
