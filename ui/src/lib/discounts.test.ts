import { expect, it } from "vitest";

import { discountText, readDiscounts } from "./discounts.ts";

it.each([
  ["", []],
  ["15", [150_000]],
  ["10 + 5", [100_000, 50_000]],
  ["10%+2,5%", [100_000, 25_000]],
])("%s is read link by link", (text, links) => {
  expect(readDiscounts(text, "it")).toEqual(links);
});

it.each(["10 +", "x", "-5", "10 5 +"])("%s is no discount", (text) => {
  expect(readDiscounts(text, "it")).toBeNull();
});

it("what was read is written again", () => {
  expect(discountText([100_000, 25_000], "it")).toBe("10 + 2,5");
});
