import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { i18n } from "@lingui/core";
import { expect, it } from "vitest";

import { messages as en } from "../locales/en.po";
import { messages as it_ } from "../locales/it.po";
import { ALL_LAYOUT_FIELDS, layoutFieldName, layoutValue } from "./layout-fields.ts";
import { PLAIN } from "./layout-fixture.ts";

const PROFILE = readFileSync(
  resolve(import.meta.dirname, "../../../src-tauri/crates/documents/src/profile/mod.rs"),
  "utf8",
);

/** The fields that a layer may say: those of `pub struct Profile`, but for the number of its form. */
function fieldsOfTheBackEnd(): string[] {
  const [, after = ""] = PROFILE.split("pub struct Profile {\n");
  const [body = ""] = after.split("\n}\n");
  const names = [...body.matchAll(/^ {4}pub (\w+):/gm)].map((found) => found[1] ?? "");
  return names.filter((name) => name !== "version");
}

const CATALOGUES = { en, it: it_ };
const LOCALES = ["en", "it"] as const;

it("every field that the back end may send has a name here, and no other", () => {
  const theirs = fieldsOfTheBackEnd();
  expect(theirs).toContain("payment_qr");
  expect(ALL_LAYOUT_FIELDS.toSorted()).toEqual(theirs.toSorted());
});

it.each(LOCALES)("in %s every field has a name of its own in words", (locale) => {
  i18n.loadAndActivate({ locale, messages: CATALOGUES[locale] });
  const names = ALL_LAYOUT_FIELDS.map(layoutFieldName);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => name === "" || name.includes("_"))).toEqual([]);
});

it("names are Italian in Italian", () => {
  const named = (locale: "en" | "it"): string[] => {
    i18n.loadAndActivate({ locale, messages: CATALOGUES[locale] });
    return ALL_LAYOUT_FIELDS.map(layoutFieldName);
  };
  const english = named("en");
  const same = named("it").filter((name, n) => name === english[n]);
  expect(same).toEqual(["Logo"]);
});

it.each(LOCALES)("in %s every value is in words", (locale) => {
  i18n.loadAndActivate({ locale, messages: CATALOGUES[locale] });
  const values = ALL_LAYOUT_FIELDS.map((field) => layoutValue(PLAIN, field, locale));
  expect(values.filter((value) => value === "" || /[a-z]_[a-z]/.test(value))).toEqual([]);
});

it("what was chosen is said as people say it", () => {
  i18n.loadAndActivate({ locale: "it", messages: it_ });
  const said = (field: (typeof ALL_LAYOUT_FIELDS)[number]): string =>
    layoutValue(PLAIN, field, "it");
  expect(said("bank")).toBe("sì");
  expect(said("subtotals")).toBe("no");
  expect(said("letters_least")).toBe("6,5 punti");
  expect(said("columns")).toBe("posizione, descrizione (60,5 mm)");
  expect(said("after")).toBe("italiano: Grazie.");
  expect(said("language")).toBe("quella del cliente");
});
