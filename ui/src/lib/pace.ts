// How fast something long goes, from a few looks at it.

export interface Sample {
  /** When it was looked at, in milliseconds. */
  at: number;
  rows: number;
  /** None while the file is still being read. */
  rowsInAll: number;
}

export interface Pace {
  rows: number;
  rowsInAll: number;
  /** Null until two looks tell it. */
  rowsASecond: number | null;
  secondsLeft: number | null;
}

const A_MOMENT_MS = 300;

/** Reading and writing are two phases: what was seen of the one says nothing about the other. */
export function paceOf(samples: readonly Sample[]): Pace {
  const last = samples.at(-1);
  if (last === undefined) return { rows: 0, rowsInAll: 0, rowsASecond: null, secondsLeft: null };
  const { rows, rowsInAll } = last;
  const first = samples.find((one) => one.rowsInAll === rowsInAll && one.rows <= rows) ?? last;
  const lasted = last.at - first.at;
  if (lasted < A_MOMENT_MS || rows === first.rows) {
    return { rows, rowsInAll, rowsASecond: null, secondsLeft: null };
  }
  const rowsASecond = Math.round(((rows - first.rows) * 1000) / lasted);
  const left = rowsInAll - rows;
  const secondsLeft = rowsInAll === 0 || rowsASecond === 0 ? null : Math.ceil(left / rowsASecond);
  return { rows, rowsInAll, rowsASecond, secondsLeft };
}
