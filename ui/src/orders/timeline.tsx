// The order's history, read from the ledger.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import type { TimelineEntry } from "../bindings/commands.ts";
import { useShown } from "../kit/setting.tsx";

export function Timeline(props: { entries: readonly TimelineEntry[] }): ReactNode {
  const { instant } = useShown();
  return (
    <ol className="timeline">
      {props.entries.map((entry) => (
        <li key={entry.hash}>
          <div>
            <time dateTime={entry.at}>{instant(entry.at)}</time>{" "}
            <span className="strong">{entry.actor ?? t`The program`}</span> {said(entry.kind)}
            {entry.number === null ? null : <> {entry.number}</>}
            {entry.note === null ? null : <div className="soft">{entry.note}</div>}
            <code className="hash" title={entry.hash}>
              {entry.hash.slice(0, 12)}
            </code>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** What the person did, as the rest of a sentence that begins with their name. */
function said(kind: string): string {
  switch (kind) {
    case "order_entered":
    case "order_saved":
      return t`entered the order`;
    case "order_changed":
      return t`changed the draft`;
    case "order_confirmed":
      return t`confirmed it to the customer`;
    case "order_declined":
      return t`declined it`;
    case "order_cancelled":
      return t`cancelled it`;
    case "order_closed":
      return t`closed it`;
    case "order_taken":
    case "baton_taken":
      return t`took the order`;
    case "order_assigned":
    case "baton_assigned":
      return t`named a holder`;
    case "order_offered":
    case "baton_offered":
      return t`offered it to a colleague`;
    case "order_accepted":
    case "baton_accepted":
      return t`accepted the hand-over`;
    case "shipment_planned":
      return t`planned a shipment`;
    case "shipment_issued":
      return t`shipped with delivery note`;
    case "shipment_delivered":
      return t`recorded the delivery`;
    case "proof_recorded":
      return t`recorded the proof of delivery`;
    case "invoice_posted":
      return t`posted the invoice`;
    case "payment_received":
      return t`recorded a payment`;
    case "price_agreed":
      return t`agreed a price`;
    default:
      return kind.replaceAll("_", " ");
  }
}
