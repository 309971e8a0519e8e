// Finds one of many by typing: the best match is chosen by Enter or Tab, the mouse is never needed.

import { t } from "@lingui/core/macro";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

export interface Found {
  id: string;
  code?: string | undefined;
  text: string;
  aside?: string | undefined;
}

export interface TypeAheadProps {
  label: string;
  hideLabel?: boolean;
  /** What the field says while nobody types in it. */
  shown: string;
  found: readonly Found[];
  searching: boolean;
  onType: (text: string) => void;
  onPick: (found: Found) => void;
  placeholder?: string;
  wrong?: string | undefined;
  hint?: string | undefined;
  autoFocus?: boolean;
  name?: string;
}

export function TypeAhead(props: TypeAheadProps): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const open = typed !== null && typed.trim() !== "";
  const best = props.found[Math.min(active, props.found.length - 1)];

  // Whoever types faster than the search answers gets the best match when it comes.
  const hurried = useRef(false);

  const pick = (found: Found | undefined): void => {
    hurried.current = false;
    if (found !== undefined) props.onPick(found);
    setTyped(null);
  };
  useEffect(() => {
    if (hurried.current && !props.searching) pick(best);
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((now) => Math.max(0, Math.min(props.found.length - 1, now + step)));
    } else if (event.key === "Enter" || event.key === "Tab") {
      if (event.key === "Enter") event.preventDefault();
      if (props.searching) hurried.current = true;
      else if (best !== undefined) pick(best);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      setTyped(null);
    }
  };
  return (
    <div className="field">
      {props.hideLabel === true ? null : <label htmlFor={id}>{props.label}</label>}
      <span className="picker">
        <input
          id={id}
          className="input"
          role="combobox"
          name={props.name}
          aria-label={props.label}
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={open && best !== undefined ? `${id}-${best.id}` : undefined}
          aria-invalid={props.wrong !== undefined}
          autoComplete="off"
          spellCheck={false}
          // The first thing that an empty form asks.
          autoFocus={props.autoFocus}
          placeholder={props.placeholder}
          value={typed ?? props.shown}
          onChange={(event) => {
            hurried.current = false;
            setTyped(event.target.value);
            setActive(0);
            props.onType(event.target.value);
          }}
          onFocus={(event) => event.target.select()}
          onBlur={() => {
            if (!hurried.current) setTyped(null);
          }}
          onKeyDown={onKeyDown}
        />
        {open ? (
          <Matches
            id={id}
            found={props.found}
            best={best}
            searching={props.searching}
            onPick={pick}
          />
        ) : null}
      </span>
      <Note wrong={props.wrong} hint={props.hint} />
    </div>
  );
}

function Note(props: { wrong: string | undefined; hint: string | undefined }): ReactNode {
  if (props.wrong !== undefined) return <span className="wrong">{props.wrong}</span>;
  return props.hint === undefined ? null : <span className="hint">{props.hint}</span>;
}

interface MatchesProps {
  id: string;
  found: readonly Found[];
  best: Found | undefined;
  searching: boolean;
  onPick: (found: Found) => void;
}

function Matches(props: MatchesProps): ReactNode {
  return (
    <div className="popover matches" id={`${props.id}-list`} role="listbox" tabIndex={-1}>
      {props.found.map((found) => (
        // The field keeps the focus and answers the keys; the row only takes the mouse.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={found.id}
          id={`${props.id}-${found.id}`}
          role="option"
          tabIndex={-1}
          aria-selected={found.id === props.best?.id}
          data-focused={found.id === props.best?.id ? "" : undefined}
          className="option"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => props.onPick(found)}
        >
          {found.code === undefined ? null : <span className="code">{found.code}</span>}
          <span className="clip">{found.text}</span>
          {found.aside === undefined ? null : <span className="aside">{found.aside}</span>}
        </div>
      ))}
      {props.found.length === 0 ? (
        <div className="nothing">{props.searching ? t`Looking…` : t`Nothing found`}</div>
      ) : null}
    </div>
  );
}
