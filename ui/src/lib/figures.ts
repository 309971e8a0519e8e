// Scaled integers as text: money in minor units, quantities, prices and percentages in millionths.

import { marksOf, type Locale } from "./locale.ts";

const NO_DECIMALS = new Set(
  "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF".split(" "),
);
const THREE_DECIMALS = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));
const SIGNS: Readonly<Record<string, string>> = { EUR: "€", GBP: "£", USD: "$", JPY: "¥" };
const MINUS = "\u2212";
const NARROW_SPACE = "\u00a0";

/** Decimals of a currency's minor unit (ISO 4217). */
export function decimalsOf(currency: string): number {
  if (NO_DECIMALS.has(currency)) return 0;
  return THREE_DECIMALS.has(currency) ? 3 : 2;
}

/** An integer of `scale` decimals as text, with at least `least` of them. */
export function scaled(value: number, scale: number, least: number, locale: Locale): string {
  const { decimal, group } = marksOf(locale);
  const digits = Math.abs(value)
    .toString()
    .padStart(scale + 1, "0");
  const cut = digits.length - scale;
  const whole = digits.slice(0, cut).replace(/\B(?=(?:\d{3})+$)/g, group);
  let fraction = digits.slice(cut);
  while (fraction.length > least && fraction.endsWith("0")) fraction = fraction.slice(0, -1);
  const text = fraction === "" ? whole : `${whole}${decimal}${fraction}`;
  return value < 0 ? `${MINUS}${text}` : text;
}

/** Minor units without their currency: `1.234,50`. */
export function amount(minor: number, currency: string, locale: Locale): string {
  const decimals = decimalsOf(currency);
  return scaled(minor, decimals, decimals, locale);
}

/** Minor units with their currency: `1.234,50 €`, `€1,234.50`. */
export function money(minor: number, currency: string, locale: Locale): string {
  return withCurrency(amount(minor, currency, locale), currency, locale);
}

/** A unit price in millionths of the currency unit: at least its usual decimals, at most six. */
export function unitPrice(micro: number, currency: string, locale: Locale): string {
  return withCurrency(scaled(micro, 6, decimalsOf(currency), locale), currency, locale);
}

/** A quantity in millionths of its unit, without trailing zeros. */
export function quantity(micro: number, locale: Locale): string {
  return scaled(micro, 6, 0, locale);
}

/** A share in millionths as a percentage: 150,000 is `15%`. */
export function percent(ppm: number, locale: Locale): string {
  return `${scaled(ppm, 4, 0, locale)}%`;
}

function withCurrency(figure: string, currency: string, locale: Locale): string {
  const sign = SIGNS[currency];
  if (locale === "it") return `${figure}${NARROW_SPACE}${sign ?? currency}`;
  if (sign === undefined) return `${currency}${NARROW_SPACE}${figure}`;
  return figure.startsWith(MINUS) ? `${MINUS}${sign}${figure.slice(1)}` : `${sign}${figure}`;
}
