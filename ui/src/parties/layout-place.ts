// Whose documents, and of which kind: a place where something may be said of how they look.

import { t } from "@lingui/core/macro";

import type { Kind, ProfileOf } from "../bindings/commands.ts";
import { paperName } from "../lib/states.ts";

/** The firm where neither is named. */
export interface Whose {
  /** The code of a customer. */
  customer?: string;
  group?: string;
}

export const ALL_KINDS: readonly Kind[] = [
  "invoice",
  "deferred_invoice",
  "credit_note",
  "order_confirmation",
  "pro_forma",
  "pick_list",
  "packing_list",
  "delivery_note",
  "return_slip",
  "proof_sheet",
  "statement",
];

export function placeOf(whose: Whose, kind: Kind | null): ProfileOf {
  return kind === null ? whose : { ...whose, kind };
}

/** `the firm`, `group chains, Invoice`. */
export function placeName(of: ProfileOf): string {
  const kind = of.kind ?? null;
  const who = whoseName(of);
  return kind === null ? who : `${who}, ${paperName(kind)}`;
}

export function whoseName(of: ProfileOf): string {
  const customer = of.customer ?? null;
  const group = of.group ?? null;
  if (customer !== null) return customer;
  return group === null ? t`the firm` : t`group ${group}`;
}

export function isSamePlace(one: ProfileOf, other: ProfileOf): boolean {
  return (
    (one.customer ?? null) === (other.customer ?? null) &&
    (one.group ?? null) === (other.group ?? null) &&
    (one.kind ?? null) === (other.kind ?? null)
  );
}
