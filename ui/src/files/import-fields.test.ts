import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { expect, it } from "vitest";

import { FIELDS, isNamed, type Sheet } from "./import-fields.ts";

const MAPPING = readFileSync(
  resolve(import.meta.dirname, "../../../src-tauri/crates/app/src/import/mapping.rs"),
  "utf8",
);

/** The fields as the back end lists them: `const CUSTOMERS: Fields = Fields { … }`. */
function listed(sheet: string): { needed: string[]; free: string[] } {
  const found = new RegExp(`const ${sheet.toUpperCase()}: Fields =\\s+Fields \\{([^}]*)\\}`);
  const body = found.exec(MAPPING)?.[1] ?? "";
  const words = (name: string): string[] => {
    const text = new RegExp(`${name}: "([^"]*)"`).exec(body)?.[1] ?? "";
    return text
      .replaceAll("\\\n", " ")
      .split(/\s+/)
      .filter((word) => word !== "");
  };
  return { needed: words("needed"), free: words("free") };
}

const SHEETS = Object.keys(FIELDS) as Sheet[];

it("the back end's fields are found", () => {
  expect(listed("customers").free).toContain("vat_regime");
  expect(MAPPING.match(/: Fields =/g)).toHaveLength(SHEETS.length);
});

it.each(SHEETS)("%s have the fields that the back end knows", (sheet) => {
  const ours = FIELDS[sheet];
  const theirs = listed(sheet);
  expect(ours.needed.toSorted()).toEqual(theirs.needed.toSorted());
  expect(ours.free.toSorted()).toEqual(theirs.free.toSorted());
});

it.each(SHEETS)("every field of %s has a name", (sheet) => {
  const { needed, free } = FIELDS[sheet];
  expect([...needed, ...free].filter((field) => !isNamed(field))).toEqual([]);
});
