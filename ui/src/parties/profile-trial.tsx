// A layout tried on the documents of the past: how far it is, and which would look otherwise.

import { plural, t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { pathOf, PathEntry } from "../actions/path-entry.tsx";
import { ProgressBar } from "../actions/progress-bar.tsx";
import { useAct } from "../backend/hooks.tsx";
import { useDocumentsProgress, useLasting } from "../backend/lasting.tsx";
import type { ProfileOf, TrialAnswer, TrialRow } from "../bindings/commands.ts";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { Notice } from "../kit/notice.tsx";
import { useShown } from "../kit/setting.tsx";
import { paceOf } from "../lib/pace.ts";
import { isSamePlace, placeName } from "./layout-place.ts";

/** So many documents are listed; more are counted. */
const ROWS_SHOWN = 200;

export function TestProfile(props: { of: ProfileOf; onClose: () => void }): ReactNode {
  const { of } = props;
  const test = useLasting("documents.test_profile");
  const ours = test.asked !== null && isSamePlace(test.asked, of);
  const [path, setPath] = useState(ours ? (test.asked?.path ?? "") : "");
  return (
    <DialogFrame
      title={t`Test a layout: ${placeName(of)}`}
      wide
      busy={test.busy}
      onClose={props.onClose}
      commit={{
        label: t`Test`,
        onCommit: () => test.run({ ...of, path: pathOf(path) }),
        disabled: path.trim() === "",
      }}
    >
      <PathEntry
        label={t`From the file`}
        name="profile-path"
        autoFocus
        value={path}
        hint={t`All past documents are laid out by it; nothing is changed and nothing kept.`}
        onChange={setPath}
      />
      {test.busy && test.asked !== null ? <Progress of={test.asked} /> : null}
      {ours ? <FailureNotice failure={test.failure} /> : null}
      {ours && test.answer !== null ? <Trial answer={test.answer} /> : null}
    </DialogFrame>
  );
}

function Progress(props: { of: ProfileOf }): ReactNode {
  const cancel = useAct("documents.cancel");
  const pace = paceOf(useDocumentsProgress(true));
  const { count } = useShown();
  const doing =
    pace.rowsInAll === 0
      ? t`Looking for the documents of ${placeName(props.of)}`
      : t`Laying out the documents of ${placeName(props.of)}`;
  const done = count(pace.rows);
  const all = count(pace.rowsInAll);
  return (
    <ProgressBar
      doing={doing}
      pace={pace}
      done={pace.rowsInAll === 0 ? "" : t`${done} of ${all} documents`}
      note={t`You may close this and look at other pages meanwhile; here you find what came of it.`}
      cancelling={cancel.busy}
      onCancel={() => void cancel.run({})}
    />
  );
}

function Trial(props: { answer: TrialAnswer }): ReactNode {
  const { rows, n_differences: differences, cancelled } = props.answer;
  const { count } = useShown();
  const otherwise = rows.filter((row) => row.verdict.kind !== "same");
  const more = count(otherwise.length - ROWS_SHOWN);
  const among = count(rows.length);
  const shownDifferences = count(differences);
  if (rows.length === 0 && !cancelled) {
    return <Notice tone="info">{t`There is no past document to try it on.`}</Notice>;
  }
  return (
    <>
      <Notice tone={differences === 0 && !cancelled ? "ok" : "info"}>
        <p data-testid="tried">
          {differences === 0
            ? t`No difference, among documents: ${among}`
            : t`Differences: ${shownDifferences}, among documents: ${among}`}
          {cancelled ? ` · ${t`ended before the last`}` : null}
        </p>
      </Notice>
      {otherwise.length === 0 ? null : (
        <ul className="trial">
          {otherwise.slice(0, ROWS_SHOWN).map((row) => (
            <li key={row.number}>
              <span className="strong">{row.number}</span> {verdict(row)}
            </li>
          ))}
          {otherwise.length > ROWS_SHOWN ? <li className="soft">{t`and ${more} more`}</li> : null}
        </ul>
      )}
    </>
  );
}

function verdict(row: TrialRow): string {
  switch (row.verdict.kind) {
    case "same":
      return t`the same`;
    case "otherwise":
      return pagesOf(row.verdict.pages_before, row.verdict.pages);
    case "refused":
      return t`refused: ${row.verdict.why}`;
  }
}

function pagesOf(before: number, pages: number): string {
  if (before === pages) {
    return plural(pages, {
      one: "looks otherwise, on 1 page as before",
      other: `looks otherwise, on ${pages} pages as before`,
    });
  }
  return plural(pages, {
    one: `looks otherwise, on 1 page; before: ${before}`,
    other: `looks otherwise, on ${pages} pages; before: ${before}`,
  });
}
