// Business dates (`2026-11-25`) and instants: how they are written, and what a person may type.

import { CalendarDate, getDayOfWeek, parseDate } from "@internationalized/date";

import type { Locale } from "./locale.ts";

const MONTHS: Readonly<Record<Locale, readonly string[]>> = {
  en: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "),
  it: "gen feb mar apr mag giu lug ago set ott nov dic".split(" "),
};
const DAYS: Readonly<Record<Locale, readonly string[]>> = {
  en: "Mon Tue Wed Thu Fri Sat Sun".split(" "),
  it: "lun mar mer gio ven sab dom".split(" "),
};

/** `25 Nov`, with the year only when it is not this one. */
export function day(iso: string, locale: Locale, today?: string): string {
  const date = parseDate(iso);
  const text = `${date.day} ${MONTHS[locale][date.month - 1] ?? ""}`;
  return today !== undefined && today.slice(0, 4) === iso.slice(0, 4)
    ? text
    : `${text} ${date.year}`;
}

/** `Wed 25 Nov 2026`: what a typed date is echoed as. */
export function longDay(iso: string, locale: Locale): string {
  return `${DAYS[locale][weekday(parseDate(iso))] ?? ""} ${day(iso, locale)}`;
}

/** An instant in the firm's zone, taken to be this computer's: `25 Nov 09:14`. */
export function instant(utc: string, locale: Locale): string {
  const at = new Date(utc);
  const two = (n: number): string => n.toString().padStart(2, "0");
  const month = MONTHS[locale][at.getMonth()] ?? "";
  return `${at.getDate()} ${month} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** A deadline: the end of a day is that day, any other instant is written with its time. */
export function deadline(utc: string, locale: Locale, today: string): string {
  const end = /^(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?Z$/.exec(utc)?.[1];
  if (end === undefined) return instant(utc, locale);
  return day(parseDate(end).subtract({ days: 1 }).toString(), locale, today);
}

/** How long since: `3 d 2 h`, `4 h`, `12 min`. */
export function elapsed(fromUtc: string, toUtc: string, locale: Locale): string {
  const minutes = Math.max(0, Math.floor((Date.parse(toUtc) - Date.parse(fromUtc)) / 60_000));
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const dayLetter = locale === "it" ? "g" : "d";
  if (days > 0) return `${days} ${dayLetter} ${hours % 24} h`;
  return hours > 0 ? `${hours} h` : `${minutes} min`;
}

/** Whole days from one business date to another; negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/**
 * Reads what a person types: `t`, `+5`, `-2`, `3` (the next 3rd), `3/12`, `3.12.26`, `2026-12-03`,
 * `lun` or `mon` (the next one), `fm` (end of month). Null when it is none of these.
 */
export function readDate(text: string, today: string): string | null {
  const typed = text.trim().toLowerCase();
  const now = parseDate(today);
  if (typed === "t") return today;
  if (typed === "fm") return now.set({ day: 31 }).toString();
  const offset = /^([+-])(\d{1,3})$/.exec(typed);
  if (offset !== null) {
    const days = Number(offset[2]);
    return (offset[1] === "+" ? now.add({ days }) : now.subtract({ days })).toString();
  }
  const named = dayNamed(typed);
  if (named >= 0) return now.add({ days: ((named - weekday(now) + 6) % 7) + 1 }).toString();
  return readNumbers(typed, now);
}

function readNumbers(typed: string, now: CalendarDate): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (iso !== null) return real(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const parts = /^(\d{1,2})(?:[/.\-\s](\d{1,2})(?:[/.\-\s](\d{2}|\d{4}))?)?$/.exec(typed);
  if (parts === null) return null;
  const [, d, m, y] = parts;
  const dayOf = Number(d);
  if (m === undefined) {
    const months = dayOf > now.day ? 0 : 1;
    const month = now.set({ day: 1 }).add({ months });
    return real(month.year, month.month, dayOf);
  }
  if (y !== undefined) return real(Number(y.length === 2 ? `20${y}` : y), Number(m), dayOf);
  const thisYear = real(now.year, Number(m), dayOf);
  // Without a year the nearest one is meant: in January `12/12` is last month, not next winter.
  return thisYear !== null && daysBetween(now.toString(), thisYear) < -183
    ? real(now.year + 1, Number(m), dayOf)
    : thisYear;
}

function real(year: number, month: number, dayOf: number): string | null {
  const date = new CalendarDate(year, month, dayOf);
  const kept = date.year === year && date.month === month && date.day === dayOf;
  return kept ? date.toString() : null;
}

/** 0 is Monday. */
function weekday(date: CalendarDate): number {
  return (getDayOfWeek(date, "en-GB") + 7) % 7;
}

function dayNamed(typed: string): number {
  if (typed.length < 3) return -1;
  const short = typed.slice(0, 3);
  const english = DAYS.en.findIndex((name) => name.toLowerCase() === short);
  return english >= 0 ? english : DAYS.it.indexOf(short);
}
