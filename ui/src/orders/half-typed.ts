// An order while it is typed: what the person wrote, before anything is a fact.

import type {
  CustomerRow,
  OrderLineView,
  OrderView,
  ProductRow,
  References,
  SaveCharge,
  SaveOrder,
  SaveOrderLine,
} from "../bindings/commands.ts";
import { freshId } from "../lib/id.ts";

export interface TypedLine {
  key: string;
  product: TypedProduct | null;
  quantity: number | null;
  /** What an earlier entry said of the line beyond product and quantity. */
  kept: Pick<OrderLineView, "customer_line" | "cost_centre" | "stated_price"> | null;
}

export type TypedProduct = Pick<
  ProductRow,
  "product_id" | "code" | "description" | "unit_code" | "unit_scale"
>;

export interface HalfTyped {
  orderId: string | null;
  /** The newest fact of the draft that was seen when it was opened. */
  base: string | null;
  customer: Pick<CustomerRow, "customer_id" | "code" | "name"> | null;
  references: References;
  orderedOn: string;
  requestedOn: string | null;
  lines: readonly TypedLine[];
  freight: number | null;
  /** Charges of an earlier entry that this form does not show. */
  otherCharges: readonly SaveCharge[];
  /** A frame whose quantities are called off later; only kept here. */
  blanket: boolean;
}

export function emptyLine(): TypedLine {
  return { key: freshId(), product: null, quantity: null, kept: null };
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
    references: NO_REFERENCES,
    orderedOn: today,
    requestedOn: null,
    lines: [emptyLine()],
    freight: null,
    otherCharges: [],
    blanket: false,
  };
}

/** A draft that was saved earlier, opened again. */
export function reopened(order: OrderView): HalfTyped {
  const lines = order.lines.map((line) => ({
    key: freshId(),
    product: {
      product_id: line.product_id,
      code: line.product_code,
      description: line.description,
      unit_code: line.unit_code,
      unit_scale: line.unit_scale,
    },
    quantity: line.ordered,
    kept: line,
  }));
  const freight = order.charges.find((one) => one.kind === "freight" && one.per === "order");
  return {
    orderId: order.order_id,
    base: order.base,
    customer: order.customer,
    references: order.references,
    orderedOn: order.ordered_on,
    requestedOn: order.requested_on,
    lines: [...lines, emptyLine()],
    freight: freight?.amount_minor ?? null,
    otherCharges: order.charges.filter((charge) => charge !== freight),
    blanket: order.kind === "blanket",
  };
}

export function isComplete(line: TypedLine): boolean {
  return line.product !== null && line.quantity !== null && line.quantity > 0;
}

/** The lines that can be priced and saved: those with a product and a quantity. */
export function draftLines(typed: HalfTyped): SaveOrderLine[] {
  return typed.lines.flatMap(({ product, quantity, kept }) => {
    if (product === null || quantity === null || quantity <= 0) return [];
    const stated = kept?.stated_price ?? null;
    return [
      {
        product_id: product.product_id,
        quantity,
        description: null,
        customer_line: kept?.customer_line ?? null,
        cost_centre: kept?.cost_centre ?? null,
        price:
          stated === null
            ? null
            : { micro: stated.micro, per: stated.per, discount_ppm: stated.discount_ppm },
        evidence: stated?.evidence ?? null,
      },
    ];
  });
}

export function draftCharges(typed: HalfTyped, freightName: string): SaveCharge[] {
  const others = typed.otherCharges.map(({ kind, per, amount_minor, description }) => ({
    kind,
    per,
    amount_minor,
    description,
  }));
  if (typed.freight === null || typed.freight <= 0) return others;
  const { freight } = typed;
  return [
    { kind: "freight", per: "order", amount_minor: freight, description: freightName },
    ...others,
  ];
}

/** The draft to save; null while there is nobody to save it for. What is left out is the customer's own. */
export function draftOf(
  typed: HalfTyped,
  freightName: string,
  separate: boolean,
): SaveOrder | null {
  if (typed.customer === null) return null;
  return {
    order_id: typed.orderId,
    base: typed.base,
    customer_id: typed.customer.customer_id,
    ship_to: null,
    bill_to: null,
    payer: null,
    currency: null,
    basis: null,
    vat_regime: null,
    blanket: typed.blanket,
    references: typed.references,
    ordered_on: typed.orderedOn,
    requested_on: typed.requestedOn,
    lines: draftLines(typed),
    charges: draftCharges(typed, freightName),
    separate,
    allow_discontinued: false,
  };
}

/** A line that is begun but not complete: said before saving, not dropped in silence. */
export function halfLines(typed: HalfTyped): number[] {
  return typed.lines.flatMap((line, n) =>
    (line.product === null) === (line.quantity === null) ? [] : [n + 1],
  );
}

/** Always one empty line below the last used one. */
export function withRoom(lines: readonly TypedLine[]): readonly TypedLine[] {
  const last = lines.at(-1);
  return last === undefined || last.product !== null ? [...lines, emptyLine()] : lines;
}
