// An order while it is typed: what the person wrote, before anything is a fact.

import type {
  ChargeKind,
  ChargePer,
  CustomerRow,
  Discount,
  Evidence,
  OrderLineView,
  OrderView,
  ProductRow,
  ReckonCharge,
  ReckonLine,
  References,
  SaveCharge,
  SaveOrder,
  SaveOrderLine,
  ShipTo,
} from "../bindings/commands.ts";
import { NO_EVIDENCE } from "../kit/evidence.tsx";
import { NO_PRICE, priceOf, type TypedPrice } from "../kit/price-entry.tsx";
import { discountText, readDiscounts } from "../lib/discounts.ts";
import { freshId } from "../lib/id.ts";
import type { Locale } from "../lib/locale.ts";

/** Where a line's price comes from: our records, the customer's own order, or a later agreement. */
export type PriceWay = "records" | "stated" | "to_be_agreed";

export interface TypedLine {
  key: string;
  product: TypedProduct | null;
  quantity: number | null;
  way: PriceWay;
  price: TypedPrice;
  evidence: Evidence;
  customerLine: string;
  costCentre: string;
}

export type TypedProduct = Pick<
  ProductRow,
  "product_id" | "code" | "description" | "unit_code" | "unit_scale"
>;

export interface TypedCharge {
  key: string;
  kind: ChargeKind;
  per: ChargePer;
  amount: number | null;
  description: string;
}

export type Party = Pick<CustomerRow, "customer_id" | "code" | "name">;

/** Where it differs from what the customer's record says; null is the customer's own. */
export interface TypedParties {
  shipTo: ShipTo | null;
  billTo: Party | null;
  payer: Party | null;
}

export type TypedDiscount =
  | { kind: "none" }
  | { kind: "percent"; ppm: number | null }
  | { kind: "money"; amount: number | null };

export interface HalfTyped {
  orderId: string | null;
  /** The newest fact of the draft that was seen when it was opened. */
  base: string | null;
  customer: Party | null;
  parties: TypedParties;
  references: References;
  orderedOn: string;
  requestedOn: string | null;
  lines: readonly TypedLine[];
  freight: number | null;
  otherCharges: readonly TypedCharge[];
  discount: TypedDiscount;
  /** A frame whose quantities are called off later. */
  blanket: boolean;
  allowDiscontinued: boolean;
}

export function emptyLine(): TypedLine {
  return {
    key: freshId(),
    product: null,
    quantity: null,
    way: "records",
    price: NO_PRICE,
    evidence: NO_EVIDENCE,
    customerLine: "",
    costCentre: "",
  };
}

export function emptyCharge(): TypedCharge {
  return { key: freshId(), kind: "other", per: "order", amount: null, description: "" };
}

const NO_REFERENCES: References = {
  customer_po: null,
  po_date: null,
  contract: null,
  project: null,
  buyer_reference: null,
  cig: null,
  cup: null,
};

export function nothingTyped(today: string): HalfTyped {
  return {
    orderId: null,
    base: null,
    customer: null,
    parties: { shipTo: null, billTo: null, payer: null },
    references: NO_REFERENCES,
    orderedOn: today,
    requestedOn: null,
    lines: [emptyLine()],
    freight: null,
    otherCharges: [],
    discount: { kind: "none" },
    blanket: false,
    allowDiscontinued: false,
  };
}

/** A line of a draft as it was typed; a price that records offer is asked for anew. */
function reopenedLine(line: OrderLineView, locale: Locale): TypedLine {
  const stated = line.stated_price;
  const links =
    stated === null
      ? []
      : (readDiscounts(stated.discount_text ?? "", "en") ?? [stated.discount_ppm]);
  const single = stated === null || stated.discount_ppm === 0 ? [] : [stated.discount_ppm];
  return {
    ...emptyLine(),
    product: {
      product_id: line.product_id,
      code: line.product_code,
      description: line.description,
      unit_code: line.unit_code,
      unit_scale: line.unit_scale,
    },
    quantity: line.ordered,
    way: stated !== null ? "stated" : line.price === null ? "to_be_agreed" : "records",
    price:
      stated === null
        ? NO_PRICE
        : {
            micro: stated.micro,
            per: stated.per,
            discounts: discountText(links.length > 0 ? links : single, locale),
          },
    evidence: stated?.evidence ?? NO_EVIDENCE,
    customerLine: line.customer_line ?? "",
    costCentre: line.cost_centre ?? "",
  };
}

/** A draft that was saved earlier, opened again. */
export function reopened(order: OrderView, parties: TypedParties, locale: Locale): HalfTyped {
  const freight = order.charges.find((one) => one.kind === "freight" && one.per === "order");
  return {
    ...nothingTyped(order.ordered_on),
    orderId: order.order_id,
    base: order.base,
    customer: order.customer,
    parties,
    references: order.references,
    requestedOn: order.requested_on,
    lines: [...order.lines.map((line) => reopenedLine(line, locale)), emptyLine()],
    freight: freight?.amount_minor ?? null,
    otherCharges: order.charges
      .filter((charge) => charge !== freight)
      .map(({ kind, per, amount_minor: amount, description }) => ({
        key: freshId(),
        kind,
        per,
        amount,
        description,
      })),
    blanket: order.kind === "blanket",
  };
}

export function isComplete(line: TypedLine): boolean {
  return line.product !== null && line.quantity !== null && line.quantity > 0;
}

function filled(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

/** One line to save; null while product or quantity is missing. */
export function draftLine(line: TypedLine, locale: Locale): SaveOrderLine | null {
  const { product, quantity } = line;
  if (product === null || quantity === null || quantity <= 0) return null;
  const stated = line.way === "stated" ? priceOf(line.price, locale) : null;
  return {
    product_id: product.product_id,
    quantity,
    description: null,
    customer_line: filled(line.customerLine),
    cost_centre: filled(line.costCentre),
    price: stated?.price ?? null,
    cascade: stated?.cascade ?? [],
    evidence: stated !== null && filled(line.evidence.reference) !== null ? line.evidence : null,
    to_be_agreed: line.way === "to_be_agreed",
  };
}

/** The lines that can be saved: those with a product and a quantity. */
export function draftLines(typed: HalfTyped, locale: Locale): SaveOrderLine[] {
  return typed.lines.flatMap((line) => draftLine(line, locale) ?? []);
}

/** Whether the sums can count the line: not one without a price, nor one less a chain. */
export function isReckoned(line: SaveOrderLine): boolean {
  return !line.to_be_agreed && line.cascade.length === 0;
}

/** The same lines, as the sums ask for them. */
export function reckonLines(typed: HalfTyped, locale: Locale): ReckonLine[] {
  return draftLines(typed, locale).map((line) =>
    isReckoned(line)
      ? { product_id: line.product_id, quantity: line.quantity, price: line.price }
      : { product_id: null, quantity: line.quantity },
  );
}

export function draftCharges(typed: HalfTyped, freightName: string): SaveCharge[] {
  const freight: TypedCharge = {
    key: "freight",
    kind: "freight",
    per: "order",
    amount: typed.freight,
    description: freightName,
  };
  return [freight, ...typed.otherCharges].flatMap(({ kind, per, amount, description }) =>
    amount === null || amount <= 0 ? [] : [{ kind, per, amount_minor: amount, description }],
  );
}

export function reckonCharges(typed: HalfTyped, freightName: string): ReckonCharge[] {
  return draftCharges(typed, freightName);
}

export function draftDiscount(typed: HalfTyped): Discount | null {
  const { discount } = typed;
  switch (discount.kind) {
    case "none":
      return null;
    case "percent":
      return discount.ppm === null || discount.ppm === 0
        ? null
        : { kind: "percent", ppm: discount.ppm };
    case "money":
      return discount.amount === null || discount.amount === 0
        ? null
        : { kind: "money", amount_minor: discount.amount };
  }
}

/** The draft to save; null while there is nobody to save it for. What is left out is the customer's own. */
export function draftOf(
  typed: HalfTyped,
  freightName: string,
  separate: boolean,
  locale: Locale,
): SaveOrder | null {
  if (typed.customer === null) return null;
  return {
    order_id: typed.orderId,
    base: typed.base,
    customer_id: typed.customer.customer_id,
    ship_to: typed.parties.shipTo,
    bill_to: typed.parties.billTo?.customer_id ?? null,
    payer: typed.parties.payer?.customer_id ?? null,
    currency: null,
    basis: null,
    vat_regime: null,
    blanket: typed.blanket,
    references: typed.references,
    ordered_on: typed.orderedOn,
    requested_on: typed.requestedOn,
    lines: draftLines(typed, locale),
    charges: draftCharges(typed, freightName),
    discount: draftDiscount(typed),
    separate,
    allow_discontinued: typed.allowDiscontinued,
  };
}

/** A line that is begun but not complete: said before saving, not dropped in silence. */
export function halfLines(typed: HalfTyped, locale: Locale): number[] {
  return typed.lines.flatMap((line, n) => {
    const begun = (line.product === null) !== (line.quantity === null);
    const unpriced = line.way === "stated" && priceOf(line.price, locale) === null;
    return begun || (line.product !== null && unpriced) ? [n + 1] : [];
  });
}

/** Always one empty line below the last used one. */
export function withRoom(lines: readonly TypedLine[]): readonly TypedLine[] {
  const last = lines.at(-1);
  return last === undefined || last.product !== null ? [...lines, emptyLine()] : lines;
}
