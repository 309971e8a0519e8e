// What the lists are called that come in from files and go out to them.

import { t } from "@lingui/core/macro";

import type { ImportKind, Listing } from "../bindings/commands.ts";

/** In the order in which one rests on the other. */
export const IMPORT_KINDS: readonly ImportKind[] = [
  "carriers",
  "customers",
  "contacts",
  "products",
  "customer_codes",
  "list_prices",
  "price_agreements",
  "stock",
  "open_invoices",
  "open_payments",
  "orders",
  "shipments",
  "deliveries",
];

export const LISTINGS: readonly Listing[] = [
  "customers",
  "contacts",
  "carriers",
  "products",
  "customer_codes",
  "list_prices",
  "price_agreements",
  "stock",
  "orders",
  "order_lines",
  "shipments",
  "invoices",
  "invoice_lines",
  "credit_notes",
  "payments",
  "debts",
  "owed_back",
  "unattended",
];

export function listName(list: ImportKind | Listing): string {
  switch (list) {
    case "customers":
      return t`Customers`;
    case "contacts":
      return t`Contacts`;
    case "carriers":
      return t`Carriers`;
    case "products":
      return t`Products`;
    case "customer_codes":
      return t`Customers' own codes`;
    case "list_prices":
      return t`List prices`;
    case "price_agreements":
      return t`Price agreements`;
    case "stock":
      return t`Stock`;
    case "orders":
      return t`Orders`;
    case "order_lines":
      return t`Order lines`;
    case "shipments":
      return t`Shipments`;
    case "deliveries":
      return t`Deliveries`;
    case "open_invoices":
      return t`Open invoices`;
    case "open_payments":
      return t`Open payments`;
    case "invoices":
      return t`Invoices`;
    case "invoice_lines":
      return t`Invoice lines`;
    case "credit_notes":
      return t`Credit notes`;
    case "payments":
      return t`Payments`;
    case "debts":
      return t`Debts`;
    case "owed_back":
      return t`Owed back`;
    case "unattended":
      return t`Unattended`;
  }
}

/** What one row of such a file is. */
export function rowMeaning(kind: ImportKind): string {
  switch (kind) {
    case "customers":
      return t`One row for each customer, known by its code.`;
    case "contacts":
      return t`The people of customers: one row each.`;
    case "carriers":
      return t`One row for each carrier, known by its code.`;
    case "products":
      return t`One row for each product, known by its code.`;
    case "customer_codes":
      return t`The codes by which customers call our products.`;
    case "list_prices":
      return t`What the list asks for a product from a day on.`;
    case "price_agreements":
      return t`What a customer agreed to pay, by rising quantities.`;
    case "stock":
      return t`What was counted; the difference is adjusted.`;
    case "orders":
      return t`What is still to leave, with its lines.`;
    case "shipments":
      return t`What left: all that was open of an order.`;
    case "deliveries":
      return t`What arrived, or what was signed for.`;
    case "open_invoices":
      return t`What is owed on another program's invoices.`;
    case "open_payments":
      return t`Money paid that lies on no invoice yet.`;
  }
}

/** Lists whose documents bear a date, and lists that can be searched. */
export function narrowsBy(list: Listing): { day: boolean; text: boolean } {
  switch (list) {
    case "orders":
    case "order_lines":
    case "shipments":
    case "invoices":
    case "invoice_lines":
    case "credit_notes":
    case "payments":
    case "debts":
    case "list_prices":
      return { day: true, text: true };
    case "owed_back":
    case "unattended":
      return { day: false, text: false };
    case "customers":
    case "contacts":
    case "carriers":
    case "products":
    case "customer_codes":
    case "price_agreements":
    case "stock":
      return { day: false, text: true };
  }
}
