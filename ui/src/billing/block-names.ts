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
      return t`The price is not agreed`;
    case "references_missing":
      return t`The customer requires: ${block.missing.map(referenceName).join(", ")}`;
    case "vat_rate_missing":
      return t`No VAT rate for class ${block.tax_category}`;
    case "exchange_rate_missing":
      return t`No exchange rate for ${block.currency}`;
    case "held_elsewhere":
      return t`Another station bills this line`;
    case "owed_back":
      return t`Billed more than received: a credit is due`;
    case "amount_too_large":
      return t`The amount is too large`;
  }
}
