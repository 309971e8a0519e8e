import { expect, it } from "vitest";

import { readLots, readSerials } from "./pieces.ts";

it("serial numbers are told apart by blanks, commas or line ends", () => {
  expect(readSerials(" A1, A2\nA3  A4;")).toEqual(["A1", "A2", "A3", "A4"]);
  expect(readSerials("  ")).toEqual([]);
});

it.each([
  ["", []],
  ["L7", [{ lot: "L7", quantity: 12_000_000 }]],
  [
    "L7 5; L8 7,5",
    [
      { lot: "L7", quantity: 5_000_000 },
      { lot: "L8", quantity: 7_500_000 },
    ],
  ],
])("lots %s are read with their quantities", (text, lots) => {
  expect(readLots(text, 12_000_000, "it")).toEqual(lots);
});

it.each(["L7; L8", "L7 x", "L7 5 6"])("lots %s cannot be read", (text) => {
  expect(readLots(text, 12_000_000, "it")).toBeNull();
});
