// A layout for tests: plain, with a text of its own.

import type { Profile } from "../bindings/commands.ts";

export const PLAIN: Profile = {
  version: 1,
  paper: "a4",
  margins: { top: 150, right: 180, bottom: 150, left: 200 },
  address: "din5008",
  blocks: ["references", "title", "lines", "totals"],
  language: null,
  number: null,
  date: null,
  currency: "code_after",
  letters: 90,
  letters_least: 65,
  columns: [
    { show: "position", width: null },
    { show: "description", width: 605 },
  ],
  price_decimals: 2,
  group_by: "nothing",
  subtotals: false,
  merge_equal: false,
  sort: "posted",
  carried_forward: true,
  bank: true,
  payment_qr: true,
  vat_table: false,
  copies: 2,
  logo: null,
  letterhead: null,
  labels: {},
  before: {},
  after: { it: "Grazie." },
  file_name: "{kind} {number}",
};
