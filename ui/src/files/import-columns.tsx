// What the columns of a file mean: as guessed from its headings, as changed here, or as saved before.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import type { GuessAnswer } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { TextEntry } from "../kit/fields.tsx";
import { Notice, Skeleton } from "../kit/notice.tsx";
import { Panel } from "../kit/page.tsx";
import { Tabs } from "../kit/tabs.tsx";
import { Tag } from "../kit/tag.tsx";
import { ColumnTable } from "./column-table.tsx";
import { FIELDS, importFieldName } from "./import-fields.ts";
import type { ImportState } from "./import-state.ts";
import { readMapping, sourceOf, usedColumns, writeMapping } from "./mapping-text.ts";
import type { MappingTable } from "./mapping-text.ts";
import { WritingOptions } from "./writing-options.tsx";

export function ImportColumns(props: { state: ImportState }): ReactNode {
  const { form, change, guess, mapping } = props.state;
  const tabs = [
    { id: "headings" as const, text: t`From the headings` },
    { id: "saved" as const, text: t`Saved before` },
  ];
  return (
    <Panel
      title={t`2 The columns`}
      aside={
        <Tabs
          label={t`Where the meaning of the columns comes from`}
          tabs={tabs}
          value={form.way}
          onChange={(way) => change({ way })}
        />
      }
    >
      {form.way === "saved" ? (
        <div className="panel-body">
          <SourceEntry
            state={props.state}
            label={t`Saved under the name`}
            hint={t`The name that was given when such a file was imported last.`}
          />
        </div>
      ) : mapping !== null && guess.data !== undefined ? (
        <Guessed state={props.state} guess={guess.data} mapping={mapping} />
      ) : guess.isFetching ? (
        <Skeleton />
      ) : (
        <p className="panel-body dim">{t`Read the columns of the file first; here you see what each of them is taken for.`}</p>
      )}
    </Panel>
  );
}

function SourceEntry(props: { state: ImportState; label: string; hint: string }): ReactNode {
  const { form, change } = props.state;
  return (
    <div className="source-name">
      <TextEntry
        label={props.label}
        name="source"
        value={form.source}
        hint={props.hint}
        onChange={(source) => change({ source })}
      />
    </div>
  );
}

/** Fields that are needed and come from nowhere yet. */
export function missingOf(table: MappingTable, kind: ImportState["form"]["kind"]): string[] {
  const head = FIELDS[kind].needed.filter((field) => sourceOf(table, "head", field) === null);
  if (kind !== "orders") return head;
  const { needed } = FIELDS.order_lines;
  return [...head, ...needed.filter((field) => sourceOf(table, "lines", field) === null)];
}

function Guessed(props: { state: ImportState; guess: GuessAnswer; mapping: string }): ReactNode {
  const { state, guess, mapping } = props;
  const { form, setMapping } = state;
  const [asText, setAsText] = useState(false);
  const of = JSON.stringify(form.looked);
  const table = readMapping(mapping);
  const first = readMapping(guess.mapping);
  const columns = [
    ...new Set([...(first === null ? [] : usedColumns(first)), ...guess.not_understood]),
  ];
  const set = (next: MappingTable): void => setMapping(writeMapping(next));
  return (
    <div className="panel-body stack">
      {table === null ? (
        <Notice tone="info">{t`This mapping says more than a table can show; it counts as it is written.`}</Notice>
      ) : (
        <Standing table={table} state={state} />
      )}
      {table === null || asText ? null : (
        <>
          <ColumnTable
            key={`head ${of}`}
            title={form.kind === "orders" ? t`The order` : null}
            sheet={form.kind}
            part="head"
            table={table}
            columns={columns}
            onChange={set}
          />
          {form.kind === "orders" ? (
            <ColumnTable
              key={`lines ${of}`}
              title={t`Its lines`}
              sheet="order_lines"
              part="lines"
              table={table}
              columns={columns}
              onChange={set}
            />
          ) : null}
          <LeftBehind columns={columns.filter((column) => !usedColumns(table).has(column))} />
          <WritingOptions kind={form.kind} table={table} onChange={set} />
        </>
      )}
      {table === null || asText ? (
        <textarea
          className="input mapping-text"
          aria-label={t`The mapping as text`}
          spellCheck={false}
          rows={16}
          value={mapping}
          onChange={(event) => setMapping(event.target.value)}
        />
      ) : null}
      <div className="import-keep">
        <SourceEntry
          state={state}
          label={t`Save this mapping under the name`}
          hint={t`May be left empty. Letters, digits, - and _; the next time the name is enough.`}
        />
        <span className="bar">
          {form.changed === null ? null : (
            <Button kind="quiet" onPress={() => setMapping(null)}>{t`As it was guessed`}</Button>
          )}
          {table === null ? null : (
            <Button kind="quiet" onPress={() => setAsText(!asText)} testId="as-text">
              {asText ? t`Show as a table` : t`Show as text`}
            </Button>
          )}
        </span>
      </div>
    </div>
  );
}

/** Whether anything is missing, or may mean two things. */
function Standing(props: { table: MappingTable; state: ImportState }): ReactNode {
  const { table, state } = props;
  const names = new Set(missingOf(table, state.form.kind).map(importFieldName));
  const missing = [...names].join(", ");
  const settled = table.options["date_format"] !== undefined;
  const unclear = table.unclear !== null && !settled ? table.unclear : null;
  if (missing === "" && unclear === null) {
    return (
      <Notice tone="ok">{t`Everything that is needed was found. Look whether each field comes from the right column.`}</Notice>
    );
  }
  return (
    <>
      {missing === "" ? null : (
        <Notice tone="warn">{t`Needed, and not found: ${missing}. Say below where it comes from, or choose what else the file holds.`}</Notice>
      )}
      {unclear === null ? null : (
        <Notice tone="warn">
          <p>{t`Dates or decimals may mean two things. Say below how they are written.`}</p>
          <p className="soft">{unclear}</p>
        </Notice>
      )}
    </>
  );
}

function LeftBehind(props: { columns: readonly string[] }): ReactNode {
  if (props.columns.length === 0) return null;
  return (
    <p className="left-behind">
      <span className="soft">{t`Columns that stay behind:`}</span>
      {props.columns.map((column) => (
        <Tag key={column}>{column}</Tag>
      ))}
    </p>
  );
}
