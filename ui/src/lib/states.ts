// What the records call a state, in words, with the tone that goes with it.

import { t } from "@lingui/core/macro";

import type {
  ChargeKind,
  Neglect,
  OrderState,
  PriceSource,
  ShipmentState,
  Step,
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

export function shipmentStateName(state: ShipmentState): string {
  switch (state) {
    case "planned":
      return t`Planned`;
    case "issued":
      return t`On the way`;
    case "delivered":
      return t`Delivered, no proof yet`;
    case "confirmed":
      return t`Proof recorded`;
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
