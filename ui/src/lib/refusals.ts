// The words for a no: one sentence for each code, in the language of the screens.

import { t } from "@lingui/core/macro";

import { day } from "./dates.ts";
import { isRecord, type Failure } from "./failure.ts";
import { quantity as quantityText } from "./figures.ts";
import type { Locale } from "./locale.ts";
import { departmentName, isDepartment, referenceName } from "./names.ts";

type Params = Failure["params"];

/** What a person reads when something was not done. */
export function sentence(failure: Failure, locale: Locale): string {
  return (
    aboutParties(failure, locale) ??
    aboutOrders(failure, locale) ??
    aboutGoods(failure, locale) ??
    aboutMoney(failure, locale) ??
    aboutTheHouse(failure) ??
    failure.message
  );
}

function text(params: Params, key: string): string {
  const value = params[key];
  return typeof value === "string" ? value : typeof value === "number" ? value.toString() : "";
}

function goods(params: Params, key: string, locale: Locale): string {
  const value = params[key];
  return typeof value === "number" ? quantityText(value, locale) : "";
}

function date(params: Params, key: string, locale: Locale): string {
  const value = text(params, key);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? day(value, locale) : value;
}

function aboutParties({ code, params }: Failure, locale: Locale): string | null {
  switch (code) {
    case "field_empty":
      return t`Please fill in: ${text(params, "field")}.`;
    case "field_too_long":
      return t`${text(params, "field")} is longer than ${text(params, "max")} characters.`;
    case "code_taken":
      return t`The code ${text(params, "value")} is in use already; choose another.`;
    case "country_unknown":
      return t`A country is two capital letters, such as IT.`;
    case "currency_unknown":
      return t`${text(params, "currency")} is not a currency that is known here.`;
    case "nobody_acts":
      return t`Nobody is chosen to act. Choose a member at the top right.`;
    case "member_unknown":
      return t`${text(params, "member")} is not an active member of this firm.`;
    case "customer_inactive":
      return t`This customer is not active any more.`;
    case "product_discontinued":
      return t`${text(params, "product")} is discontinued; order another product.`;
    case "date_in_future":
      return t`${date(params, "date", locale)} lies after today.`;
    case "date_implausible":
      return t`${date(params, "date", locale)} cannot be right.`;
    default:
      return null;
  }
}

function aboutOrders({ code, params }: Failure, locale: Locale): string | null {
  switch (code) {
    case "at_line":
      return atLine(params, locale);
    case "order_not_draft":
      return t`This order is no draft any more; it may have been confirmed meanwhile.`;
    case "order_not_open":
      return t`This order is not open any more.`;
    case "order_empty":
      return t`The order has no line yet; add at least one.`;
    case "references_missing":
      return t`The customer requires on every invoice: ${references(params)}. Enter it first.`;
    case "price_without_evidence":
      return t`A price of its own needs the customer's evidence, such as their order number.`;
    case "no_price":
      return t`There is neither a list price nor an agreement for this product.`;
    case "order_duplicate":
      return t`PO ${text(params, "customer_po")} with the same lines was entered already as ${text(params, "order")}.`;
    case "po_used_before":
      return t`PO ${text(params, "customer_po")} was used already by ${text(params, "order")}.`;
    case "no_standing_policy":
      return t`Direction has not yet recorded the policy under which orders are accepted.`;
    case "policy_needs_direction":
      return t`Only a senior member of direction decides the policy.`;
    case "order_already_shipped":
      return t`Something of this order has left already, so it cannot be cancelled whole.`;
    case "order_not_settled":
      return t`Not everything is received, billed and paid yet.`;
    case "blanket_not_shipped":
      return t`A frame order is called off, never shipped itself.`;
    default:
      return null;
  }
}

function atLine(params: Params, locale: Locale): string {
  const why = params["why"];
  if (!isRecord(why)) return t`Line ${text(params, "line")} is not right.`;
  const inner: Failure = {
    kind: "refused",
    code: text(why, "code"),
    params: isRecord(why["params"]) ? why["params"] : {},
    message: text(why, "code"),
  };
  return t`Line ${text(params, "line")}: ${sentence(inner, locale)}`;
}

function references(params: Params): string {
  const missing = params["missing"];
  return Array.isArray(missing)
    ? missing.map((name) => referenceName(String(name))).join(", ")
    : "";
}

function aboutGoods({ code, params }: Failure, locale: Locale): string | null {
  switch (code) {
    case "quantity_not_positive":
      return t`The quantity must be above zero.`;
    case "quantity_too_large":
      return t`The quantity is too large.`;
    case "quantity_too_fine":
      return t`The unit allows ${text(params, "decimals")} decimals.`;
    case "shipment_empty":
      return t`Nothing was chosen to ship.`;
    case "shipment_not_planned":
      return t`This shipment has left already.`;
    case "shipment_not_issued":
      return t`This shipment has not left yet; issue it first.`;
    case "shipment_already_delivered":
      return t`This shipment was recorded as delivered already.`;
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

function aboutMoney({ code, params }: Failure, locale: Locale): string | null {
  switch (code) {
    case "price_out_of_range":
      return t`This price is out of range.`;
    case "discount_out_of_range":
      return t`A discount lies between 0 and 100 %.`;
    case "charge_not_positive":
      return t`A charge must be above zero.`;
    case "payment_not_positive":
      return t`A payment must be above zero.`;
    case "amount_too_large":
      return t`The amount is too large.`;
    case "nothing_to_bill":
      return t`Nothing of this can be billed now; it may have been billed meanwhile.`;
    case "date_falls":
      return t`The invoice would be dated ${date(params, "date", locale)}, before the last of its series.`;
    case "payment_for_another":
      return t`This invoice has another payer or currency than the payment.`;
    default:
      return null;
  }
}

function aboutTheHouse({ kind, code, params }: Failure): string | null {
  switch (code) {
    case "not_in_department":
      return t`${text(params, "member")} does not work in ${department(params)}, so cannot do this.`;
    case "held_by_another":
      return t`Another person holds this order; ask them to hand it over.`;
    case "held_already":
      return t`You hold this order already.`;
    case "not_the_holder":
      return t`Only the holder can hand this order over.`;
    case "not_offered":
      return t`This order was not offered to you.`;
    case "task_done_already":
      return t`This was done already.`;
    case "no_key":
      return t`This computer has no key for these books: it may read but not write.`;
    case "needs_senior":
      return t`Only a senior member of direction or finance may do this.`;
    case "person_active":
      return t`${text(params, "member")} works here; end that first.`;
    case "person_erased_already":
      return t`This person was erased already.`;
    case "right_not_lost":
      return t`The right to bill ${text(params, "shipment")} does not lie with a lost station.`;
    case "last_number_unreadable":
      return t`${text(params, "number")} is not an invoice number of the lost station.`;
    case "last_number_too_low":
      return t`These books have ${text(params, "last")}, which is later than ${text(params, "number")}.`;
    case "old_copy":
      return t`These books are an older copy, so nothing is written. Put the newer file back.`;
    case "unreachable":
      return t`The books could not be reached. Nothing was changed.`;
    default:
      return aboutKind(kind);
  }
}

function aboutKind(kind: Failure["kind"]): string | null {
  switch (kind) {
    case "conflict":
      return t`Somebody changed this meanwhile. Look at it again, then repeat.`;
    case "not_found":
      return t`This does not exist any more.`;
    case "refused":
    case "fault":
    case "usage":
      return null;
  }
}

function department(params: Params): string {
  const name = text(params, "department");
  return isDepartment(name) ? departmentName(name) : name;
}
