// The words for a no about quantities, shipments, proofs and what came back.

import { t } from "@lingui/core/macro";

import type { Failure } from "./failure.ts";
import type { Locale } from "./locale.ts";
import { date, goods, shipmentState, text } from "./refusal-values.ts";

export function aboutGoods({ code, params }: Failure, locale: Locale): string | null {
  switch (code) {
    case "quantity_not_positive":
      return t`The quantity must be above zero.`;
    case "quantity_too_large":
      return t`The quantity is too large.`;
    case "quantity_too_fine":
      return t`The unit allows ${text(params, "decimals")} decimals.`;
    case "shipment_empty":
      return t`Nothing was chosen to ship.`;
    case "ships_more_than_ordered":
      return t`Line ${text(params, "line")}: only ${goods(params, "open", locale)} are still open; say so if more really goes.`;
    case "shipment_mixes":
      return t`A shipment goes to one place of one customer; plan one for each.`;
    case "proof_line_unknown":
      return t`Line ${text(params, "line")} is not in this shipment.`;
    case "proof_line_missing":
      return t`The proof says nothing about line ${text(params, "line")}.`;
    case "arrived_before_it_left":
      return t`It cannot have arrived on ${date(params, "arrived", locale)}: it left on ${date(params, "left", locale)}.`;
    default:
      return null;
  }
}

export function aboutSteps({ code, params }: Failure, locale: Locale): string | null {
  switch (code) {
    case "shipment_not_planned":
      return t`This shipment has left already.`;
    case "shipment_not_issued":
      return t`This shipment has not left yet; issue it first.`;
    case "shipment_already_delivered":
      return t`This shipment was recorded as delivered already.`;
    case "shipment_step":
      return t`This step does not follow: the shipment stands at "${shipmentState(params)}".`;
    case "scan_differs":
      return t`Line ${text(params, "line")}: ${goods(params, "scanned", locale)} were scanned where ${goods(params, "planned", locale)} were planned.`;
    case "tracking_differs":
      return t`Line ${text(params, "line")}: the serial or lot numbers do not make up the quantity.`;
    case "tracking_missing":
      return t`Line ${text(params, "line")}: this product is followed by serial or lot number; give them.`;
    default:
      return null;
  }
}

export function aboutBack({ code, params }: Failure, locale: Locale): string | null {
  switch (code) {
    case "serial_out":
      return t`Serial number ${text(params, "serial")} is with a customer already, or stands twice.`;
    case "serial_not_out":
      return t`Serial number ${text(params, "serial")} did not leave on this line, or came back already.`;
    case "returns_more_than_shipped":
      return t`Line ${text(params, "line")}: only ${goods(params, "left", locale)} can still come back.`;
    case "replaces_more_than_returned":
      return t`Line ${text(params, "line")}: only ${goods(params, "open", locale)} came back and wait for a replacement.`;
    default:
      return null;
  }
}
