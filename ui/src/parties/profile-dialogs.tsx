// Layouts to and from files, and what one would change of the past.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { pathOf, PathEntry } from "../actions/path-entry.tsx";
import { useAct } from "../backend/hooks.tsx";
import type { TrialAnswer, TrialRow } from "../bindings/commands.ts";
import { YesNo } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { Notice } from "../kit/notice.tsx";
import { useToast } from "../kit/toasts.tsx";

export function ImportProfile(props: {
  customer: string;
  seen: string | null;
  onClose: () => void;
}): ReactNode {
  const { customer, seen } = props;
  const say = useToast();
  const load = useAct("documents.import_profile");
  const [path, setPath] = useState("");
  const commit = async (): Promise<void> => {
    const done = await load.run({ customer, seen, path: pathOf(path) });
    if (done === null) return;
    say(t`Layout of ${customer} saved`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Import a layout`}
      busy={load.busy}
      onClose={props.onClose}
      commit={{ label: t`Import`, onCommit: () => void commit(), disabled: path.trim() === "" }}
    >
      <PathEntry label={t`From the file`} name="profile-path" value={path} onChange={setPath} />
      <FailureNotice failure={load.failure} />
    </DialogFrame>
  );
}

export function ExportProfile(props: { customer: string; onClose: () => void }): ReactNode {
  const { customer } = props;
  const say = useToast();
  const save = useAct("documents.export_profile");
  const [path, setPath] = useState("");
  const [replace, setReplace] = useState(false);
  const commit = async (): Promise<void> => {
    const done = await save.run({ customer, path: pathOf(path), replace });
    if (done === null) return;
    say(t`${done.path} written`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Export the layout`}
      busy={save.busy}
      onClose={props.onClose}
      commit={{ label: t`Save`, onCommit: () => void commit(), disabled: path.trim() === "" }}
    >
      <PathEntry
        label={t`To the file`}
        name="profile-path"
        value={path}
        save={{ suggested: `${customer}.json` }}
        onChange={(chosenPath, chosen) => {
          setPath(chosenPath);
          setReplace(chosen);
        }}
      />
      <YesNo
        label={t`Replace a file that is there already`}
        value={replace}
        onChange={setReplace}
      />
      <FailureNotice failure={save.failure} />
    </DialogFrame>
  );
}

export function TestProfile(props: { customer: string; onClose: () => void }): ReactNode {
  const { customer } = props;
  const test = useAct("documents.test_profile");
  const [path, setPath] = useState("");
  const [answer, setAnswer] = useState<TrialAnswer | null>(null);
  const commit = async (): Promise<void> => {
    setAnswer(null);
    setAnswer(await test.run({ customer, path: pathOf(path) }));
  };
  return (
    <DialogFrame
      title={t`Test a layout on the documents of ${customer}`}
      busy={test.busy}
      onClose={props.onClose}
      commit={{ label: t`Test`, onCommit: () => void commit(), disabled: path.trim() === "" }}
    >
      <PathEntry
        label={t`From the file`}
        name="profile-path"
        value={path}
        hint={t`Nothing is changed by it.`}
        onChange={setPath}
      />
      <FailureNotice failure={test.failure} />
      {answer === null ? null : <Trial answer={answer} />}
    </DialogFrame>
  );
}

function Trial(props: { answer: TrialAnswer }): ReactNode {
  const { rows, n_differences: differences } = props.answer;
  return (
    <>
      <Notice tone={differences === 0 ? "ok" : "info"}>
        {t`Differences: ${differences}, among documents: ${rows.length}`}
      </Notice>
      <ul>
        {rows
          .filter((row) => row.verdict.kind !== "same")
          .map((row) => (
            <li key={row.number}>
              <span className="strong">{row.number}</span> {verdict(row)}
            </li>
          ))}
      </ul>
    </>
  );
}

function verdict(row: TrialRow): string {
  switch (row.verdict.kind) {
    case "same":
      return t`the same`;
    case "otherwise":
      return t`otherwise; pages: ${row.verdict.pages}, before: ${row.verdict.pages_before}`;
    case "refused":
      return t`refused: ${row.verdict.why}`;
  }
}
