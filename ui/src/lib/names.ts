// The firm's words for what the records call by a code.

import { t } from "@lingui/core/macro";

import type { Lack, Reference } from "../bindings/commands.ts";

const DEPARTMENTS = [
  "marketing",
  "sales",
  "order_desk",
  "production",
  "warehouse",
  "logistics",
  "billing",
  "finance",
  "direction",
  "service",
] as const;

export type DepartmentCode = (typeof DEPARTMENTS)[number];

export const ALL_DEPARTMENTS: readonly DepartmentCode[] = DEPARTMENTS;

export function isDepartment(code: string): code is DepartmentCode {
  return DEPARTMENTS.some((known) => known === code);
}

export function departmentName(code: DepartmentCode): string {
  switch (code) {
    case "marketing":
      return t`Marketing`;
    case "sales":
      return t`Sales`;
    case "order_desk":
      return t`Order desk`;
    case "production":
      return t`Production`;
    case "warehouse":
      return t`Warehouse`;
    case "logistics":
      return t`Logistics`;
    case "billing":
      return t`Billing`;
    case "finance":
      return t`Finance`;
    case "direction":
      return t`Direction`;
    case "service":
      return t`Service`;
  }
}

/** The customer's own references that their invoices must carry. */
export function referenceName(code: string): string {
  switch (code) {
    case "customer_po":
      return t`PO number`;
    case "contract":
      return t`contract`;
    case "project":
      return t`project`;
    case "buyer_reference":
      return t`buyer reference`;
    case "cig":
      return "CIG";
    case "cup":
      return "CUP";
    case "leitweg_id":
      return "Leitweg-ID";
    case "customer_line":
      return t`their line number`;
    case "customer_code":
      return t`their product code`;
    case "cost_centre":
      return t`cost centre`;
    case "goods_receipt":
      return t`goods-receipt number`;
    default:
      return code;
  }
}

/** A reference that is missing or wrong, and where. */
export function lackName(lack: Lack): string {
  const name = wrongName(lack.reference, lack.found);
  if (lack.shipment_number !== null)
    return t`${name} of delivery note ${lack.shipment_number}, which comes with the proof`;
  return lack.line_n === null ? name : t`${name} of line ${lack.line_n}`;
}

function wrongName(reference: Reference, found: string | null): string {
  if (found === null) return referenceName(reference);
  switch (reference) {
    case "cig":
      return t`a CIG of 10 capital letters and digits instead of ${found}`;
    case "cup":
      return t`a CUP of 15 capital letters and digits instead of ${found}`;
    case "leitweg_id":
      return t`a Leitweg-ID with right check digits instead of ${found}`;
    default:
      return t`${referenceName(reference)} instead of ${found}`;
  }
}

const CURRENCIES = ["EUR", "CHF", "GBP", "USD"] as const;
const COUNTRIES =
  "IT AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE LT LU LV MT NL NO PL PT RO SE SI SK US";
const UNITS = ["C62", "SET", "KGM", "MTR", "LTR", "HUR"] as const;

interface Named {
  id: string;
  text: string;
}

/** The usual ones, and the one that stands already. */
function withStanding(usual: readonly string[], standing: string): string[] {
  return usual.includes(standing) || standing === "" ? [...usual] : [...usual, standing];
}

export function currencyOptions(standing: string): Named[] {
  return withStanding(CURRENCIES, standing).map((id) => ({ id, text: id }));
}

export function countryOptions(standing: string): Named[] {
  return withStanding(COUNTRIES.split(" "), standing).map((id) => ({ id, text: id }));
}

const LANGUAGES = ["it", "en", "de", "fr", "es"] as const;

export function languageName(code: string): string {
  switch (code) {
    case "it":
      return t`Italian`;
    case "en":
      return t`English`;
    case "de":
      return t`German`;
    case "fr":
      return t`French`;
    case "es":
      return t`Spanish`;
    default:
      return code;
  }
}

export function languageOptions(standing: string): Named[] {
  return withStanding(LANGUAGES, standing).map((id) => ({ id, text: languageName(id) }));
}

export function unitOptions(standing: string): Named[] {
  return withStanding(UNITS, standing).map((id) => ({ id, text: `${unitName(id)} · ${id}` }));
}

/** The usual units by UN/ECE code; another code is shown as it is. */
export function unitName(code: string): string {
  switch (code) {
    case "H87":
    case "C62":
    case "EA":
      return t`pcs`;
    case "KGM":
      return "kg";
    case "MTR":
      return "m";
    case "LTR":
      return "l";
    case "HUR":
      return "h";
    case "SET":
      return t`set`;
    default:
      return code;
  }
}
