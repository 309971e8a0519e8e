// What went wrong, what to know, what is empty: always a sentence, with what can be done about it.

import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

type NoticeTone = "danger" | "warn" | "info" | "ok";

const MARKS = { danger: CircleAlert, warn: TriangleAlert, info: Info, ok: CircleCheck } as const;

export function Notice(props: {
  tone: NoticeTone;
  children: ReactNode;
  actions?: ReactNode;
}): ReactNode {
  const Mark = MARKS[props.tone];
  const role = props.tone === "danger" || props.tone === "warn" ? "alert" : "status";
  return (
    <div className={`notice tone-${props.tone}`} role={role}>
      <Mark size={16} aria-hidden="true" />
      <div>{props.children}</div>
      {props.actions === undefined ? null : <div className="actions">{props.actions}</div>}
    </div>
  );
}

/** An empty place teaches: one line of meaning, at most one button. */
export function Empty(props: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}): ReactNode {
  return (
    <div className="empty">
      <h2>{props.title}</h2>
      <div>{props.children}</div>
      {props.action}
    </div>
  );
}

export function Skeleton(props: { lines?: number }): ReactNode {
  const widths = ["82%", "64%", "73%", "58%", "78%", "69%"];
  return (
    <div className="panel-body" aria-hidden="true">
      {widths.slice(0, props.lines ?? 4).map((width) => (
        <div key={width} className="skeleton" style={{ width }} />
      ))}
    </div>
  );
}
