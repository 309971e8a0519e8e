// Bringing a list in: which file, what its columns mean, a trial, and then the import itself.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { PathEntry } from "../actions/path-entry.tsx";
import type { ImportKind } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choice } from "../kit/choice.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { ImportColumns } from "./import-columns.tsx";
import { ImportRun } from "./import-run.tsx";
import { useImport, withKind, type ImportState } from "./import-state.ts";
import { IMPORT_KINDS, listName, rowMeaning } from "./list-names.ts";

export function ImportPage(): ReactNode {
  const state = useImport();
  return (
    <div className="page page-files">
      <PageHead
        title={t`Import`}
        sub={t`All rows of a file come in, or none; nothing is written before you say so.`}
      />
      <div className="stack" inert={state.run.busy}>
        <FileStep state={state} />
        <ImportColumns state={state} />
      </div>
      <ImportRun state={state} />
    </div>
  );
}

function FileStep(props: { state: ImportState }): ReactNode {
  const { form, change, look, guess, mapping, run } = props.state;
  const kinds = IMPORT_KINDS.map((id) => ({ id, text: listName(id) }));
  const reading = guess.isFetching && !run.busy;
  return (
    <Panel title={t`1 The file`}>
      <form
        className="panel-body stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!reading && form.path.trim() !== "") look();
        }}
      >
        <div className="import-file">
          <div className="field">
            <Choice<ImportKind>
              label={t`What is in it`}
              options={kinds}
              value={form.kind}
              onChange={(kind) => change(withKind(form, kind))}
            />
            <span className="hint">{rowMeaning(form.kind)}</span>
          </div>
          <PathEntry
            label={t`File`}
            name="path"
            value={form.path}
            hint={t`CSV or a workbook (.xlsx), with the folder in which it lies.`}
            onChange={(path) => change({ path, errorsPath: null })}
          />
        </div>
        {form.kind === "orders" ? (
          <div className="import-file">
            <span />
            <PathEntry
              label={t`File of their lines`}
              name="lines-path"
              value={form.linesPath}
              hint={t`Only where the lines stand in a file of their own.`}
              onChange={(linesPath) => change({ linesPath })}
            />
          </div>
        ) : null}
        <div className="bar">
          <Button
            type="submit"
            kind={mapping === null ? "primary" : "plain"}
            busy={reading}
            disabled={form.path.trim() === ""}
            testId="look"
          >
            {mapping === null ? t`Read the columns` : t`Read them again`}
          </Button>
          <span className="dim">{t`Customers and products come before what names them: the list stands in the right order.`}</span>
        </div>
        {guess.error === null || reading ? null : <ReadFailure error={guess.error} />}
      </form>
    </Panel>
  );
}
