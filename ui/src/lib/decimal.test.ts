import { expect, it } from "vitest";

import { isAmbiguous, readDecimal } from "./decimal.ts";

it.each([
  ["12", "it", 12_000_000],
  ["12,5", "it", 12_500_000],
  ["12.5", "it", 12_500_000],
  ["12,5", "en", 12_500_000],
  ["1.234", "it", 1_234_000_000],
  ["1.234", "en", 1_234_000],
  ["1,234", "en", 1_234_000_000],
  ["0.125", "it", 125_000],
  ["1.234,5", "en", 1_234_500_000],
  ["1,234.5", "it", 1_234_500_000],
  ["1.234.567", "en", 1_234_567_000_000],
  ["1 234,50", "it", 1_234_500_000],
  [",5", "it", 500_000],
  ["-3", "it", -3_000_000],
  ["0,1", "it", 100_000],
  ["1,10", "it", 1_100_000],
  ["3,", "it", 3_000_000],
] as const)("%s typed in %s is %d millionths", (text, locale, value) => {
  expect(readDecimal(text, 6, locale)).toEqual({ ok: true, value });
});

it.each([
  ["", "empty"],
  ["abc", "not_a_number"],
  ["1.2.3", "not_a_number"],
  ["1,2,3.4.5", "not_a_number"],
  ["12.345,67.8", "not_a_number"],
  ["0,1234567", "too_fine"],
  ["99999999999999999", "too_large"],
] as const)("%s is refused: %s", (text, fault) => {
  expect(readDecimal(text, 6, "it")).toEqual({ ok: false, fault });
});

it("cents are read without a float", () => {
  expect(readDecimal("1,15", 2, "it")).toEqual({ ok: true, value: 115 });
  expect(readDecimal("1,155", 2, "it")).toEqual({ ok: false, fault: "too_fine" });
});

it("only a lone mark before three digits is ambiguous", () => {
  expect(isAmbiguous("1.234")).toBe(true);
  expect(isAmbiguous("0.125")).toBe(false);
  expect(isAmbiguous("12.34")).toBe(false);
});
