import { expect, it } from "vitest";

import { amount, money, percent, quantity, unitPrice } from "./figures.ts";

it.each([
  [123_450, "EUR", "it", "1.234,50\u00a0€"],
  [123_450, "EUR", "en", "€1,234.50"],
  [-5, "EUR", "it", "−0,05\u00a0€"],
  [-5, "EUR", "en", "−€0.05"],
  [1_234, "JPY", "en", "¥1,234"],
  [1_234_567, "KWD", "it", "1.234,567\u00a0KWD"],
  [9_000_000_000_000_000, "CHF", "en", "CHF\u00a090,000,000,000,000.00"],
] as const)("%d minor units of %s in %s are %s", (minor, currency, locale, text) => {
  expect(money(minor, currency, locale)).toBe(text);
});

it("millionths lose their trailing zeros, prices keep their cents", () => {
  expect(quantity(120_000_000, "it")).toBe("120");
  expect(quantity(1_234_500_000, "it")).toBe("1.234,5");
  expect(unitPrice(41_200_000, "EUR", "it")).toBe("41,20\u00a0€");
  expect(unitPrice(12_345, "EUR", "en")).toBe("€0.012345");
  expect(percent(150_000, "it")).toBe("15%");
  expect(percent(43_750, "en")).toBe("4.375%");
  expect(amount(0, "EUR", "it")).toBe("0,00");
});
