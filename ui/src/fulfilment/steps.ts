// Which acts follow from where a shipment stands: one or two as buttons, the rest in a menu.

import { t } from "@lingui/core/macro";

import type { ShipmentState } from "../bindings/commands.ts";
import type { Tone } from "../kit/tag.tsx";

export type ShipmentAct =
  | "release"
  | "start"
  | "pack"
  | "reset"
  | "unpack"
  | "issue"
  | "handover"
  | "deliver"
  | "fail"
  | "retry"
  | "give_up"
  | "prove"
  | "correct"
  | "time_out"
  | "void"
  | "reverse"
  | "lost"
  | "count_back"
  | "replace";

export interface Acts {
  buttons: readonly ShipmentAct[];
  more: readonly ShipmentAct[];
}

export function actsOf(state: ShipmentState): Acts {
  switch (state) {
    case "planned":
      return { buttons: ["release", "issue"], more: ["void"] };
    case "released":
      return { buttons: ["start", "issue"], more: ["void"] };
    case "picking":
      return { buttons: ["pack"], more: ["reset"] };
    case "packed":
      return { buttons: ["issue"], more: ["unpack", "void"] };
    case "issued":
      return { buttons: ["handover", "prove"], more: ["deliver", "count_back", "void"] };
    case "in_transit":
      return { buttons: ["deliver", "prove"], more: ["fail", "count_back", "lost"] };
    case "delivery_failed":
      return { buttons: ["retry", "give_up"], more: [] };
    case "delivered":
      return { buttons: ["prove"], more: ["time_out", "count_back"] };
    case "unproven":
      return { buttons: ["prove"], more: ["count_back", "lost"] };
    case "confirmed":
      return { buttons: ["correct"], more: ["count_back", "replace", "reverse"] };
    case "returned_to_sender":
      return { buttons: ["reverse"], more: [] };
    case "voided":
    case "reversed":
    case "lost":
      return { buttons: [], more: [] };
  }
}

/** What the button says; dots where something is asked first. */
export function actName(act: ShipmentAct): string {
  switch (act) {
    case "release":
      return t`Release`;
    case "start":
      return t`Start picking`;
    case "pack":
      return t`Pack…`;
    case "reset":
      return t`Back to released`;
    case "unpack":
      return t`Unpack`;
    case "issue":
      return t`Issue…`;
    case "handover":
      return t`Hand to carrier…`;
    case "deliver":
      return t`Arrived…`;
    case "fail":
      return t`Delivery failed…`;
    case "retry":
      return t`Try again…`;
    case "give_up":
      return t`Give up…`;
    case "prove":
      return t`Record proof…`;
    case "correct":
      return t`Correct proof…`;
    case "time_out":
      return t`No proof came in time…`;
    case "void":
      return t`Void…`;
    case "reverse":
      return t`Reverse…`;
    case "lost":
      return t`Declare lost…`;
    case "count_back":
      return t`Count goods back…`;
    case "replace":
      return t`Replace what came back…`;
  }
}

export function toneOf(state: ShipmentState): Tone {
  switch (state) {
    case "planned":
    case "released":
    case "picking":
    case "packed":
    case "voided":
    case "reversed":
      return "neutral";
    case "issued":
    case "in_transit":
      return "fulfil";
    case "delivered":
      return "prove";
    case "confirmed":
      return "ok";
    case "delivery_failed":
    case "returned_to_sender":
    case "unproven":
    case "lost":
      return "danger";
  }
}
