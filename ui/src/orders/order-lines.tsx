// The lines of an order: ordered, shipped, received and billed side by side, at the agreed price.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import type { OrderLineView, OrderView } from "../bindings/commands.ts";
import { PriceText } from "../kit/price.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { unitName } from "../lib/names.ts";
import { sourceName } from "../lib/states.ts";

/** A line with what only newer answers say of it. */
type SeenLine = OrderLineView & { excess?: number; to_be_agreed?: boolean };

export function OrderLines(props: { order: OrderView }): ReactNode {
  const { order } = props;
  const shown = useShown();
  return (
    <table className="table" data-testid="order-lines">
      <thead>
        <tr>
          <th className="tight">#</th>
          <th>{t`Product`}</th>
          <th className="n">{t`Ordered`}</th>
          <th className="n">{t`Shipped`}</th>
          <th className="n">{t`Received`}</th>
          <th className="n">{t`Billed`}</th>
          <th className="n">{t`Agreed price`}</th>
          <th className="n">{t`Net`}</th>
          <th>{t`State`}</th>
        </tr>
      </thead>
      <tbody>
        {order.lines.map((line) => (
          <tr key={line.line_n}>
            <td className="dim">{line.line_n}</td>
            <td>
              {line.description} <span className="dim">{line.product_code}</span>
            </td>
            <td className="n">
              {shown.quantity(line.ordered)}
              <Excess line={line} /> <span className="dim">{unitName(line.unit_code)}</span>
            </td>
            <Figure value={line.shipped} of={line.ordered} />
            <Figure value={line.received} of={line.shipped} />
            <Figure value={line.billed} of={line.received} />
            <td className="n">
              <Agreed line={line} currency={order.currency} />
            </td>
            <td className="n">
              {line.net_minor === null ? (
                <span className="dim">—</span>
              ) : (
                shown.amount(line.net_minor, order.currency)
              )}
            </td>
            <td className="tight">
              <LineState line={line} state={order.state} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={7} className="n">
            {t`Goods, before VAT`}
          </td>
          <td className="n">{shown.amount(order.totals.net_minor, order.currency)}</td>
          <td className="dim">{order.currency}</td>
        </tr>
      </tfoot>
    </table>
  );
}

/** Nought is quiet, all is plain, less than the step before stands out. */
function Figure(props: { value: number; of: number }): ReactNode {
  const shown = useShown();
  const tone = props.value === 0 ? "dim" : props.value < props.of ? "strong" : "";
  return <td className={`n ${tone}`}>{shown.quantity(props.value)}</td>;
}

/** What the customer accepted beyond the order. */
function Excess(props: { line: SeenLine }): ReactNode {
  const shown = useShown();
  const excess = props.line.excess ?? 0;
  if (excess === 0) return null;
  return <span title={t`accepted beyond the order`}> + {shown.quantity(excess)}</span>;
}

function Agreed(props: { line: SeenLine; currency: string }): ReactNode {
  const { price, to_be_agreed: later } = props.line;
  // An agreed price has its first day; before, a line that waits for one shows no offer.
  if (price === null || (later === true && price.applies_from === null))
    return <Tag tone="warn" glyph="risk">{t`to be agreed`}</Tag>;
  const from = `${sourceName(price.source)} · ${price.evidence.reference}`;
  return (
    <span title={from}>
      <PriceText price={price} currency={props.currency} />
      <div className="sub">{sourceName(price.source)}</div>
    </span>
  );
}

function LineState(props: { line: OrderLineView; state: OrderView["state"] }): ReactNode {
  const { line } = props;
  const shown = useShown();
  if (props.state === "draft") return <span className="dim">—</span>;
  const billable = line.received - line.billed;
  if (billable > 0)
    return <Tag tone="bill" glyph="here">{t`Billable ${shown.quantity(billable)}`}</Tag>;
  if (line.ordered === 0) return <Tag glyph="off">{t`Cancelled`}</Tag>;
  if (line.billed >= line.ordered) return <Tag tone="collect" glyph="done">{t`Billed`}</Tag>;
  if (line.billed > line.received) return <Tag tone="danger" glyph="risk">{t`Owed back`}</Tag>;
  if (line.received < line.shipped) return <Tag tone="prove" glyph="clock">{t`Proof missing`}</Tag>;
  if (line.shipped > 0) return <Tag tone="fulfil" glyph="here">{t`Part shipped`}</Tag>;
  if (line.planned > 0) return <Tag tone="fulfil" glyph="clock">{t`Planned`}</Tag>;
  return <Tag glyph="ahead">{t`To ship`}</Tag>;
}
