// The words for a no: one sentence for each code, in the language of the screens.

import { t } from "@lingui/core/macro";

import { isRecord, type Failure } from "./failure.ts";
import type { Locale } from "./locale.ts";
import { aboutFiles } from "./refusals-of-files.ts";
import { aboutMoney, aboutPrices } from "./refusals-of-money.ts";
import { aboutBack, aboutGoods, aboutSteps } from "./refusals-of-goods.ts";
import {
  date,
  department,
  fieldName,
  holdKind,
  references,
  goods,
  text,
  type Params,
} from "./refusal-values.ts";

/** What a person reads when something was not done. */
export function sentence(failure: Failure, locale: Locale): string {
  return wordsOf(failure, locale) ?? failure.message;
}

/** The words of this side; null for a code that has none. */
export function wordsOf(failure: Failure, locale: Locale): string | null {
  return (
    aboutFields(failure, locale) ??
    aboutParties(failure) ??
    aboutOrders(failure, locale) ??
    aboutAmendments(failure, locale) ??
    aboutGoods(failure, locale) ??
    aboutSteps(failure, locale) ??
    aboutBack(failure, locale) ??
    aboutPrices(failure) ??
    aboutMoney(failure, locale) ??
    aboutFiles(failure) ??
    aboutAttendance(failure) ??
    aboutTheHouse(failure)
  );
}

function aboutFields({ code, params }: Failure, locale: Locale): string | null {
  switch (code) {
    case "not_a_number":
      return t`"${text(params, "text")}" is not a number.`;
    case "not_a_date":
      return t`"${text(params, "text")}" is not a date.`;
    case "too_many_decimals":
      return t`"${text(params, "text")}" has more than ${text(params, "decimals")} decimals.`;
    case "field_empty":
      return t`Please fill in: ${fieldName(params)}.`;
    case "field_too_long":
      return t`Too long: ${fieldName(params)}; at most ${text(params, "max")} characters.`;
    case "field_has_control":
      return t`There is a sign that cannot be printed in: ${fieldName(params)}.`;
    case "not_one_of":
      return t`"${text(params, "value")}" is not one of: ${text(params, "allowed")}.`;
    case "code_taken":
      return t`The code ${text(params, "value")} is in use already; choose another.`;
    case "country_unknown":
      return t`A country is two capital letters, such as IT.`;
    case "credit_limit_wrong":
      return t`A credit limit cannot be below zero or longer than thirteen digits.`;
    case "year_implausible":
      return t`The year ${text(params, "year")} cannot be right.`;
    case "closing_day_of_another_year":
      return t`${date(params, "on", locale)} is no day of ${text(params, "year")}.`;
    case "closing_day_twice":
      return t`${date(params, "on", locale)} is there twice; remove one of them.`;
    case "holidays_unknown":
      return t`The holidays of ${text(params, "country")} in ${text(params, "year")} are not known here; enter them by hand.`;
    case "billing_day_wrong":
      return t`There is no billing day ${text(params, "day")}: from 1 to ${text(params, "last")}.`;
    case "early_payment_wrong":
      return t`A discount for paying early is above 0% and at most 50%, within 365 days.`;
    case "currency_unknown":
      return t`${text(params, "currency")} is not a currency that is known here.`;
    case "language_unknown":
      return t`A language is two small letters, such as it.`;
    case "unit_unknown":
      return t`${text(params, "unit_code")} is not a unit code such as C62 or KGM.`;
    case "unit_scale_wrong":
      return t`A unit has 0 to 6 decimals.`;
    case "gtin_wrong":
      return t`The GTIN ${text(params, "gtin")} has a wrong length or check digit.`;
    case "sdi_code_wrong":
      return t`An SdI code has 7 characters, or 6 for a public body.`;
    case "date_in_future":
      return t`${date(params, "date", locale)} lies after today.`;
    case "date_implausible":
      return t`${date(params, "date", locale)} cannot be right.`;
    case "validity_reversed":
      return t`It ends on ${date(params, "to", locale)}, before it begins on ${date(params, "from", locale)}.`;
    default:
      return null;
  }
}

function aboutParties({ code, params }: Failure): string | null {
  switch (code) {
    case "nobody_acts":
      return t`Nobody is chosen to act. Choose a member at the top right.`;
    case "member_unknown":
      return t`${text(params, "member")} is not an active member of this firm.`;
    case "member_without_department":
      return t`${text(params, "member")} belongs to no department yet; choose at least one.`;
    case "customer_inactive":
      return t`This customer is not active any more.`;
    case "address_unknown":
      return t`${text(params, "customer")} has no address number ${text(params, "address_n")}.`;
    case "product_discontinued":
      return t`${text(params, "product")} is discontinued; order another product.`;
    case "breaks_not_rising":
      return t`Quantity breaks must rise from zero.`;
    case "vat_rate_wrong":
      return t`This VAT category does not go with this rate.`;
    case "vat_reason_missing":
      return t`Say why no VAT is charged.`;
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
    case "order_duplicate":
      return t`PO ${text(params, "customer_po")} with the same lines was entered already as ${text(params, "order")}.`;
    case "po_used_before":
      return t`PO ${text(params, "customer_po")} was used already by ${text(params, "order")}.`;
    case "no_standing_policy":
      return t`Direction has not yet recorded the policy under which orders are accepted.`;
    case "policy_needs_direction":
      return t`Only a senior member of direction decides the policy.`;
    case "order_already_shipped":
      return t`Something of this order has left already, so it cannot be cancelled whole. Cancel the remainder instead.`;
    case "order_still_owed":
      return t`Something was billed or paid on this order. Settle it before you cancel it.`;
    case "order_not_settled":
      return t`Not everything is received, billed and paid yet.`;
    case "blanket_not_shipped":
      return t`A frame order is called off, never shipped itself.`;
    default:
      return null;
  }
}

function aboutAmendments({ code, params }: Failure, locale: Locale): string | null {
  switch (code) {
    case "quantity_below_received":
      return t`Line ${text(params, "line")} cannot go down to ${goods(params, "quantity", locale)}: ${goods(params, "received", locale)} were received.`;
    case "nothing_amended":
      return t`Nothing was changed yet.`;
    case "shipments_planned":
      return t`Planned shipments hold lines of this order; void them first.`;
    case "hold_on_one_thing":
      return t`A hold is on one order or on one customer.`;
    case "hold_released":
      return t`This hold was released already.`;
    case "on_hold":
      return t`A hold is in force (${holdKind(params)}): ${text(params, "reason")}. Its owner can release it.`;
    case "credit_limit_exceeded":
      return t`This order would take the customer above the credit limit. Finance can raise the limit, or the customer can pay first.`;
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

function aboutAttendance({ code, params }: Failure): string | null {
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
    default:
      return null;
  }
}

function aboutTheHouse({ kind, code, params }: Failure): string | null {
  switch (code) {
    case "no_key":
      return t`This computer has no key for these books: it may read but not write. Where the old computer is gone, two people can let this one succeed it: dovuto do station.succeed.`;
    case "needs_senior":
      return t`Only a senior member of direction or finance may do this.`;
    case "person_active":
      return t`${text(params, "member")} works here; end that first.`;
    case "person_erased_already":
      return t`This person was erased already.`;
    case "exchange_rate_of_own":
      return t`${text(params, "currency")} is the firm's own currency; it has no exchange rate.`;
    case "exchange_rate_out_of_range":
      return t`An exchange rate lies above 0 and at most at 1,000,000,000 for one unit of ours.`;
    case "right_not_lost":
      return t`The right to bill ${text(params, "shipment")} does not lie with a lost station.`;
    case "last_number_unreadable":
      return t`${text(params, "number")} is no number of an invoice or credit note of the lost station.`;
    case "last_number_too_low":
      return t`These books have ${text(params, "last")}, which is later than ${text(params, "number")}.`;
    case "old_copy":
      return t`These books are an older copy, so nothing is written. Put the newer file back; where that is lost, two people can let this computer succeed it: dovuto do station.succeed.`;
    case "succession_needs_two":
      return t`A succession needs two different people.`;
    case "no_letter_left":
      return t`All twenty-six station letters are taken.`;
    case "nothing_to_succeed":
      return t`This computer is in order; there is nothing to succeed.`;
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
