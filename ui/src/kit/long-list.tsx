// A long list that is walked with j, k or the arrows and opened with Enter; only what is seen is drawn.

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type ReactNode } from "react";

export interface Column<Row> {
  id: string;
  heading: string;
  /** A track of the grid: `1fr`, `110px`, `minmax(0, 2fr)`. */
  track: string;
  figure?: boolean;
  cell: (row: Row) => ReactNode;
}

interface LongListProps<Row> {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  idOf: (row: Row) => string;
  onOpen: (row: Row) => void;
  /** Called while the last rows are in sight. */
  onNearEnd: () => void;
}

const ROW_HEIGHT = 32;

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input, textarea, [role=dialog], [role=listbox]") !== null
  );
}

/** j, k and Enter work wherever the focus is, but not while somebody types. */
function useRowKeys(
  length: number,
  at: number,
  go: (n: number) => void,
  open: (n: number) => void,
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "j" || event.key === "ArrowDown") go(Math.min(length - 1, at + 1));
      else if (event.key === "k" || event.key === "ArrowUp") go(Math.max(0, at - 1));
      else if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) open(at);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [length, at, go, open]);
}

export function LongList<Row>(props: LongListProps<Row>): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const virtual = useVirtualizer({
    count: props.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const { onNearEnd } = props;
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0;
  const nearEnd = last >= props.rows.length - 20;
  useEffect(() => {
    if (nearEnd) onNearEnd();
  }, [nearEnd, onNearEnd]);
  const open = (n: number): void => {
    const row = props.rows[n];
    if (row !== undefined) props.onOpen(row);
  };
  const go = (n: number): void => {
    setAt(n);
    virtual.scrollToIndex(n);
  };
  useRowKeys(props.rows.length, at, go, open);

  const columns = props.columns.map((column) => column.track).join(" ");
  return (
    <div
      className="grid"
      role="grid"
      aria-label={props.label}
      aria-rowcount={props.rows.length + 1}
      style={{ "--columns": columns }}
    >
      <div className="grid-head" role="row">
        {props.columns.map((column) => (
          <span
            key={column.id}
            role="columnheader"
            className={column.figure === true ? "n" : undefined}
          >
            {column.heading}
          </span>
        ))}
      </div>
      <div className="grid-body" ref={scroller} role="rowgroup">
        <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="presentation">
          {virtual.getVirtualItems().map((item) => {
            const row = props.rows[item.index];
            if (row === undefined) return null;
            return (
              // The keys are heard by the whole list; see useRowKeys.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
              <div
                key={props.idOf(row)}
                role="row"
                tabIndex={-1}
                className="grid-row"
                aria-rowindex={item.index + 2}
                aria-selected={item.index === at}
                style={{ transform: `translateY(${item.start}px)` }}
                onClick={() => open(item.index)}
              >
                {props.columns.map((column) => (
                  <span
                    key={column.id}
                    role="gridcell"
                    className={column.figure === true ? "n" : undefined}
                  >
                    {column.cell(row)}
                  </span>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
