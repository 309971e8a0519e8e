// A product while it is typed, with its price list, from the record and back to what is saved.

import type {
  CustomerCode,
  Description,
  ListPriceForm,
  ProductKind,
  ProductView,
  SaveProduct,
  Tracking,
} from "../bindings/commands.ts";
import { freshId } from "../lib/id.ts";

export interface TypedListPrice {
  key: string;
  currency: string;
  from: string | null;
  to: string | null;
  micro: number | null;
  per: number;
}

export interface TypedCode {
  key: string;
  customer: { customer_id: string; code: string; name: string } | null;
  code: string;
}

export interface TypedText {
  key: string;
  language: string;
  text: string;
}

export interface TypedProduct {
  productId: string | null;
  base: string | null;
  code: string;
  description: string;
  gtin: string;
  kind: ProductKind;
  unit: string;
  decimals: number | null;
  cost: number | null;
  taxCategory: string;
  tracking: Tracking;
  discontinued: boolean;
  prices: readonly TypedListPrice[];
  codes: readonly TypedCode[];
  translations: readonly TypedText[];
}

export function emptyPrice(currency: string, today: string): TypedListPrice {
  return { key: freshId(), currency, from: today, to: null, micro: null, per: 1 };
}

export function emptyCode(): TypedCode {
  return { key: freshId(), customer: null, code: "" };
}

export function emptyText(): TypedText {
  return { key: freshId(), language: "en", text: "" };
}

export function emptyProduct(currency: string, today: string): TypedProduct {
  return {
    productId: null,
    base: null,
    code: "",
    description: "",
    gtin: "",
    kind: "goods",
    unit: "C62",
    decimals: 0,
    cost: null,
    taxCategory: "S",
    tracking: "none",
    discontinued: false,
    prices: [emptyPrice(currency, today)],
    codes: [],
    translations: [],
  };
}

/** The first description is in the firm's own language. */
export function typedProduct(view: ProductView): TypedProduct {
  const { product } = view;
  const [own, ...others] = product.descriptions;
  return {
    productId: product.product_id,
    base: view.base,
    code: product.code,
    description: own?.text ?? "",
    gtin: product.gtin ?? "",
    kind: product.kind,
    unit: product.unit_code,
    decimals: product.unit_scale,
    cost: product.standard_cost_micro,
    taxCategory: product.tax_category,
    tracking: product.tracking,
    discontinued: product.discontinued,
    prices: view.list_prices.map((price) => ({
      key: freshId(),
      currency: price.currency,
      from: price.valid_from,
      to: price.valid_to,
      micro: price.price_micro,
      per: price.per,
    })),
    codes: view.customer_codes.map(({ customer_id, customer_name: name, code }) => ({
      key: freshId(),
      customer: { customer_id, code: "", name },
      code,
    })),
    translations: others.map(({ language, text }) => ({ key: freshId(), language, text })),
  };
}

function filled(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

export function savedProduct(typed: TypedProduct): SaveProduct {
  const codes = typed.codes.flatMap(({ customer, code }): CustomerCode[] =>
    customer === null || filled(code) === null
      ? []
      : [{ customer_id: customer.customer_id, code: code.trim() }],
  );
  const translations = typed.translations.flatMap(({ language, text }): Description[] =>
    filled(text) === null ? [] : [{ language, text: text.trim() }],
  );
  return {
    product_id: typed.productId,
    base: typed.base,
    code: typed.code.trim(),
    description: typed.description.trim(),
    translations,
    gtin: filled(typed.gtin),
    kind: typed.kind,
    customer_codes: codes,
    unit_code: typed.unit,
    unit_scale: typed.decimals ?? 0,
    standard_cost_micro: typed.cost,
    tax_category: typed.taxCategory,
    discontinued: typed.discontinued,
    tracking: typed.tracking,
  };
}

export function savedPrices(typed: TypedProduct): ListPriceForm[] {
  return typed.prices.flatMap(({ currency, from, to, micro, per }) =>
    micro === null ? [] : [{ currency, valid_from: from, valid_to: to, price_micro: micro, per }],
  );
}
