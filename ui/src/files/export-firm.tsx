// The whole firm to a folder, in files that another firm can import.

import { t } from "@lingui/core/macro";
import { plural } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { FormEvent, ReactNode } from "react";

import { pathOf, PathEntry } from "../actions/path-entry.tsx";
import { useFirm } from "../backend/firm.tsx";
import { useKept, useLasting } from "../backend/lasting.tsx";
import type { ExportedFile, FirmExported } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { Notice } from "../kit/notice.tsx";
import { Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { IMPORT_KINDS, listName } from "./list-names.ts";

export function ExportFirmPanel(): ReactNode {
  const firm = useFirm();
  const { today } = useShown();
  const [form, change] = useKept("export-firm", { folder: "" });
  const out = useLasting("export.firm");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (form.folder.trim() !== "") out.run({ folder: pathOf(form.folder) });
  };
  return (
    <Panel title={t`The whole firm`}>
      <form className="panel-body stack" onSubmit={submit}>
        <p className="soft">{t`A folder with a file for each kind of list, in the order in which they can be imported again. Posted documents and their history are not in it; a backup has them.`}</p>
        <PathEntry
          label={t`To a new folder`}
          name="folder"
          value={form.folder}
          hint={t`It must not be there yet.`}
          save={{ suggested: `${plainName(firm.name)}-${today}` }}
          onChange={(folder) => change({ folder })}
        />
        <div className="bar">
          <Button
            type="submit"
            kind="primary"
            busy={out.busy}
            disabled={form.folder.trim() === ""}
            testId="export-firm"
          >
            {t`Export the firm`}
          </Button>
        </div>
        <FailureNotice failure={out.failure} />
        {out.answer === null ? null : <Written exported={out.answer} />}
      </form>
    </Panel>
  );
}

/** A name that every system takes for a folder. */
function plainName(name: string): string {
  const letters = name.normalize("NFD").replaceAll(/[^A-Za-z0-9]+/g, "-");
  return letters.replaceAll(/^-+|-+$/g, "").toLowerCase() || "firm";
}

function Written(props: { exported: FirmExported }): ReactNode {
  const { folder, files } = props.exported;
  const { count } = useShown();
  const words = plural(files.length, { one: "One list", other: "# lists" });
  return (
    <div className="stack" data-testid="firm-exported">
      <Notice tone="ok">
        <p className="wrap">
          <Trans>
            {words} in <code>{folder}</code>
          </Trans>
        </p>
      </Notice>
      <table className="table inset">
        <thead>
          <tr>
            <th>{t`List`}</th>
            <th className="n">{t`Rows`}</th>
            <th>{t`File`}</th>
            <th>{t`Its mapping`}</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <tr key={file.file}>
              <td>{kindName(file)}</td>
              <td className="n">{count(file.rows)}</td>
              <td className="soft">
                {file.file}
                {file.lines_file === undefined || file.lines_file === null
                  ? null
                  : `, ${file.lines_file}`}
              </td>
              <td className="soft">{file.mapping}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function kindName(file: ExportedFile): string {
  const kind = IMPORT_KINDS.find((one) => one === file.kind);
  const isDraft = file.file.startsWith("draft");
  return isDraft ? t`Orders that are drafts` : kind === undefined ? file.kind : listName(kind);
}
