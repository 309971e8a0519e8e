// How far an import is, how fast it goes, and the way to end it.

import { plural, t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { ProgressBar } from "../actions/progress-bar.tsx";
import { useAct } from "../backend/hooks.tsx";
import { useImportProgress } from "../backend/lasting.tsx";
import { useShown } from "../kit/setting.tsx";
import { paceOf } from "../lib/pace.ts";
import { useInView } from "./in-view.ts";

export function ImportProgressBar(props: { dryRun: boolean }): ReactNode {
  const { count } = useShown();
  const pace = paceOf(useImportProgress(true));
  const cancel = useAct("import.cancel");
  const isReading = pace.rowsInAll === 0;
  const rows = count(pace.rows);
  const all = count(pace.rowsInAll);
  const doing = isReading
    ? t`Reading the file`
    : props.dryRun
      ? t`Trying the rows`
      : t`Importing the rows`;
  return (
    <div ref={useInView()}>
      <ProgressBar
        doing={doing}
        pace={pace}
        done={
          isReading
            ? plural(pace.rows, { one: "1 row", other: `${rows} rows` })
            : t`${rows} of ${all} rows`
        }
        rate={(rate) => t`${rate} rows a second`}
        note={t`You may look at other pages meanwhile. Until the end nothing is written; a cancelled import leaves nothing behind.`}
        cancelling={cancel.busy}
        onCancel={() => void cancel.run({})}
      />
    </div>
  );
}
