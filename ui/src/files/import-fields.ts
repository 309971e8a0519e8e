// The fields that the rows of each kind of list have, and what they are called on the screens.

import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import type { ImportKind } from "../bindings/commands.ts";

/** Whose fields: those of a kind of list, or of the lines of orders. */
export type Sheet = ImportKind | "order_lines";

interface Fields {
  needed: readonly string[];
  free: readonly string[];
}

function fields(needed: string, free: string): Fields {
  const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");
  return { needed: words(needed), free: words(free) };
}

/** In the order in which a person looks for them. */
export const FIELDS: Readonly<Record<Sheet, Fields>> = {
  customers: fields(
    "code name",
    `street postcode city region country tax_id fiscal_code contact contact_role phone email
    sdi_code pec currency payment_days payment_end_of_month credit_limit basis vat_regime language
    electronic_scheme electronic_address required_references rhythm rhythm_day invoice_for channel
    recipients early_discount early_days active`,
  ),
  contacts: fields("customer name", "role phone email"),
  carriers: fields("code name", "phone tax_id active"),
  products: fields(
    "code description",
    `unit unit_scale price price_per price_currency price_from cost tax_category kind gtin tracking
    discontinued`,
  ),
  customer_codes: fields("customer product code", ""),
  list_prices: fields("product price valid_from", "valid_to per currency"),
  price_agreements: fields(
    "customer product price valid_from",
    "valid_to from_quantity discount per currency reference reference_date file_hash",
  ),
  stock: fields("product quantity", "counted_on reason"),
  orders: fields(
    "key customer",
    `ordered_on requested_on customer_po po_date ship_street ship_postcode ship_city freight currency
    basis buyer_reference contract project cig cup`,
  ),
  order_lines: fields(
    "key product quantity",
    "unit_price discount per to_be_agreed description customer_line cost_centre",
  ),
  shipments: fields("order dispatched_on", "customer carrier"),
  deliveries: fields(
    "received_on",
    "delivery_note order customer line accepted signed_by reference goods_receipt",
  ),
  open_invoices: fields("customer number issued_on gross", "due_on paid currency"),
  open_payments: fields("payer amount received_on", "reference currency"),
};

const NAMES: Readonly<Record<string, MessageDescriptor>> = {
  accepted: msg`Accepted quantity`,
  active: msg`Active, yes or no`,
  amount: msg`Amount`,
  basis: msg`Billing basis`,
  buyer_reference: msg`Buyer reference`,
  carrier: msg`Carrier`,
  channel: msg`How documents go out`,
  cig: msg`CIG`,
  city: msg`Town`,
  code: msg`Code`,
  contact: msg`Contact`,
  contact_role: msg`Role of the contact`,
  contract: msg`Contract`,
  cost: msg`Cost`,
  cost_centre: msg`Cost centre`,
  counted_on: msg`Counted on`,
  country: msg`Country`,
  credit_limit: msg`Credit limit`,
  cup: msg`CUP`,
  currency: msg`Currency`,
  customer: msg`Customer`,
  customer_line: msg`Their line number`,
  customer_po: msg`PO number`,
  delivery_note: msg`Delivery note`,
  description: msg`Description`,
  discontinued: msg`Discontinued, yes or no`,
  discount: msg`Discount`,
  dispatched_on: msg`Dispatched on`,
  due_on: msg`Due on`,
  early_days: msg`Days for paying early`,
  early_discount: msg`Discount for paying early`,
  electronic_address: msg`Electronic address`,
  electronic_scheme: msg`Scheme of the electronic address`,
  email: msg`E-mail`,
  file_hash: msg`Hash of the evidence file`,
  fiscal_code: msg`Fiscal code`,
  freight: msg`Freight`,
  from_quantity: msg`From quantity`,
  goods_receipt: msg`Goods-receipt number`,
  gross: msg`Total with VAT`,
  gtin: msg`GTIN (EAN)`,
  invoice_for: msg`An invoice for`,
  issued_on: msg`Issued on`,
  key: msg`Order number`,
  kind: msg`Goods or service`,
  language: msg`Language`,
  line: msg`Line of the delivery note`,
  name: msg`Name`,
  number: msg`Number`,
  order: msg`Order`,
  ordered_on: msg`Ordered on`,
  paid: msg`Paid before`,
  payer: msg`Payer`,
  payment_days: msg`Days to pay`,
  payment_end_of_month: msg`End of month, yes or no`,
  pec: msg`PEC`,
  per: msg`Price for (1, 100, 1000)`,
  phone: msg`Telephone`,
  po_date: msg`Date of the PO`,
  postcode: msg`Postcode`,
  price: msg`Price`,
  price_currency: msg`Currency of the price`,
  price_from: msg`Price valid from`,
  price_per: msg`Price for (1, 100, 1000)`,
  product: msg`Product`,
  project: msg`Project`,
  quantity: msg`Quantity`,
  reason: msg`Reason`,
  received_on: msg`Received on`,
  recipients: msg`Roles of the recipients`,
  reference: msg`Reference`,
  reference_date: msg`Date of the reference`,
  region: msg`Province or region`,
  requested_on: msg`Requested for`,
  required_references: msg`Required references`,
  rhythm: msg`When it is billed`,
  rhythm_day: msg`Day of billing`,
  role: msg`Role`,
  sdi_code: msg`SdI code`,
  ship_city: msg`Town of delivery`,
  ship_postcode: msg`Postcode of delivery`,
  ship_street: msg`Street of delivery`,
  signed_by: msg`Signed by`,
  street: msg`Street`,
  tax_category: msg`VAT class`,
  tax_id: msg`VAT number`,
  to_be_agreed: msg`Price to be agreed, yes or no`,
  tracking: msg`Lots or serial numbers`,
  unit: msg`Unit`,
  unit_price: msg`Unit price`,
  unit_scale: msg`Decimals of the unit`,
  valid_from: msg`Valid from`,
  valid_to: msg`Valid to`,
  vat_regime: msg`VAT regime`,
};

/** What the screens call a field; one that they do not know is shown as it is. */
export function importFieldName(field: string): string {
  const known = NAMES[field];
  const name = known === undefined ? field : i18n._(known);
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

export function isNamed(field: string): boolean {
  return NAMES[field] !== undefined;
}
