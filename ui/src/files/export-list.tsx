// One list to a file, as CSV or as a workbook.

import { t } from "@lingui/core/macro";
import { plural } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { FormEvent, ReactNode } from "react";

import { pathOf, PathEntry } from "../actions/path-entry.tsx";
import { useKept, useLasting } from "../backend/lasting.tsx";
import type { Exported, ExportFormat, Listing } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choice, YesNo } from "../kit/choice.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { DateEntry, TextEntry } from "../kit/fields.tsx";
import { Notice } from "../kit/notice.tsx";
import { Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { formatOf, withEnding } from "./endings.ts";
import { LISTINGS, listName, narrowsBy } from "./list-names.ts";

interface ListForm {
  list: Listing;
  format: ExportFormat;
  path: string;
  search: string;
  from: string | null;
  to: string | null;
  replace: boolean;
}

const FRESH: ListForm = {
  list: "customers",
  format: "xlsx",
  path: "",
  search: "",
  from: null,
  to: null,
  replace: false,
};

export function ExportListPanel(): ReactNode {
  const [form, change] = useKept<ListForm>("export-list", FRESH);
  const out = useLasting("export.list");
  const by = narrowsBy(form.list);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    // A day that was not understood must not make the list longer than it was meant.
    const wrong = event.currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]');
    wrong?.focus();
    if (wrong !== null || form.path.trim() === "") return;
    out.run({
      list: form.list,
      path: pathOf(form.path),
      format: form.format,
      replace: form.replace,
      search: by.text && form.search.trim() !== "" ? form.search.trim() : null,
      from: by.day ? form.from : null,
      to: by.day ? form.to : null,
    });
  };
  return (
    <Panel title={t`One list`}>
      <form className="panel-body stack" onSubmit={submit}>
        <div className="export-list">
          <Choice
            label={t`List`}
            options={LISTINGS.map((id) => ({ id, text: listName(id) }))}
            value={form.list}
            onChange={(list) => change({ list })}
          />
          <Choice<ExportFormat>
            label={t`As`}
            options={[
              { id: "xlsx", text: t`Workbook for Excel (.xlsx)` },
              { id: "csv", text: t`CSV` },
              { id: "csv_marked", text: t`CSV that Excel opens by itself` },
            ]}
            value={form.format}
            onChange={(format) =>
              change({ format, path: withEnding(form.path, format), replace: false })
            }
          />
        </div>
        <PathEntry
          label={t`To the file`}
          name="list-path"
          value={form.path}
          hint={t`With the folder in which it is to lie.`}
          save={{ suggested: withEnding(`${form.list}.csv`, form.format) }}
          onChange={(path, chosen) =>
            change({ path, format: formatOf(path, form.format), replace: chosen })
          }
        />
        <div className="export-narrow">
          <TextEntry
            label={t`Only with`}
            name="search"
            value={by.text ? form.search : ""}
            disabled={!by.text}
            placeholder={by.text ? t`Part of a number, code or name` : t`This list is always whole`}
            onChange={(search) => change({ search })}
          />
          <DateEntry
            label={t`From the day`}
            name="from"
            value={by.day ? form.from : null}
            disabled={!by.day}
            onChange={(from) => change({ from })}
          />
          <DateEntry
            label={t`To the day`}
            name="to"
            value={by.day ? form.to : null}
            disabled={!by.day}
            onChange={(to) => change({ to })}
          />
        </div>
        <div className="bar">
          <Button
            type="submit"
            kind="primary"
            busy={out.busy}
            disabled={form.path.trim() === ""}
            testId="export-list"
          >
            {t`Export the list`}
          </Button>
          <YesNo
            label={t`Replace a file that is there already`}
            value={form.replace}
            onChange={(replace) => change({ replace })}
          />
        </div>
        <FailureNotice failure={out.failure} />
        {out.answer === null ? null : <Written exported={out.answer} />}
      </form>
    </Panel>
  );
}

function Written(props: { exported: Exported }): ReactNode {
  const { path, rows } = props.exported;
  const { count } = useShown();
  const shownRows = count(rows);
  const words = plural(rows, { one: "One row", other: `${shownRows} rows` });
  return (
    <Notice tone="ok">
      <p className="wrap" data-testid="exported">
        <Trans>
          {words} in <code>{path}</code>
        </Trans>
      </p>
    </Notice>
  );
}
