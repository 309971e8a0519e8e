// The order's history, read from the ledger.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import type { TimelineEntry } from "../bindings/commands.ts";
import { useShown } from "../kit/setting.tsx";

export function Timeline(props: { entries: readonly TimelineEntry[] }): ReactNode {
  const { instant } = useShown();
  const newestFirst = props.entries.toReversed();
  return (
    <ol className="timeline">
      {newestFirst.map((entry) => (
        <li key={entry.hash}>
          <div>
            <time dateTime={entry.at}>{instant(entry.at)}</time>{" "}
            <span className="strong">{entry.actor ?? t`The program`}</span> {said(entry)}
            {entry.number === null ? null : <> {entry.number}</>}
            {entry.note === null || entry.kind === "BatonMoved" ? null : (
              <div className="soft">{entry.note}</div>
            )}
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
function said({ kind, note }: TimelineEntry): string {
  switch (kind) {
    case "OrderSaved":
      return t`wrote the draft`;
    case "OrderConfirmed":
      return t`confirmed it to the customer as`;
    case "OrderDeclined":
      return t`declined it`;
    case "OrderCancelled":
      return t`cancelled it`;
    case "OrderClosed":
      return t`closed it`;
    case "BatonMoved":
      return movedBaton(note);
    case "OrderAmended":
      return t`amended it`;
    case "PricesAgreed":
      return t`agreed prices`;
    case "ExcessAccepted":
      return t`recorded that the customer accepts more than ordered`;
    case "HoldPlaced":
      return t`placed a hold`;
    case "HoldReleased":
      return t`released a hold`;
    case "ShipmentPlanned":
      return t`planned a shipment`;
    case "ShipmentIssued":
      return t`shipped with delivery note`;
    case "ShipmentDelivered":
      return t`recorded the arrival of`;
    case "ShipmentMoved":
      return t`moved the shipment on`;
    case "ShipmentVoided":
      return t`voided the shipment`;
    case "ShipmentReversed":
      return t`reversed the shipment`;
    case "ShipmentLost":
      return t`declared the shipment lost`;
    case "GoodsReturned":
      return t`counted goods back`;
    case "ProofRecorded":
      return t`recorded the proof of delivery`;
    case "InvoicePosted":
      return t`posted the invoice`;
    case "CreditNotePosted":
      return t`posted the credit note`;
    case "PaymentAllocated":
      return t`laid a payment on invoices`;
    case "RefundPaid":
      return t`paid money back`;
    case "PaymentReceived":
      return t`recorded a payment`;
    default:
      return kind;
  }
}

function movedBaton(act: string | null): string {
  switch (act) {
    case "taken":
      return t`took it`;
    case "assigned":
      return t`assigned it`;
    case "offered":
      return t`offered it to a colleague`;
    case "accepted":
      return t`accepted it`;
    default:
      return t`settled who holds it`;
  }
}
