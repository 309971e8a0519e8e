// The values that a no carries, as they are written on the screens.

import { t } from "@lingui/core/macro";

import type { Lack } from "../bindings/commands.ts";
import { day } from "./dates.ts";
import type { Failure } from "./failure.ts";
import { quantity as quantityText } from "./figures.ts";
import type { Locale } from "./locale.ts";
import { departmentName, isDepartment, lackName } from "./names.ts";
import { HOLD_KINDS, holdName, SHIPMENT_STATES, shipmentStateName } from "./states.ts";

export type Params = Failure["params"];

export function text(params: Params, key: string): string {
  const value = params[key];
  return typeof value === "string" ? value : typeof value === "number" ? value.toString() : "";
}

export function goods(params: Params, key: string, locale: Locale): string {
  const value = params[key];
  return typeof value === "number" ? quantityText(value, locale) : "";
}

export function date(params: Params, key: string, locale: Locale): string {
  const value = text(params, key);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? day(value, locale) : value;
}

export function department(params: Params): string {
  const name = text(params, "department");
  return isDepartment(name) ? departmentName(name) : name;
}

export function references(params: Params): string {
  const missing = params["missing"];
  return Array.isArray(missing) ? missing.map((lack: Lack) => lackName(lack)).join(", ") : "";
}

/** Where a shipment stands, in small letters inside a sentence. */
export function shipmentState(params: Params): string {
  const state = SHIPMENT_STATES.find((known) => known === params["state"]);
  return state === undefined ? "" : shipmentStateName(state).toLowerCase();
}

export function holdKind(params: Params): string {
  const kind = HOLD_KINDS.find((known) => known === params["kind"]);
  return kind === undefined ? "" : holdName(kind).toLowerCase();
}

/** What a form calls the field that the rules call by its name in the records. */
export function fieldName(params: Params): string {
  const field = text(params, "field");
  switch (field) {
    case "name":
      return t`name`;
    case "code":
      return t`code`;
    case "description":
      return t`description`;
    case "reason":
    case "note":
      return t`reason`;
    case "reference":
    case "evidence":
      return t`reference of the evidence`;
    case "policy":
      return t`policy`;
    case "customer":
      return t`customer`;
    case "customer_po":
      return t`PO number`;
    case "customer_code":
      return t`customer's own code`;
    case "country":
      return t`country`;
    case "tax_category":
      return t`VAT class`;
    case "lines":
      return t`lines`;
    case "serial":
      return t`serial number`;
    case "lot":
      return t`lot`;
    case "phone":
      return t`telephone`;
    case "role":
      return t`role`;
    default:
      return field.replaceAll("_", " ");
  }
}
