// What a person types as a number, read into a scaled integer without ever being a float.

import { marksOf, type Locale } from "./locale.ts";

export type DecimalFault = "empty" | "not_a_number" | "too_fine" | "too_large";

export type Decimal = { ok: true; value: number } | { ok: false; fault: DecimalFault };

const BLANKS = /[\s\u00a0\u202f'’_]/g;

/** Reads `1.234,5`, `1,234.5`, `1234.5` or `12,5` into an integer of `scale` decimals. */
export function readDecimal(text: string, scale: number, locale: Locale): Decimal {
  const bare = text.replace(BLANKS, "");
  if (bare === "") return { ok: false, fault: "empty" };
  if (!/^[-\u2212]?[\d.,]*\d[.,]?$/.test(bare)) return { ok: false, fault: "not_a_number" };
  const negative = /^[-\u2212]/.test(bare);
  const parts = split(bare.replace(/^[-\u2212]/, ""), locale);
  if (parts === null) return { ok: false, fault: "not_a_number" };

  const fraction = parts.fraction.replace(/0+$/, "");
  if (fraction.length > scale) return { ok: false, fault: "too_fine" };
  const digits = `${parts.whole}${fraction.padEnd(scale, "0")}`.replace(/^0+(?=\d)/, "");
  const value = Number(digits === "" ? "0" : digits);
  if (!Number.isSafeInteger(value)) return { ok: false, fault: "too_large" };
  return { ok: true, value: negative && value !== 0 ? -value : value };
}

/** True where the locale, and nothing else, decided what the mark means: `1.234`. */
export function isAmbiguous(text: string): boolean {
  return /^[-\u2212]?[1-9]\d{0,2}[.,]\d{3}$/.test(text.replace(BLANKS, ""));
}

interface Parts {
  whole: string;
  fraction: string;
}

function split(text: string, locale: Locale): Parts | null {
  const lastMark = Math.max(text.lastIndexOf(","), text.lastIndexOf("."));
  if (lastMark < 0) return { whole: text, fraction: "" };
  const last = text.charAt(lastMark);
  const other = last === "," ? "." : ",";
  const count = text.split(last).length - 1;

  if (text.includes(other)) {
    return count > 1 ? null : grouped(text.slice(0, lastMark), other, text.slice(lastMark + 1));
  }
  if (count > 1) return grouped(text, last, "");
  const groups = isAmbiguous(text) && last === marksOf(locale).group;
  if (groups) return { whole: text.replace(last, ""), fraction: "" };
  return { whole: text.slice(0, lastMark), fraction: text.slice(lastMark + 1) };
}

function grouped(whole: string, mark: string, fraction: string): Parts | null {
  const groups = whole.split(mark);
  const sound = groups.every((group, n) => (n === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(group));
  return sound ? { whole: groups.join(""), fraction } : null;
}
