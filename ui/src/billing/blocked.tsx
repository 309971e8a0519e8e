// What was ordered or sent and may not be billed: each line with its reason and who can answer it.

import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import type { Block, BlockedView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { Empty } from "../kit/notice.tsx";
import { Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { departmentName, unitName } from "../lib/names.ts";
import { blockName } from "./block-names.ts";
import { ExchangeDialog } from "./exchange-dialog.tsx";

export function Blocked(props: { rows: readonly BlockedView[] }): ReactNode {
  const shown = useShown();
  if (props.rows.length === 0) {
    return (
      <Panel>
        <Empty
          title={t`Nothing is blocked`}
        >{t`Everything that was sent is proved, priced and billed.`}</Empty>
      </Panel>
    );
  }
  return (
    <Panel>
      <table className="table blocked">
        <thead>
          <tr>
            <th>{t`Customer`}</th>
            <th>{t`Order line`}</th>
            <th>{t`Product`}</th>
            <th className="n">{t`Quantity`}</th>
            <th>{t`Why not`}</th>
            <th>{t`Who answers`}</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={`${row.order_id}/${row.line_n}/${row.shipment_id}/${row.reason.code}`}>
              <td>{row.customer_name}</td>
              <td className="tight">
                <Link to="/orders/$id" params={{ id: row.order_id }}>
                  {row.order_number}
                </Link>{" "}
                / {row.line_n}
              </td>
              <td>
                {row.description} <span className="dim">{row.product_code}</span>
              </td>
              <td className="n">
                {shown.quantity(row.quantity)}{" "}
                <span className="dim">{unitName(row.unit_code)}</span>
              </td>
              <td>
                <Tag
                  tone={WAITING.has(row.reason.code) ? "neutral" : "danger"}
                  glyph={WAITING.has(row.reason.code) ? "clock" : "gap"}
                >
                  {blockName(row.reason, shown.day)}
                </Tag>{" "}
                <span className="dim">{row.shipment_number}</span>{" "}
                <RecordRate reason={row.reason} />
              </td>
              <td>{departmentName(row.department)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** What only waits for its day is nobody's fault. */
const WAITING: ReadonlySet<Block["code"]> = new Set(["waits", "waits_for_order"]);

/** What waits for an exchange rate is helped on the spot. */
function RecordRate(props: { reason: Block }): ReactNode {
  const { reason } = props;
  const [open, setOpen] = useState(false);
  if (reason.code !== "exchange_rate_missing") return null;
  return (
    <>
      <Button onPress={() => setOpen(true)} testId="record-rate">{t`Record the rate…`}</Button>
      {open ? (
        <ExchangeDialog currency={reason.currency} on={reason.on} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}
