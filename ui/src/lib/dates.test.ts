import { expect, it } from "vitest";

import { day, daysBetween, deadline, elapsed, longDay, readDate } from "./dates.ts";

const MONDAY = "2026-11-23";

it.each([
  ["t", "2026-11-23"],
  ["+5", "2026-11-28"],
  ["-2", "2026-11-21"],
  ["25", "2026-11-25"],
  ["3", "2026-12-03"],
  ["3/12", "2026-12-03"],
  ["3.12.26", "2026-12-03"],
  ["3/1", "2027-01-03"],
  ["1/11", "2026-11-01"],
  ["3-12-2027", "2027-12-03"],
  ["2026-12-3", "2026-12-03"],
  ["mon", "2026-11-30"],
  ["ven", "2026-11-27"],
  ["fm", "2026-11-30"],
])("%s typed on a Monday is %s", (text, iso) => {
  expect(readDate(text, MONDAY)).toBe(iso);
});

it.each(["", "31/2", "32", "12/13", "yesterday", "1/2/3/4"])("%s is no date", (text) => {
  expect(readDate(text, MONDAY)).toBeNull();
});

it("a date is short this year and complete otherwise", () => {
  expect(day("2026-11-25", "it", MONDAY)).toBe("25 nov");
  expect(day("2027-01-05", "en", MONDAY)).toBe("5 Jan 2027");
  expect(longDay("2026-11-25", "it")).toBe("mer 25 nov 2026");
});

it("time passes in words", () => {
  expect(elapsed("2026-11-20T07:00:00Z", "2026-11-23T09:30:00Z", "en")).toBe("3 d 2 h");
  expect(elapsed("2026-11-23T07:00:00Z", "2026-11-23T07:12:00Z", "it")).toBe("12 min");
  expect(daysBetween("2026-11-23", "2026-11-27")).toBe(4);
});

it("a deadline at the end of a day is that day", () => {
  expect(deadline("2026-11-26T00:00:00Z", "en", MONDAY)).toBe("25 Nov");
  expect(deadline("2026-12-01T00:00:00Z", "it", MONDAY)).toBe("30 nov");
});
