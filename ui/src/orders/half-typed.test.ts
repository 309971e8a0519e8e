import { expect, it } from "vitest";

import {
  draftCharges,
  draftLines,
  draftOf,
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
  expect(draftLines(typed).map((one) => one.quantity)).toEqual([2_000_000, 5_000_000]);
  expect(halfLines(typed)).toEqual([3]);
});

it("there is always room for one more line", () => {
  expect(withRoom([line(R40, null)])).toHaveLength(2);
  expect(withRoom([line(R40, null), line(null, null)])).toHaveLength(2);
});

it("an order for nobody is not saved", () => {
  expect(draftOf(nothingTyped("2026-11-23"), "Freight", false)).toBeNull();
});

it("charges that the form does not show are kept", () => {
  const fee = { kind: "small_order", per: "shipment", amount_minor: 500, description: "" } as const;
  const typed = { ...nothingTyped("2026-11-23"), freight: 2500, otherCharges: [fee] };
  expect(draftCharges(typed, "Freight").map((charge) => charge.amount_minor)).toEqual([2500, 500]);
});
