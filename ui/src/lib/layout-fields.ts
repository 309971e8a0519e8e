// What a layout says of documents, in words: each choice, and what was chosen.

import { t } from "@lingui/core/macro";

import type {
  AddressPlace,
  CurrencyFormat,
  DateFormat,
  DocumentBlock,
  GroupBy,
  Logo,
  Margins,
  NumberFormat,
  Paper,
  Profile,
  Show,
  Sort,
} from "../bindings/commands.ts";
import { scaled } from "./figures.ts";
import type { Locale } from "./locale.ts";
import { languageName } from "./names.ts";

/** What a layout says, without the number of its own form. */
export type LayoutField = Exclude<keyof Profile, "version">;

/** In the order in which people look for them: the page, the lines, the words, the file. */
const FIELDS: Readonly<Record<LayoutField, () => string>> = {
  paper: () => t`Paper`,
  margins: () => t`Margins`,
  address: () => t`Place of the address`,
  logo: () => t`Logo`,
  letterhead: () => t`Letterhead`,
  blocks: () => t`Parts, from top to bottom`,
  letters: () => t`Size of letters`,
  letters_least: () => t`Smallest letters`,
  language: () => t`Language`,
  number: () => t`Marks of numbers`,
  date: () => t`How days are written`,
  currency: () => t`How currencies are written`,
  price_decimals: () => t`Decimals of prices`,
  columns: () => t`Columns`,
  group_by: () => t`Lines are grouped by`,
  subtotals: () => t`A sum for each group`,
  merge_equal: () => t`Equal items as one line`,
  sort: () => t`Order of lines`,
  carried_forward: () => t`Carried forward on each page`,
  vat_table: () => t`Table of VAT`,
  bank: () => t`Bank accounts`,
  payment_qr: () => t`Code to pay with`,
  labels: () => t`Words of their own`,
  before: () => t`Text above the lines`,
  after: () => t`Text below the lines`,
  copies: () => t`Copies`,
  file_name: () => t`Name of the file`,
};

export const ALL_LAYOUT_FIELDS = Object.keys(FIELDS) as readonly LayoutField[];

export function layoutFieldName(field: LayoutField): string {
  return FIELDS[field]();
}

/** What a layout says of one thing. */
export function layoutValue(profile: Profile, field: LayoutField, locale: Locale): string {
  const words: Readonly<Record<LayoutField, () => string>> = {
    paper: () => paperSize(profile.paper),
    margins: () => marginsOf(profile.margins, locale),
    address: () => addressPlace(profile.address),
    logo: () => (profile.logo === null ? t`without` : logoOf(profile.logo, locale)),
    letterhead: () => (profile.letterhead === null ? t`without` : t`a picture of the whole page`),
    blocks: () => profile.blocks.map(blockName).join(", "),
    letters: () => points(profile.letters, locale),
    letters_least: () => points(profile.letters_least, locale),
    language: () =>
      profile.language === null ? t`the customer's own` : languageName(profile.language),
    number: () => (profile.number === null ? t`as the language has it` : numberOf(profile.number)),
    date: () => (profile.date === null ? t`as the language has it` : dateOf(profile.date)),
    currency: () => currencyOf(profile.currency),
    price_decimals: () => t`at least ${profile.price_decimals}`,
    columns: () => columnsOf(profile, locale),
    group_by: () => groupOf(profile.group_by),
    subtotals: () => yesNo(profile.subtotals),
    merge_equal: () => yesNo(profile.merge_equal),
    sort: () => sortOf(profile.sort),
    carried_forward: () => yesNo(profile.carried_forward),
    vat_table: () => yesNo(profile.vat_table),
    bank: () => yesNo(profile.bank),
    payment_qr: () => yesNo(profile.payment_qr),
    labels: () => texts(profile.labels, (name) => name),
    before: () => texts(profile.before, languageName),
    after: () => texts(profile.after, languageName),
    copies: () => profile.copies.toString(),
    file_name: () => profile.file_name,
  };
  return words[field]();
}

function yesNo(value: boolean): string {
  return value ? t`yes` : t`no`;
}

function paperSize(paper: Paper): string {
  switch (paper) {
    case "a4":
      return t`A4, 210 × 297 mm`;
    case "letter":
      return t`Letter, 8.5 × 11 in`;
  }
}

function millimetres(tenths: number, locale: Locale): string {
  return scaled(tenths, 1, 0, locale);
}

function points(tenths: number, locale: Locale): string {
  return t`${scaled(tenths, 1, 0, locale)} points`;
}

function marginsOf(margins: Margins, locale: Locale): string {
  const top = millimetres(margins.top, locale);
  const right = millimetres(margins.right, locale);
  const bottom = millimetres(margins.bottom, locale);
  const left = millimetres(margins.left, locale);
  return t`top ${top}, right ${right}, bottom ${bottom}, left ${left} mm`;
}

function addressPlace(place: AddressPlace): string {
  switch (place) {
    case "din5008":
      return t`in the window of the envelope (DIN 5008)`;
    case "left":
      return t`on the left`;
    case "right":
      return t`on the right`;
  }
}

function logoOf(logo: Logo, locale: Locale): string {
  const width = millimetres(logo.width, locale);
  const height = millimetres(logo.height, locale);
  return logo.side === "left"
    ? t`a picture within ${width} × ${height} mm, on the left`
    : t`a picture within ${width} × ${height} mm, on the right`;
}

function numberOf(format: NumberFormat): string {
  switch (format) {
    case "point_comma":
      return "1.234,56";
    case "comma_point":
      return "1,234.56";
    case "space_comma":
      return "1 234,56";
    case "apostrophe_point":
      return "1'234.56";
    case "comma":
      return "1234,56";
    case "point":
      return "1234.56";
  }
}

function dateOf(format: DateFormat): string {
  switch (format) {
    case "day_slash":
      return "24/11/2026";
    case "day_dot":
      return "24.11.2026";
    case "iso":
      return "2026-11-24";
    case "month_slash":
      return "11/24/2026";
    case "day_name":
      return "24 Nov 2026";
  }
}

function currencyOf(format: CurrencyFormat): string {
  switch (format) {
    case "code_after":
      return "12,50 EUR";
    case "code_before":
      return "EUR 12,50";
    case "sign_after":
      return "12,50 €";
    case "sign_before":
      return "€12,50";
  }
}

function columnName(show: Show): string {
  switch (show) {
    case "position":
      return t`position`;
    case "our_code":
      return t`our code`;
    case "their_code":
      return t`their product code`;
    case "their_line":
      return t`their line number`;
    case "description":
      return t`description`;
    case "quantity":
      return t`quantity`;
    case "unit":
      return t`unit`;
    case "price":
      return t`price`;
    case "discount":
      return t`discount`;
    case "vat":
      return t`VAT`;
    case "net":
      return t`amount`;
    case "delivery_note":
      return t`delivery note`;
    case "cost_centre":
      return t`cost centre`;
    case "supply_date":
      return t`day of delivery`;
    case "goods_receipt":
      return t`goods receipt`;
    case "lot_serial":
      return t`serial and lot numbers`;
  }
}

function columnsOf(profile: Profile, locale: Locale): string {
  const named = profile.columns.map(({ show, width }) => {
    const name = columnName(show);
    return width === null ? name : t`${name} (${millimetres(width, locale)} mm)`;
  });
  return named.join(", ");
}

function blockName(block: DocumentBlock): string {
  switch (block) {
    case "references":
      return t`references`;
    case "title":
      return t`title`;
    case "notes":
      return t`notes`;
    case "before":
      return t`text above the lines`;
    case "lines":
      return t`lines`;
    case "totals":
      return t`totals`;
    case "payment":
      return t`payment`;
    case "vat_table":
      return t`table of VAT`;
    case "signatures":
      return t`signatures`;
    case "exemptions":
      return t`reasons without VAT`;
    case "after":
      return t`text below the lines`;
  }
}

function groupOf(group: GroupBy): string {
  switch (group) {
    case "nothing":
      return t`nothing`;
    case "delivery_note":
      return t`delivery note`;
    case "cost_centre":
      return t`cost centre`;
    case "site":
      return t`place of delivery`;
    case "order":
      return t`order`;
  }
}

function sortOf(sort: Sort): string {
  switch (sort) {
    case "posted":
      return t`as they were posted`;
    case "their_line":
      return t`by their line number`;
    case "our_code":
      return t`by our code`;
    case "description":
      return t`by description`;
  }
}

function texts(
  by: Readonly<Record<string, string | undefined>>,
  name: (key: string) => string,
): string {
  const all = Object.entries(by).map(([key, text]) => `${name(key)}: ${text ?? ""}`);
  return all.length === 0 ? t`without` : all.join(" · ");
}
