import { expect, it } from "vitest";

import { formatOf, withEnding } from "./endings.ts";

it("another format has another ending", () => {
  expect(withEnding("/out/orders.csv", "xlsx")).toBe("/out/orders.xlsx");
  expect(withEnding("/out/orders.XLSX", "csv_marked")).toBe("/out/orders.csv");
  expect(withEnding("/out/orders", "xlsx")).toBe("/out/orders");
  expect(withEnding("", "xlsx")).toBe("");
});

it("an ending that is typed chooses the format", () => {
  expect(formatOf("/out/orders.xlsx", "csv")).toBe("xlsx");
  expect(formatOf("/out/orders.csv", "xlsx")).toBe("csv");
  expect(formatOf("/out/orders.csv", "csv_marked")).toBe("csv_marked");
  expect(formatOf("/out/orders.cs", "xlsx")).toBe("xlsx");
  expect(formatOf('"/out/orders.xlsx"', "csv")).toBe("xlsx");
});
