// The trial and the import itself: what becomes of known rows, how far it is, and how it went.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { pathOf, PathEntry } from "../actions/path-entry.tsx";
import type { BadRow, ImportAnswer, OnKnown } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choice } from "../kit/choice.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { Panel } from "../kit/page.tsx";
import { isRecord, type Failure } from "../lib/failure.ts";
import { missingOf } from "./import-columns.tsx";
import { ImportProgressBar } from "./import-progress.tsx";
import { BadRows, ImportResult } from "./import-result.tsx";
import {
  isAbout,
  knowsItsRows,
  linesBesideOf,
  withMended,
  type ImportState,
} from "./import-state.ts";
import { isAtActs, useInView } from "./in-view.ts";
import { IMPORT_KINDS } from "./list-names.ts";
import { readMapping } from "./mapping-text.ts";

export function ImportRun(props: { state: ImportState }): ReactNode {
  const { state } = props;
  const { run, errorsPath, change } = state;
  const overItself = isReadToo(state, pathOf(errorsPath));
  return (
    <Panel title={t`3 Try it, then import`}>
      <div className="panel-body stack">
        <div className="import-file" inert={run.busy}>
          <KnownChoice state={state} />
          <PathEntry
            label={t`Refused rows are written to`}
            name="errors-path"
            value={errorsPath}
            save={{ suggested: errorsPath }}
            hint={t`With the reason of each, written anew each time. Empty: to no file.`}
            wrong={overItself ? t`This is the file that is read; choose another.` : undefined}
            onChange={(path) => change({ errorsPath: path })}
          />
        </div>
        <Acts state={state} blocked={overItself} />
        {run.busy ? (
          <ImportProgressBar dryRun={run.asked?.dry_run === true} />
        ) : (
          <Outcome state={state} />
        )}
      </div>
    </Panel>
  );
}

/** Whether the refused rows would be written over a file that is read. */
function isReadToo({ form }: ImportState, errorsPath: string): boolean {
  if (errorsPath === "") return false;
  const lines = form.kind === "orders" ? pathOf(form.linesPath) : "";
  const written = [errorsPath, ...(lines === "" ? [] : [linesBesideOf(errorsPath)])];
  return [pathOf(form.path), lines].some((path) => written.includes(path));
}

function KnownChoice(props: { state: ImportState }): ReactNode {
  const { form, change } = props.state;
  const isFree = knowsItsRows(form.kind);
  const options = [
    { id: "update" as const, text: t`It changes what is known` },
    { id: "skip" as const, text: t`It is passed over` },
    { id: "insert" as const, text: t`It is refused: only new ones` },
  ];
  const hint =
    form.kind === "orders"
      ? t`An order that differs from ours is refused.`
      : isFree
        ? t`The same file twice changes nothing.`
        : t`Such rows say what happened, which does not change.`;
  return (
    <div className="field">
      <Choice<OnKnown>
        label={t`A row that is known already`}
        options={options}
        value={form.onKnown}
        disabled={!isFree}
        onChange={(onKnown) => change({ onKnown })}
      />
      <span className="hint">{hint}</span>
    </div>
  );
}

/** How the last run went, where it was about what stands here now. */
interface Last {
  answer: ImportAnswer | null;
  failure: Failure | null;
  bad: number;
  dryRun: boolean;
}

function lastOf(state: ImportState): Last | null {
  const { run } = state;
  const now = state.ask({ dryRun: true, goodRows: false });
  if (run.asked === null || !isAbout(run.asked, now)) return null;
  const { answer, failure } = run;
  const refused = failure?.code === "import_rows_bad" ? failure.params["n"] : 0;
  return {
    answer,
    failure,
    bad: answer?.bad ?? (typeof refused === "number" ? refused : 0),
    dryRun: run.asked.dry_run === true,
  };
}

function Acts(props: { state: ImportState; blocked: boolean }): ReactNode {
  const { state } = props;
  const { run } = state;
  const last = lastOf(state);
  const table = state.mapping === null ? null : readMapping(state.mapping);
  const isMissing =
    state.form.way === "headings" && table !== null && missingOf(table, state.form.kind).length > 0;
  const disabled =
    props.blocked || isMissing || state.ask({ dryRun: true, goodRows: false }) === null;
  const start = (dryRun: boolean, goodRows: boolean): void => {
    const ask = state.ask({ dryRun, goodRows });
    if (ask !== null) run.run(ask);
  };
  if (last !== null && last.answer !== null && !last.dryRun) return <Onward state={state} />;
  const trying = run.busy && run.asked?.dry_run === true;
  const importing = run.busy && !trying;
  const tried = last !== null && last.dryRun && last.answer !== null;
  const someBad = (last?.bad ?? 0) > 0 || (importing && run.asked?.good_rows === true);
  const again = tried || someBad;
  return (
    <div className="bar import-acts">
      <Button
        kind={again || importing ? "plain" : "primary"}
        busy={trying}
        disabled={disabled || importing}
        onPress={() => start(true, false)}
        testId="try"
      >
        {again ? t`Try it again` : t`Try it`}
      </Button>
      <Button
        kind={(tried && !someBad) || importing ? "primary" : "plain"}
        busy={importing}
        disabled={disabled || trying}
        onPress={() => start(false, someBad)}
        testId={someBad ? "import-good" : "import"}
      >
        {someBad ? t`Import the good rows` : t`Import all rows`}
      </Button>
      <span className="dim">
        {someBad
          ? t`Mend the file and try it again, or take the good rows and the others later.`
          : t`A trial does everything and takes it back.`}
      </span>
    </div>
  );
}

/** After an import: what comes next. */
function Onward(props: { state: ImportState }): ReactNode {
  const { form, change, run, errorsPath } = props.state;
  const next = IMPORT_KINDS[IMPORT_KINDS.indexOf(form.kind) + 1] ?? form.kind;
  const left = run.answer !== null && run.answer.bad > 0;
  // Who pressed the button that stood here goes on from here.
  const [pressed] = useState(isAtActs);
  return (
    <div className="bar import-acts">
      <Button
        kind="primary"
        autoFocus={pressed}
        onPress={() => {
          change({
            kind: next,
            path: "",
            linesPath: "",
            looked: null,
            changed: null,
            errorsPath: null,
            onKnown: "update",
          });
          run.forget();
        }}
        testId="next-list"
      >
        {t`Bring in another list`}
      </Button>
      {left && errorsPath !== "" ? (
        <Button
          onPress={() => {
            change(withMended(props.state));
            run.forget();
          }}
        >
          {t`Bring in the mended rows`}
        </Button>
      ) : null}
    </div>
  );
}

function Outcome(props: { state: ImportState }): ReactNode {
  const last = lastOf(props.state);
  if (last === null) return null;
  const { errors_path: errorsPath, lines_path: linesPath } = props.state.run.asked ?? {};
  if (last.answer !== null) {
    return <ImportResult answer={last.answer} errorsPath={errorsPath ?? null} />;
  }
  return (
    <>
      <InView>
        <FailureNotice failure={last.failure} />
      </InView>
      {last.bad > 0 ? (
        <BadRows
          rows={rowsOf(last.failure)}
          n={last.bad}
          errorsPath={errorsPath ?? null}
          twoFiles={(linesPath ?? null) !== null}
        />
      ) : null}
    </>
  );
}

function InView(props: { children: ReactNode }): ReactNode {
  return <div ref={useInView()}>{props.children}</div>;
}

/** The refused rows that a refusal carries. */
function rowsOf(failure: Failure | null): readonly BadRow[] {
  const rows = failure?.params["rows"];
  return Array.isArray(rows) ? rows.filter(isRecord).map((row) => row as unknown as BadRow) : [];
}
