// The language and the firm's date, handed down to whatever shows or reads a figure.

import { createContext, useContext } from "react";

import * as dates from "../lib/dates.ts";
import * as figures from "../lib/figures.ts";
import type { Locale } from "../lib/locale.ts";

export interface Setting {
  locale: Locale;
  /** The firm's date. */
  today: string;
  /** The instant to measure clocks against. */
  now: string;
}

export const SettingContext = createContext<Setting>({
  locale: "en",
  today: "2026-01-01",
  now: "2026-01-01T00:00:00Z",
});

/** Everything that turns a stored value into text, in the language of the screens. */
export interface Shown extends Setting {
  money: (minor: number, currency: string) => string;
  amount: (minor: number, currency: string) => string;
  unitPrice: (micro: number, currency: string) => string;
  quantity: (micro: number) => string;
  percent: (ppm: number) => string;
  /** How many there are of something. */
  count: (n: number) => string;
  day: (iso: string) => string;
  longDay: (iso: string) => string;
  instant: (utc: string) => string;
  since: (utc: string) => string;
  deadline: (utc: string) => string;
}

export function useShown(): Shown {
  const setting = useContext(SettingContext);
  const { locale, today, now } = setting;
  return {
    ...setting,
    money: (minor, currency) => figures.money(minor, currency, locale),
    amount: (minor, currency) => figures.amount(minor, currency, locale),
    unitPrice: (micro, currency) => figures.unitPrice(micro, currency, locale),
    quantity: (micro) => figures.quantity(micro, locale),
    percent: (ppm) => figures.percent(ppm, locale),
    count: (n) => figures.scaled(n, 0, 0, locale),
    day: (iso) => dates.day(iso, locale, today),
    longDay: (iso) => dates.longDay(iso, locale),
    instant: (utc) => dates.instant(utc, locale),
    deadline: (utc) => dates.deadline(utc, locale, today),
    since: (utc) => dates.elapsed(utc, now, locale),
  };
}
