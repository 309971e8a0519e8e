// A small word in a tab's colour; the glyph and the word carry the meaning, colour only helps.

import {
  Check,
  Circle,
  CircleDashed,
  CircleDot,
  Clock3,
  Slash,
  TriangleAlert,
  type LucideIcon,
} from "lucide-react";
import type { ReactNode } from "react";

export type Tone =
  | "neutral"
  | "ok"
  | "warn"
  | "danger"
  | "info"
  | "order"
  | "fulfil"
  | "prove"
  | "bill"
  | "collect"
  | "close";

export type Glyph = "done" | "here" | "ahead" | "gap" | "risk" | "off" | "clock";

const GLYPHS: Readonly<Record<Glyph, LucideIcon>> = {
  done: Check,
  here: CircleDot,
  ahead: Circle,
  gap: CircleDashed,
  risk: TriangleAlert,
  off: Slash,
  clock: Clock3,
};

export function GlyphMark(props: { glyph: Glyph; size?: number }): ReactNode {
  const Mark = GLYPHS[props.glyph];
  return <Mark size={props.size ?? 12} strokeWidth={2.4} aria-hidden="true" />;
}

export function Tag(props: {
  tone?: Tone;
  glyph?: Glyph;
  children: ReactNode;
  title?: string;
}): ReactNode {
  return (
    <span className={`tag tone-${props.tone ?? "neutral"}`} title={props.title}>
      {props.glyph === undefined ? null : <GlyphMark glyph={props.glyph} />}
      {props.children}
    </span>
  );
}
