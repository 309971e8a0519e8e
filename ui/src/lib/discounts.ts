// A discount as people write it: `15`, or a chain such as `10 + 5`.

import { readDecimal } from "./decimal.ts";
import { scaled } from "./figures.ts";
import type { Locale } from "./locale.ts";

/** Each link of the chain in millionths; empty for nothing, null where it cannot be read. */
export function readDiscounts(text: string, locale: Locale): number[] | null {
  if (text.trim() === "") return [];
  const links = text.split("+").map((link) => readDecimal(link.replace("%", ""), 4, locale));
  const values = links.flatMap((link) => (link.ok && link.value >= 0 ? [link.value] : []));
  return values.length === links.length ? values : null;
}

/** `10 + 5`, from millionths. */
export function discountText(links: readonly number[], locale: Locale): string {
  return links.map((ppm) => scaled(ppm, 4, 0, locale)).join(" + ");
}
