// What the records call a state, in words, with the tone that goes with it.

import { t } from "@lingui/core/macro";

import type {
  ChargeKind,
  CreditCause,
  DocumentKind,
  HoldKind,
  Kind,
  Mode,
  Neglect,
  OrderKind,
  OrderState,
  PriceSource,
  ShipmentState,
  Step,
  VatRegime,
} from "../bindings/commands.ts";

export function orderStateName(state: OrderState): string {
  switch (state) {
    case "draft":
      return t`Draft`;
    case "confirmed":
      return t`Confirmed`;
    case "declined":
      return t`Declined`;
    case "cancelled":
      return t`Cancelled`;
    case "closed":
      return t`Closed`;
  }
}

/** What a document is called, whichever of its papers it is. */
export function paperName(kind: Kind): string {
  switch (kind) {
    case "invoice":
      return t`Invoice`;
    case "deferred_invoice":
      return t`Deferred invoice`;
    case "credit_note":
      return t`Credit note`;
    case "pro_forma":
      return t`Pro-forma invoice`;
    case "order_confirmation":
      return t`Order confirmation`;
    case "pick_list":
      return t`Pick list`;
    case "packing_list":
      return t`Packing list`;
    case "delivery_note":
      return t`Delivery note`;
    case "return_slip":
      return t`Return slip`;
    case "proof_sheet":
      return t`Proof sheet`;
    case "statement":
      return t`Statement of account`;
  }
}

export function orderKindName(kind: OrderKind): string {
  switch (kind) {
    case "standard":
      return t`Order`;
    case "blanket":
      return t`Frame order`;
    case "call_off":
      return t`Call-off`;
  }
}

/** In the order in which a shipment passes them; the exceptions come last. */
export const SHIPMENT_STATES = [
  "planned",
  "released",
  "picking",
  "packed",
  "issued",
  "in_transit",
  "delivered",
  "confirmed",
  "delivery_failed",
  "unproven",
  "returned_to_sender",
  "voided",
  "reversed",
  "lost",
] as const satisfies readonly ShipmentState[];

/** Whether something of it still waits to be done. */
export function isOpenShipment(state: ShipmentState): boolean {
  switch (state) {
    case "confirmed":
    case "voided":
    case "reversed":
    case "lost":
      return false;
    case "planned":
    case "released":
    case "picking":
    case "packed":
    case "issued":
    case "in_transit":
    case "delivered":
    case "delivery_failed":
    case "unproven":
    case "returned_to_sender":
      return true;
  }
}

export function shipmentStateName(state: ShipmentState): string {
  switch (state) {
    case "planned":
      return t`Planned`;
    case "released":
      return t`Released`;
    case "picking":
      return t`Picking`;
    case "packed":
      return t`Packed`;
    case "issued":
      return t`Issued`;
    case "in_transit":
      return t`On the way`;
    case "delivery_failed":
      return t`Delivery failed`;
    case "delivered":
      return t`Delivered, no proof yet`;
    case "confirmed":
      return t`Proof recorded`;
    case "voided":
      return t`Voided`;
    case "returned_to_sender":
      return t`Came back undelivered`;
    case "reversed":
      return t`Reversed`;
    case "unproven":
      return t`No proof in time`;
    case "lost":
      return t`Lost`;
  }
}

export function modeName(mode: Mode): string {
  switch (mode) {
    case "warehouse":
      return t`from the warehouse`;
    case "line":
      return t`from the line`;
    case "site_assembly":
      return t`assembled on site`;
    case "service_team":
      return t`service team`;
    case "supplier":
      return t`straight from the supplier`;
  }
}

export const HOLD_KINDS = [
  "credit",
  "price",
  "customer",
  "quality",
  "export",
] as const satisfies readonly HoldKind[];

export function holdName(kind: HoldKind): string {
  switch (kind) {
    case "credit":
      return t`Credit hold`;
    case "price":
      return t`Price hold`;
    case "customer":
      return t`Customer hold`;
    case "quality":
      return t`Quality hold`;
    case "export":
      return t`Export hold`;
  }
}

export function documentName(kind: DocumentKind): string {
  switch (kind) {
    case "immediate":
      return t`Invoice`;
    case "deferred":
      return t`Deferred invoice`;
    case "credit_note":
      return t`Credit note`;
  }
}

export function causeName(cause: CreditCause): string {
  switch (cause) {
    case "returned":
      return t`Came back`;
    case "not_received":
      return t`Billed and not received`;
    case "document_cancelled":
      return t`Invoice taken back`;
    case "lower_price":
      return t`A lower price was agreed`;
    case "charge":
      return t`Charge given back`;
    case "goodwill":
      return t`Goodwill`;
    case "keep_it":
      return t`Kept at a lower value`;
  }
}

export function regimeName(regime: VatRegime): string {
  switch (regime) {
    case "domestic":
      return t`domestic`;
    case "eu":
      return t`European Union`;
    case "export":
      return t`export`;
  }
}

export function stepName(step: Step): string {
  switch (step) {
    case "fulfil":
      return t`Ship`;
    case "prove":
      return t`Proof`;
    case "bill":
      return t`Bill`;
    case "collect":
      return t`Collect`;
    case "close":
      return t`Close`;
  }
}

export function neglectName(neglect: Neglect): string {
  switch (neglect) {
    case "nobody":
      return t`Nobody holds it`;
    case "not_accepted":
      return t`Not accepted`;
    case "clock_passed":
      return t`Clock passed`;
  }
}

export function sourceName(source: PriceSource): string {
  switch (source) {
    case "quotation":
      return t`accepted quotation`;
    case "price_agreement":
      return t`price agreement`;
    case "price_list":
      return t`price list`;
    case "customer_order":
      return t`customer's own order`;
  }
}

export function chargeName(kind: ChargeKind): string {
  switch (kind) {
    case "freight":
      return t`Freight`;
    case "small_order":
      return t`Small order fee`;
    case "other":
      return t`Other charge`;
  }
}
