// How far something long is, how fast it goes, and the way to end it.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { Button } from "../kit/button.tsx";
import { useShown } from "../kit/setting.tsx";
import type { Pace } from "../lib/pace.ts";

export function ProgressBar(props: {
  doing: string;
  pace: Pace;
  /** How many are done, in words: `1,200 of 8,000 rows`. */
  done: string;
  /** How many a second, in words; what the pace alone says where left out. */
  rate?: (count: string) => string;
  note: string;
  cancelling: boolean;
  onCancel: () => void;
}): ReactNode {
  const { count } = useShown();
  const { rows, rowsInAll, rowsASecond, secondsLeft } = props.pace;
  const isReading = rowsInAll === 0;
  const percent = isReading ? 0 : Math.min(100, Math.floor((rows * 100) / rowsInAll));
  const words = [props.done];
  if (rowsASecond !== null && props.rate !== undefined) words.push(props.rate(count(rowsASecond)));
  if (secondsLeft !== null && secondsLeft > 0) words.push(timeLeft(secondsLeft, count));
  return (
    <div className="lasting">
      <div
        className="progress"
        role="progressbar"
        aria-label={props.doing}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(isReading ? {} : { "aria-valuenow": percent })}
      >
        <span style={{ width: `${percent}%` }} />
      </div>
      <div className="bar">
        <span className="strong">{props.doing}</span>
        <span className="soft n">{words.filter((word) => word !== "").join(" · ")}</span>
        <span className="lasting-cancel">
          <Button busy={props.cancelling} onPress={props.onCancel} testId="cancel">
            {t`Cancel`}
          </Button>
        </span>
      </div>
      <p className="dim">{props.note}</p>
    </div>
  );
}

function timeLeft(seconds: number, count: (n: number) => string): string {
  return seconds < 90 ? t`${count(seconds)} s left` : t`${count(Math.ceil(seconds / 60))} min left`;
}
