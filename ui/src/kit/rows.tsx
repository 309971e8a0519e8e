// A short list that a form grows and shrinks: addresses, contacts, prices.

import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";

import { Button } from "./button.tsx";

export interface Keyed {
  key: string;
}

export function Rows<Row extends Keyed>(props: {
  rows: readonly Row[];
  onChange: (rows: readonly Row[]) => void;
  fresh: () => Row;
  add: string;
  remove: string;
  /** Tracks of the grid, without the one for the button. */
  tracks: string;
  renderRow: (row: Row, set: (next: Partial<Row>) => void) => ReactNode;
}): ReactNode {
  const { rows, onChange } = props;
  return (
    <div className="stack rows">
      {rows.map((row) => (
        <div key={row.key} className="rows-row" style={{ "--tracks": props.tracks }}>
          {props.renderRow(row, (next) =>
            onChange(rows.map((one) => (one.key === row.key ? { ...one, ...next } : one))),
          )}
          <Button
            kind="quiet"
            small
            label={props.remove}
            onPress={() => onChange(rows.filter((one) => one.key !== row.key))}
          >
            <X size={14} aria-hidden="true" />
          </Button>
        </div>
      ))}
      <div>
        <Button kind="quiet" small onPress={() => onChange([...rows, props.fresh()])}>
          <Plus size={14} aria-hidden="true" />
          {props.add}
        </Button>
      </div>
    </div>
  );
}
