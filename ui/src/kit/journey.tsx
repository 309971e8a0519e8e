// The journey strip: every step of the order's cycle with its holder; a step that nobody holds is a
// hatched hole.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { GlyphMark, type Glyph } from "./tag.tsx";

export type Tab = "order" | "fulfil" | "prove" | "bill" | "collect" | "close";
export type CellState = "done" | "here" | "hole" | "ahead" | "part";

export interface JourneyCell {
  tab: Tab;
  name: string;
  state: CellState;
  note: string;
}

function glyphOf(state: CellState): Glyph {
  switch (state) {
    case "done":
      return "done";
    case "here":
      return "here";
    case "hole":
      return "gap";
    case "part":
      return "clock";
    case "ahead":
      return "ahead";
  }
}

function inWords(state: CellState): string {
  switch (state) {
    case "done":
      return t`done`;
    case "here":
      return t`here now`;
    case "hole":
      return t`here now, held by nobody`;
    case "part":
      return t`part done`;
    case "ahead":
      return t`still ahead`;
  }
}

/** The wide strip of an order's page. */
export function Journey(props: { cells: readonly JourneyCell[]; label: string }): ReactNode {
  return (
    <ol className="journey" aria-label={props.label}>
      {props.cells.map((cell) => (
        <li
          key={cell.tab}
          className={`tab-${cell.tab} ${cell.state === "part" ? "done" : cell.state}`}
          aria-label={`${cell.name}: ${inWords(cell.state)}. ${cell.note}`}
          aria-current={cell.state === "here" || cell.state === "hole" ? "step" : undefined}
        >
          <div className="cell-name">
            <GlyphMark glyph={glyphOf(cell.state)} size={13} />
            <span className="clip">{cell.name}</span>
          </div>
          <div className="cell-note clip" title={cell.note}>
            {cell.note === "" ? "\u00a0" : cell.note}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** The small strip of a list's row. */
export function JourneyDots(props: {
  cells: readonly Pick<JourneyCell, "tab" | "name" | "state">[];
}): ReactNode {
  const words = props.cells.map((cell) => `${cell.name}: ${inWords(cell.state)}`).join(", ");
  return (
    <span className="dots" role="img" aria-label={words} title={words}>
      {props.cells.map((cell) => (
        <i
          key={cell.tab}
          className={`tab-${cell.tab} ${cell.state === "part" ? "here" : cell.state}`}
        />
      ))}
    </span>
  );
}
