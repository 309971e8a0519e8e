// Why a line may not be billed, in words.

import { t } from "@lingui/core/macro";

import type { Block } from "../bindings/commands.ts";
import { referenceName } from "../lib/names.ts";

export function blockName(block: Block): string {
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
      return t`The customer requires: ${block.missing.map(referenceName).join(", ")}`;
    case "vat_rate_missing":
      return t`No VAT rate for class ${block.tax_category}`;
    case "exchange_rate_missing":
      return t`No exchange rate for ${block.currency}`;
    case "held_elsewhere":
      return t`Another station bills this line`;
    case "amount_too_large":
      return t`The amount is too large`;
  }
}
