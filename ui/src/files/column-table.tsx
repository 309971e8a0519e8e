// One line for each field: the column that it comes from, or the value that is the same in every row.

import { t } from "@lingui/core/macro";
import { plural } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { Button } from "../kit/button.tsx";
import { Choice } from "../kit/choice.tsx";
import { TextEntry } from "../kit/fields.tsx";
import { Tag } from "../kit/tag.tsx";
import { FIELDS, importFieldName, type Sheet } from "./import-fields.ts";
import { sourceOf, withSource, type MappingTable, type Source } from "./mapping-text.ts";

export interface ColumnTableProps {
  title: string | null;
  sheet: Sheet;
  part: "head" | "lines";
  table: MappingTable;
  /** All columns of the file that have a heading. */
  columns: readonly string[];
  onChange: (table: MappingTable) => void;
}

export function ColumnTable(props: ColumnTableProps): ReactNode {
  const { sheet, part, table, columns, onChange } = props;
  const [all, setAll] = useState(false);
  const { needed, free } = FIELDS[sheet];
  const isGiven = (field: string): boolean => sourceOf(table, part, field) !== null;
  // A line stays where it stands while its source is changed: those found at first stand first.
  const [found] = useState(() => free.filter(isGiven));
  const [touched, setTouched] = useState<readonly string[]>([]);
  const others = free.filter((field) => !found.includes(field));
  const rest = others.filter((field) => !isGiven(field) && !touched.includes(field));
  const shown = [...needed, ...found, ...others.filter((field) => all || !rest.includes(field))];
  const set = (field: string, source: Source | null): void => {
    setTouched([...touched, field]);
    onChange(withSource(table, part, field, source));
  };
  const line = (field: string): ReactNode => (
    <FieldLine
      key={field}
      field={field}
      needed={needed.includes(field)}
      source={sourceOf(table, part, field)}
      columns={columns}
      onChange={(source) => set(field, source)}
    />
  );
  return (
    <section className="column-table" aria-label={props.title ?? t`Fields`}>
      {props.title === null ? null : <h3>{props.title}</h3>}
      <table className="table inset">
        <thead>
          <tr>
            <th>{t`Field`}</th>
            <th>{t`Comes from the column`}</th>
            <th>{t`Value for every row`}</th>
          </tr>
        </thead>
        <tbody>{shown.map(line)}</tbody>
      </table>
      {rest.length === 0 ? null : (
        <Button
          kind="quiet"
          small
          onPress={() => {
            setAll(!all);
            setTouched([]);
          }}
        >
          {all
            ? t`Show fewer fields`
            : plural(rest.length, { one: "Show # more field", other: "Show # more fields" })}
        </Button>
      )}
    </section>
  );
}

const COLUMN = "column ";

function FieldLine(props: {
  field: string;
  needed: boolean;
  source: Source | null;
  columns: readonly string[];
  onChange: (source: Source | null) => void;
}): ReactNode {
  const { field, source, columns, onChange } = props;
  const name = importFieldName(field);
  const column = source !== null && "column" in source ? source.column : null;
  const constant = source !== null && "constant" in source ? source.constant : null;
  const offered = column === null || columns.includes(column) ? columns : [column, ...columns];
  const options = [
    { id: "none", text: props.needed ? t`Choose a column…` : t`Not in this file` },
    { id: "same", text: t`The same for every row` },
    ...offered.map((text) => ({ id: `${COLUMN}${text}`, text })),
  ];
  const value = column === null ? (constant === null ? "none" : "same") : `${COLUMN}${column}`;
  return (
    <tr>
      <td>
        <span className={source === null ? "soft" : ""}>{name}</span>{" "}
        {props.needed && source === null ? <Tag tone="warn">{t`needed`}</Tag> : null}
      </td>
      <td>
        <Choice
          label={t`Where ${name} comes from`}
          hideLabel
          options={options}
          value={value}
          onChange={(id) => {
            if (id === "none") onChange(null);
            else if (id === "same") onChange({ constant: constant ?? "" });
            else onChange({ column: id.slice(COLUMN.length) });
          }}
        />
      </td>
      <td>
        {constant === null ? null : (
          <TextEntry
            label={t`${name}, the same for every row`}
            hideLabel
            name={field}
            value={constant}
            placeholder={t`A text, 1.5 or 2026-12-31`}
            onChange={(text) => onChange({ constant: text })}
          />
        )}
      </td>
    </tr>
  );
}
