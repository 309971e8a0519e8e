// The words for a no about prices, documents and payments.

import { t } from "@lingui/core/macro";

import type { Failure } from "./failure.ts";
import type { Locale } from "./locale.ts";
import { date, text } from "./refusal-values.ts";

export function aboutPrices({ code, params }: Failure): string | null {
  switch (code) {
    case "price_out_of_range":
      return t`This price is out of range.`;
    case "per_not_allowed":
      return t`A price is for 1, 100 or 1000 units, not for ${text(params, "per")}.`;
    case "discount_out_of_range":
      return t`A discount lies between 0 and 100 %.`;
    case "too_many_discounts":
      return t`A chain has at most six discounts.`;
    case "two_discounts":
      return t`A price has one discount or a chain of discounts, not both.`;
    case "discount_not_positive":
      return t`A discount in money must be above zero.`;
    case "discount_too_large":
      return t`The discount is above the sum of the priced lines; lower it.`;
    case "charge_not_positive":
      return t`A charge must be above zero.`;
    case "price_without_evidence":
      return t`A price of its own needs the customer's evidence, such as their order number.`;
    case "no_price":
      return t`There is neither a list price nor an agreement for this product.`;
    default:
      return null;
  }
}

export function aboutMoney({ code, params }: Failure, locale: Locale): string | null {
  switch (code) {
    case "payment_not_positive":
      return t`A payment must be above zero.`;
    case "opening_amount_wrong":
      return t`An open invoice is above zero, and what was paid of it within it.`;
    case "due_before_issue":
      return t`The invoice would be due before it was issued.`;
    case "amount_too_large":
      return t`The amount is too large.`;
    case "nothing_to_bill":
      return t`Nothing of this can be billed now; it may have been billed meanwhile.`;
    case "date_falls":
      return t`The document would be dated ${date(params, "date", locale)}, before the last of its series.`;
    case "series_broken":
      return t`The last number of series ${text(params, "series")} cannot be followed. Check the books with: dovuto verify.`;
    case "credits_more_than_billed":
      return t`This is more than what is left of the line; lower the amount.`;
    case "credit_on_one_line":
      return t`Value is given back on one line or on one charge of an invoice.`;
    case "credit_not_positive":
      return t`The amount must be above zero.`;
    case "nothing_to_credit":
      return t`Everything on this invoice was credited already.`;
    case "refunds_more_than_owed":
      return t`This is more than what is owed back of the payment; lower the amount.`;
    case "nothing_to_allocate":
      return t`Nothing of this payment is free to be laid on an invoice.`;
    case "payer_missing":
      return t`A payment without an invoice needs its payer and its currency.`;
    case "payment_for_another":
      return t`This invoice has another payer or currency than the payment.`;
    default:
      return null;
  }
}
