import { expect, it } from "vitest";

import { paceOf } from "./pace.ts";

it("nothing is known before the first look", () => {
  expect(paceOf([])).toEqual({ rows: 0, rowsInAll: 0, rowsASecond: null, secondsLeft: null });
});

it("two looks tell the rate and what is left", () => {
  const pace = paceOf([
    { at: 1000, rows: 200, rowsInAll: 4000 },
    { at: 2000, rows: 1000, rowsInAll: 4000 },
  ]);
  expect(pace).toEqual({ rows: 1000, rowsInAll: 4000, rowsASecond: 800, secondsLeft: 4 });
});

it("how fast a file is read says nothing about how fast it is written", () => {
  const pace = paceOf([
    { at: 0, rows: 90_000, rowsInAll: 0 },
    { at: 400, rows: 0, rowsInAll: 100_000 },
    { at: 800, rows: 2000, rowsInAll: 100_000 },
  ]);
  expect(pace.rowsASecond).toBe(5000);
  expect(pace.secondsLeft).toBe(20);
});

it("a file that is being read has a rate and no end", () => {
  const pace = paceOf([
    { at: 0, rows: 0, rowsInAll: 0 },
    { at: 1000, rows: 70_000, rowsInAll: 0 },
  ]);
  expect(pace.rowsASecond).toBe(70_000);
  expect(pace.secondsLeft).toBeNull();
});

it("what stands still, or was looked at a moment ago, has no rate", () => {
  const still = { rows: 5, rowsInAll: 9 };
  expect(
    paceOf([
      { at: 0, ...still },
      { at: 9000, ...still },
    ]).rowsASecond,
  ).toBeNull();
  expect(
    paceOf([
      { at: 0, rows: 1, rowsInAll: 9 },
      { at: 5, rows: 9, rowsInAll: 9 },
    ]).rowsASecond,
  ).toBeNull();
});
