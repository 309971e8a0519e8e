import { expect, it } from "vitest";

import { pathOf } from "../actions/path-entry.tsx";
import type { ImportAsk } from "../bindings/commands.ts";
import { besideOf, isAbout, linesBesideOf } from "./import-state.ts";

it("refused rows lie beside their file", () => {
  expect(besideOf("/in/orders.csv")).toBe("/in/orders-refused.csv");
  expect(besideOf("C:\\in\\1.2 orders.XLSX")).toBe("C:\\in\\1.2 orders-refused.csv");
  expect(besideOf("/in.d/orders")).toBe("/in.d/orders-refused.csv");
  expect(besideOf("")).toBe("");
});

it("refused lines lie beside the refused orders", () => {
  expect(linesBesideOf("/in/bad.csv")).toBe("/in/bad-lines.csv");
  expect(linesBesideOf("/in.d/bad")).toBe("/in.d/bad-lines");
});

it("a path is sent without the quotes that it was copied with", () => {
  expect(pathOf(' "C:\\in\\a b.csv" ')).toBe("C:\\in\\a b.csv");
  expect(pathOf('/in/a"b.csv')).toBe('/in/a"b.csv');
});

it("a trial is about the same import, also where the refused rows go elsewhere", () => {
  const ask: ImportAsk = { kind: "customers", path: "/a.csv", mapping: "m", on_known: "update" };
  expect(isAbout({ ...ask, dry_run: true, errors_path: "/b.csv" }, ask)).toBe(true);
  expect(isAbout({ ...ask, lines_path: null }, ask)).toBe(true);
  expect(isAbout(ask, { ...ask, mapping: "n" })).toBe(false);
  expect(isAbout(ask, { ...ask, on_known: "skip" })).toBe(false);
  expect(isAbout(null, ask)).toBe(false);
});

it("a mapping that was saved is another one under another name", () => {
  const ask: ImportAsk = { kind: "customers", path: "/a.csv", mapping: null, source: "shop" };
  expect(isAbout(ask, { ...ask, source: "fair" })).toBe(false);
  expect(isAbout(ask, { ...ask })).toBe(true);
});
