// Fields that read what a person types: text, a decimal, a date. What was understood is echoed.

import { t } from "@lingui/core/macro";
import { useId, useState, type ReactNode } from "react";

import { isAmbiguous, readDecimal, type DecimalFault } from "../lib/decimal.ts";
import { readDate } from "../lib/dates.ts";
import { scaled } from "../lib/figures.ts";
import { useShown } from "./setting.tsx";

interface FieldProps {
  label: string;
  /** Read out, but not shown: the column's heading says it already. */
  hideLabel?: boolean;
  hint?: string | undefined;
  wrong?: string | undefined;
  children: (id: string, described: string) => ReactNode;
}

/** A label, a control and one line below it. */
export function Field(props: FieldProps): ReactNode {
  const id = useId();
  const described = `${id}-note`;
  const note = props.wrong ?? props.hint;
  return (
    <div className="field">
      {props.hideLabel === true ? null : <label htmlFor={id}>{props.label}</label>}
      {props.children(id, described)}
      {note === undefined || note === "" ? null : (
        <span id={described} className={props.wrong === undefined ? "hint" : "wrong"}>
          {note}
        </span>
      )}
    </div>
  );
}

export interface TextEntryProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hideLabel?: boolean;
  hint?: string;
  wrong?: string | undefined;
  placeholder?: string;
  disabled?: boolean;
  name?: string;
  autoFocus?: boolean;
}

export function TextEntry(props: TextEntryProps): ReactNode {
  return (
    <Field
      label={props.label}
      hideLabel={props.hideLabel ?? false}
      hint={props.hint}
      wrong={props.wrong}
    >
      {(id, described) => (
        <input
          id={id}
          className="input"
          name={props.name}
          value={props.value}
          placeholder={props.placeholder}
          disabled={props.disabled}
          autoComplete="off"
          spellCheck={false}
          // The first field of a dialog that the person has just opened.
          autoFocus={props.autoFocus}
          aria-label={props.label}
          aria-describedby={described}
          aria-invalid={props.wrong !== undefined}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export function decimalFault(fault: DecimalFault): string {
  switch (fault) {
    case "empty":
      return t`A number is needed`;
    case "not_a_number":
      return t`This is not a number`;
    case "too_fine":
      return t`Too many decimals`;
    case "too_large":
      return t`Too large`;
  }
}

export interface DecimalEntryProps {
  label: string;
  /** The integer of `scale` decimals; null while nothing valid is typed. */
  value: number | null;
  scale: number;
  onChange: (value: number | null) => void;
  hideLabel?: boolean;
  unit?: string;
  disabled?: boolean;
  name?: string;
  /** An empty field is a fault only when the person must fill it. */
  required?: boolean;
}

export function DecimalEntry(props: DecimalEntryProps): ReactNode {
  const { locale } = useShown();
  const show = (value: number | null): string =>
    value === null ? "" : scaled(value, props.scale, 0, locale);
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? show(props.value);
  const read = readDecimal(text, props.scale, locale);
  const silent = !read.ok && read.fault === "empty" && props.required !== true;
  const wrong = read.ok || silent ? undefined : decimalFault(read.fault);
  const echo = read.ok && typed !== null && isAmbiguous(text) ? `= ${show(read.value)}` : undefined;
  const hint = echo ?? props.unit;
  return (
    <Field label={props.label} hideLabel={props.hideLabel ?? false} hint={hint} wrong={wrong}>
      {(id, described) => (
        <input
          id={id}
          className="input input-figure"
          name={props.name}
          inputMode="decimal"
          value={text}
          disabled={props.disabled}
          autoComplete="off"
          aria-label={props.label}
          aria-describedby={described}
          aria-invalid={wrong !== undefined}
          onChange={(event) => {
            const next = readDecimal(event.target.value, props.scale, locale);
            setTyped(event.target.value);
            props.onChange(next.ok ? next.value : null);
          }}
          onBlur={() => {
            if (read.ok) setTyped(null);
          }}
        />
      )}
    </Field>
  );
}

export interface DateEntryProps {
  label: string;
  value: string | null;
  onChange: (iso: string | null) => void;
  wrong?: string | undefined;
  name?: string;
  disabled?: boolean;
}

export function DateEntry(props: DateEntryProps): ReactNode {
  const { today, day, longDay } = useShown();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (props.value === null ? "" : day(props.value));
  const understood = typed === null ? props.value : readDate(typed, today);
  const unread = typed !== null && typed.trim() !== "" && understood === null;
  const wrong = unread ? t`Write 3/12, +5 or t for today` : props.wrong;
  const hint = understood === null ? undefined : longDay(understood);
  return (
    <Field label={props.label} hint={hint ?? "\u00a0"} wrong={wrong}>
      {(id, described) => (
        <input
          id={id}
          className="input"
          name={props.name}
          value={text}
          disabled={props.disabled}
          autoComplete="off"
          aria-label={props.label}
          aria-describedby={described}
          aria-invalid={wrong !== undefined}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            setTyped(event.target.value);
            props.onChange(readDate(event.target.value, today));
          }}
          onBlur={() => {
            if (!unread) setTyped(null);
          }}
        />
      )}
    </Field>
  );
}
