// How far an import is, how fast it goes, and the way to end it.

import { t } from "@lingui/core/macro";
import { plural } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import { useImportProgress } from "../backend/lasting.tsx";
import { Button } from "../kit/button.tsx";
import { useShown } from "../kit/setting.tsx";
import { paceOf, type Pace } from "../lib/pace.ts";
import { useInView } from "./in-view.ts";

export function ImportProgressBar(props: { dryRun: boolean }): ReactNode {
  const shown = useShown();
  const pace = paceOf(useImportProgress(true));
  const cancel = useAct("import.cancel");
  const { rows, rowsInAll } = pace;
  const isReading = rowsInAll === 0;
  const done = isReading ? 0 : Math.min(100, Math.floor((rows * 100) / rowsInAll));
  const doing = isReading
    ? t`Reading the file`
    : props.dryRun
      ? t`Trying the rows`
      : t`Importing the rows`;
  return (
    <div className="import-progress" ref={useInView()}>
      <div
        className="progress"
        role="progressbar"
        aria-label={doing}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(isReading ? {} : { "aria-valuenow": done })}
      >
        <span style={{ width: `${done}%` }} />
      </div>
      <div className="bar">
        <span className="strong">{doing}</span>
        <span className="soft n">{paceWords(pace, shown.count)}</span>
        <span className="import-cancel">
          <Button busy={cancel.busy} onPress={() => void cancel.run({})} testId="cancel">
            {t`Cancel`}
          </Button>
        </span>
      </div>
      <p className="dim">{t`You may look at other pages meanwhile. Until the end nothing is written; a cancelled import leaves nothing behind.`}</p>
    </div>
  );
}

/** `1,200 of 8,000 rows · 3,400 rows a second · 2 s left` */
function paceWords(pace: Pace, count: (n: number) => string): string {
  const rows = count(pace.rows);
  const all = count(pace.rowsInAll);
  const words = [
    pace.rowsInAll === 0
      ? plural(pace.rows, { one: "1 row", other: `${rows} rows` })
      : t`${rows} of ${all} rows`,
  ];
  if (pace.rowsASecond !== null) {
    const rate = count(pace.rowsASecond);
    words.push(t`${rate} rows a second`);
  }
  if (pace.secondsLeft !== null && pace.secondsLeft > 0) {
    words.push(
      pace.secondsLeft < 90
        ? t`${count(pace.secondsLeft)} s left`
        : t`${count(Math.ceil(pace.secondsLeft / 60))} min left`,
    );
  }
  return words.join(" · ");
}
