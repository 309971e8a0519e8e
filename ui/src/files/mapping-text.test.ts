import { expect, it } from "vitest";

import {
  exampleOf,
  readMapping,
  sourceOf,
  usedColumns,
  withOption,
  withSource,
  writeMapping,
  type MappingTable,
} from "./mapping-text.ts";

const GUESSED = `# Not understood: employeeID, shipVia
# Needed, and not found: quantity
kind = "orders"
date_format = "%Y-%m-%d"
decimal_mark = "."

[columns]
customer = "customerID"
key = 'the "order"'

[lines.columns]
key = "orderID"
# quantity = ""
`;

function read(text: string): MappingTable {
  const table = readMapping(text);
  if (table === null) throw new Error("this mapping is a table");
  return table;
}

it("a guessed mapping is a table", () => {
  const table = read(GUESSED);
  expect(table.columns).toEqual({ customer: "customerID", key: 'the "order"' });
  expect(table.lines?.columns).toEqual({ key: "orderID" });
  expect(table.options["date_format"]).toBe('"%Y-%m-%d"');
  expect(table.unclear).toBeNull();
  expect(usedColumns(table)).toEqual(new Set(["customerID", 'the "order"', "orderID"]));
});

it("what the back end notes behind the kind is what is unclear", () => {
  const table = read('kind = "stock"\n# 1.234 may mean two things\n\n[columns]\nproduct = "a"\n');
  expect(table.unclear).toBe("1.234 may mean two things");
});

it("what is written is read again as it was", () => {
  const texts = [
    GUESSED,
    'kind = "customers"\nnull = ["", "NULL"]\n\n[columns]\ncode = "a\\tb \\u00e8"\nname = """\nCodice\ncliente"""\n' +
      '\n[constants]\ncurrency = "EUR"\npayment_days = 30\n\n[country_names]\n"Regno Unito" = "GB"\nItalien = "IT"\n',
  ];
  for (const text of texts) {
    const table = { ...read(text), unclear: null };
    expect(read(writeMapping(table))).toEqual(table);
  }
  expect(read(texts[1] ?? "").columns).toEqual({ code: "a\tb è", name: "Codice\ncliente" });
});

it("a field comes from one place only", () => {
  const constant = withSource(read(GUESSED), "head", "customer", { constant: "ALFKI" });
  expect(constant.columns["customer"]).toBeUndefined();
  expect(sourceOf(constant, "head", "customer")).toEqual({ constant: "ALFKI" });
  const column = withSource(constant, "head", "customer", { column: "who" });
  expect(column.constants).toEqual({});
  expect(sourceOf(column, "head", "customer")).toEqual({ column: "who" });
  expect(sourceOf(withSource(column, "head", "customer", null), "head", "customer")).toBeNull();
});

it("fields of lines are set among the lines", () => {
  const table = withSource(read(GUESSED), "lines", "quantity", { column: "qty" });
  expect(table.lines?.columns).toEqual({ key: "orderID", quantity: "qty" });
  expect(writeMapping(table)).toContain('[lines.columns]\nkey = "orderID"\nquantity = "qty"\n');
});

it("an option is set, and left to be found out", () => {
  const table = withOption(read(GUESSED), "confirm", "false");
  expect(writeMapping(table)).toContain("confirm = false\n");
  expect(withOption(table, "confirm", null).options["confirm"]).toBeUndefined();
});

it.each([
  'kind = "stock"\nnull = [\n  "",\n]\n',
  "kind = 'stock'\n[columns]\nproduct = [1]\n",
  "[columns]\nproduct\n",
  '[columns]\nproduct = "a"\nproduct = "b"\n',
  '[columns]\nproduct = "a" b\n',
  "[[columns]]\n",
])("what no table can show is left as text: %#", (text) => {
  expect(readMapping(text)).toBeNull();
});

it("a date format is shown by example", () => {
  expect(exampleOf("%d/%m/%Y")).toBe("31/12/2026");
  expect(exampleOf("%-m/%-d/%y %H:%M")).toBe("12/31/26 09:30");
  expect(exampleOf("%Q")).toBe("%Q");
});
