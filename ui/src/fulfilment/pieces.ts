// Serial and lot numbers as a person writes or scans them.

import type { LotPart } from "../bindings/commands.ts";
import { readDecimal } from "../lib/decimal.ts";
import type { Locale } from "../lib/locale.ts";

/** Numbers with blanks, commas or line ends between them. */
export function readSerials(text: string): string[] {
  return text.split(/[\s,;]+/).filter((serial) => serial !== "");
}

/**
 * `A12 5; A13 7`: each lot with its quantity. A single lot without one holds all of the line.
 * Null where it cannot be read.
 */
export function readLots(text: string, whole: number, locale: Locale): LotPart[] | null {
  const parts = text.split(";").map((part) => part.trim());
  const named = parts.filter((part) => part !== "");
  const only = named[0];
  if (only === undefined) return [];
  if (named.length === 1 && !/\s/.test(only)) return [{ lot: only, quantity: whole }];
  const lots = named.flatMap((part) => {
    const [, lot, figure] = /^(\S+)\s+(\S+)$/.exec(part) ?? [];
    const quantity = readDecimal(figure ?? "", 6, locale);
    return lot !== undefined && quantity.ok ? [{ lot, quantity: quantity.value }] : [];
  });
  return lots.length === named.length ? lots : null;
}
