// Why a line may not be billed, in words.

import { t } from "@lingui/core/macro";

import type { Block } from "../bindings/commands.ts";
import { lackName } from "../lib/names.ts";

export function blockName(block: Block, day: (day: string) => string): string {
  switch (block.code) {
    case "not_received":
      return t`No proof that it was received`;
    case "above_agreed":
      return t`More than the customer agreed to`;
    case "price_missing":
      return t`No agreed price in this currency on that day`;
    case "to_be_agreed":
      return t`The price is still to be agreed`;
    case "references_missing":
      return t`The customer requires: ${block.missing.map(lackName).join(", ")}`;
    case "vat_rate_missing":
      return t`No VAT rate for class ${block.tax_category}`;
    case "exchange_rate_missing":
      return t`No exchange rate for ${block.currency}`;
    case "waits":
      return t`Billed on ${day(block.until)}, as the customer wants`;
    case "waits_for_order":
      return block.until === null
        ? t`Billed when all of the order has left`
        : t`Billed when all of the order has left, by ${day(block.until)} at the latest`;
    case "held_elsewhere":
      return t`Another station bills this line`;
    case "amount_too_large":
      return t`The amount is too large`;
  }
}
