import { expect, it } from "vitest";

import {
  draftCharges,
  draftLines,
  draftOf,
  emptyCharge,
  emptyLine,
  halfLines,
  nothingTyped,
  withRoom,
  type TypedLine,
} from "./half-typed.ts";

const R40 = {
  product_id: "p1",
  code: "R40",
  description: "Riduttore R40",
  unit_code: "C62",
  unit_scale: 0,
};

function line(product: typeof R40 | null, quantity: number | null): TypedLine {
  return { ...emptyLine(), product, quantity };
}

it("empty and half lines are not saved", () => {
  const lines = [line(null, null), line(R40, 2_000_000), line(R40, null), line(R40, 5_000_000)];
  const typed = { ...nothingTyped("2026-11-23"), lines };
  expect(draftLines(typed, "it").map((one) => one.quantity)).toEqual([2_000_000, 5_000_000]);
  expect(halfLines(typed, "it")).toEqual([3]);
});

it("there is always room for one more line", () => {
  expect(withRoom([line(R40, null)])).toHaveLength(2);
  expect(withRoom([line(R40, null), line(null, null)])).toHaveLength(2);
});

it("an order for nobody is not saved", () => {
  expect(draftOf(nothingTyped("2026-11-23"), "Freight", false, "it")).toBeNull();
});

it("several charges are saved, an empty one is not", () => {
  const fee = { ...emptyCharge(), kind: "small_order", per: "shipment", amount: 500 } as const;
  const typed = {
    ...nothingTyped("2026-11-23"),
    freight: 2500,
    otherCharges: [fee, emptyCharge()],
  };
  expect(draftCharges(typed, "Freight").map((charge) => charge.amount_minor)).toEqual([2500, 500]);
});

it("a chain of discounts goes with the price that the customer stated", () => {
  const price = { micro: 40_000_000, per: 100, discounts: "10 + 5" };
  const stated: TypedLine = { ...line(R40, 1_000_000), way: "stated", price };
  const typed = { ...nothingTyped("2026-11-23"), lines: [stated] };
  expect(draftLines(typed, "it")[0]).toMatchObject({
    price: { micro: 40_000_000, per: 100, discount_ppm: 0 },
    cascade: [100_000, 50_000],
    to_be_agreed: false,
  });
  const unread = { ...stated, price: { ...price, discounts: "10 +" } };
  expect(halfLines({ ...typed, lines: [unread] }, "it")).toEqual([1]);
});

it("a line whose price is to be agreed is saved without one", () => {
  const later: TypedLine = { ...line(R40, 1_000_000), way: "to_be_agreed" };
  const typed = { ...nothingTyped("2026-11-23"), lines: [later] };
  expect(draftLines(typed, "it")[0]).toMatchObject({ price: null, to_be_agreed: true });
});
