import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { i18n } from "@lingui/core";
import { beforeEach, expect, it } from "vitest";

import { messages as english } from "../locales/en.po";
import { messages as italian } from "../locales/it.po";
import type { Failure } from "./failure.ts";
import { sentence, wordsOf } from "./refusals.ts";

function refused(code: string, params: Failure["params"] = {}): Failure {
  return { kind: "refused", code, params, message: "as the back end says it" };
}

beforeEach(() => {
  i18n.load({ en: english, it: italian });
  i18n.activate("en");
});

it("a code is a sentence in the language of the screens", () => {
  const twice = refused("po_used_before", { customer_po: "4500", order: "OA26-00412" });
  expect(sentence(twice, "en")).toBe("PO 4500 was used already by OA26-00412.");
  i18n.activate("it");
  expect(sentence(twice, "it")).toBe("L'ordine cliente 4500 è già stato usato per OA26-00412.");
});

it("a refusal of a line says the line and why", () => {
  const why = { code: "quantity_not_positive", params: {} };
  expect(sentence(refused("at_line", { line: 2, why }), "en")).toBe(
    "Line 2: The quantity must be above zero.",
  );
});

it("quantities and dates are written as on the screens", () => {
  const more = refused("ships_more_than_ordered", { line: 1, open: 1_500_000 });
  expect(sentence(more, "it")).toContain("1,5");
  expect(sentence(refused("date_in_future", { date: "2026-11-25" }), "en")).toContain(
    "25 Nov 2026",
  );
});

it("a code without words shows the back end's", () => {
  expect(sentence(refused("something_new"), "en")).toBe("as the back end says it");
});

const CRATES = resolve(import.meta.dirname, "../../../src-tauri/crates");
const RULES = resolve(CRATES, "domain/src/kernel/refusal.rs");

/** Every variant of the rules' refusals, by its code on the wire. */
const CODES = [...readFileSync(RULES, "utf8").matchAll(/^ {4}([A-Z][A-Za-z]+)(?: \{|,)/gm)].map(
  (variant) => (variant[1] ?? "").replace(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toLowerCase(),
);

it("the rules' refusals are found", () => {
  expect(CODES.length).toBeGreaterThan(80);
  expect(CODES).toContain("credits_more_than_billed");
});

it.each(CODES)("%s has words in both languages", (code) => {
  const words = wordsOf(refused(code), "en");
  expect(words).not.toBeNull();
  i18n.activate("it");
  expect(wordsOf(refused(code), "it")).not.toBe(words);
});

/** What an import and an export are refused with: there the codes are written out. */
const OF_FILES = ["app/src/import/refused.rs", "app/src/export/file.rs"].flatMap((path) =>
  [...readFileSync(resolve(CRATES, path), "utf8").matchAll(/rename = "([a-z_]+)"/g)].map(
    (found) => found[1] ?? "",
  ),
);

it("the refusals of files are found", () => {
  expect(OF_FILES).toContain("import_rows_bad");
  expect(OF_FILES).toContain("export_file_exists");
});

it.each(OF_FILES)("%s, about a file, has words in both languages", (code) => {
  const words = wordsOf(refused(code), "en");
  expect(words).not.toBeNull();
  i18n.activate("it");
  expect(wordsOf(refused(code), "it")).not.toBe(words);
});
