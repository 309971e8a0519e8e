// The cells of an order's journey, from its standing and its baton.

import { t } from "@lingui/core/macro";

import type { BatonView, OrderState, Reach, StandingView, Step } from "../bindings/commands.ts";
import { departmentName } from "../lib/names.ts";
import { neglectName, stepName } from "../lib/states.ts";
import type { CellState, JourneyCell } from "./journey.tsx";
import type { Shown } from "./setting.tsx";

export interface Travelling {
  state: OrderState;
  ordered_on: string;
  promised_on: string | null;
  baton: BatonView | null;
  standing: StandingView;
}

type Clock = Pick<Shown, "day" | "since">;

/** Entered, then the five steps that a confirmed order passes. */
export function journeyCells(order: Travelling, shown: Clock): JourneyCell[] {
  const entered = order.state === "draft" ? "here" : "done";
  const reach = order.standing;
  const promised = order.promised_on === null ? "" : t`promised ${shown.day(order.promised_on)}`;
  const closed: Reach = order.state === "closed" ? "full" : "none";
  const cell = (step: Step, done: Reach, ahead: string): JourneyCell => {
    const state = stateOf(step, done, order.baton);
    return {
      tab: step,
      name: stepName(step),
      state,
      note: noteOf(step, done, ahead, order.baton, shown),
    };
  };
  return [
    { tab: "order", name: t`Entered`, state: entered, note: shown.day(order.ordered_on) },
    cell("fulfil", reach.shipping, promised),
    cell("prove", reach.delivery, ""),
    cell("bill", reach.billing, ""),
    cell("collect", reach.payment, ""),
    cell("close", closed, ""),
  ];
}

function stateOf(step: Step, done: Reach, baton: BatonView | null): CellState {
  if (baton?.step === step) return baton.holder === null ? "hole" : "here";
  switch (done) {
    case "full":
      return "done";
    case "part":
      return "part";
    case "none":
      return "ahead";
  }
}

function noteOf(
  step: Step,
  done: Reach,
  ahead: string,
  baton: BatonView | null,
  shown: Clock,
): string {
  if (baton?.step === step) return holderNote(baton, shown);
  switch (done) {
    case "full":
      return t`all done`;
    case "part":
      return t`part done`;
    case "none":
      return ahead;
  }
}

/** `Marco · 1 d 4 h`, `nobody · 3 h`, `offered to Elena`. */
export function holderNote(baton: BatonView, shown: Pick<Clock, "since">): string {
  if (baton.offer !== null)
    return t`offered to ${baton.offer.to_name} · ${shown.since(baton.offer.offered_at)}`;
  if (baton.holder_name === null)
    return t`nobody in ${departmentName(baton.department)} · ${shown.since(baton.since)}`;
  const held = `${baton.holder_name} · ${shown.since(baton.since)}`;
  return baton.neglect === null ? held : `${held} · ${neglectName(baton.neglect).toLowerCase()}`;
}
