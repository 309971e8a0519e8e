// How an import went: how many rows became what, and which were refused and why.

import { t } from "@lingui/core/macro";
import { plural } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";

import type { BadRow, ImportAnswer } from "../bindings/commands.ts";
import { Notice } from "../kit/notice.tsx";
import { useShown } from "../kit/setting.tsx";
import { linesBesideOf } from "./import-state.ts";
import { useInView } from "./in-view.ts";
import { exampleOf } from "./mapping-text.ts";

export function ImportResult(props: {
  answer: ImportAnswer;
  errorsPath: string | null;
}): ReactNode {
  const { answer } = props;
  return (
    <div className="stack" data-testid="import-result">
      <div className="stack" ref={useInView()}>
        <Notice tone={answer.bad > 0 ? "warn" : "ok"}>{headline(answer)}</Notice>
        <Figures answer={answer} />
        <Remarks answer={answer} />
      </div>
      {answer.bad > 0 ? (
        <BadRows
          rows={answer.bad_rows}
          n={answer.bad}
          errorsPath={props.errorsPath}
          twoFiles={(answer.lines_file_hash ?? null) !== null}
        />
      ) : null}
    </div>
  );
}

function headline(answer: ImportAnswer): string {
  if (answer.dry_run) {
    if (answer.bad === 0) return t`Every row is good. Nothing is written yet.`;
    return plural(answer.bad, {
      one: "One row would be refused. Nothing is written yet.",
      other: "# rows would be refused. Nothing is written yet.",
    });
  }
  if (answer.bad > 0) {
    return plural(answer.bad, {
      one: "The good rows are in the books; one row was left out.",
      other: "The good rows are in the books; # rows were left out.",
    });
  }
  if (answer.documents === 0) return t`Nothing was to be changed: all of it is known already.`;
  return t`All rows are in the books.`;
}

function Figures(props: { answer: ImportAnswer }): ReactNode {
  const { answer } = props;
  const { count } = useShown();
  const figures = [
    { name: t`Rows of the file`, n: answer.rows },
    { name: t`New`, n: answer.inserted },
    { name: t`Changed`, n: answer.updated },
    { name: t`Left as they are`, n: answer.skipped },
    { name: t`Refused`, n: answer.bad },
    ...(answer.lines > 0 ? [{ name: t`Order lines`, n: answer.lines }] : []),
  ];
  return (
    <dl className="figures">
      {figures.map((figure) => (
        <div key={figure.name}>
          <dt>{figure.name}</dt>
          <dd className="n">{count(figure.n)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Remarks(props: { answer: ImportAnswer }): ReactNode {
  const { answer } = props;
  const remarks = [];
  if (answer.lines_off_list > 0) {
    remarks.push(
      plural(answer.lines_off_list, {
        one: "One line has another price than the list of that day; the customer's own price counts.",
        other:
          "# lines have another price than the list of that day; the customer's own price counts.",
      }),
    );
  }
  if (answer.places_unknown > 0) {
    remarks.push(
      plural(answer.places_unknown, {
        one: "One order names a place that is none of the customer's addresses; it goes to the first.",
        other:
          "# orders name a place that is none of the customer's addresses; they go to the first.",
      }),
    );
  }
  if (answer.date_format !== "") {
    remarks.push(t`Dates were read as ${exampleOf(answer.date_format)}.`);
  }
  if (answer.decimal_mark !== "") {
    remarks.push(
      answer.decimal_mark === ","
        ? t`Decimals were read with a comma.`
        : t`Decimals were read with a point.`,
    );
  }
  return (
    <ul className="soft">
      {remarks.map((remark) => (
        <li key={remark}>{remark}</li>
      ))}
    </ul>
  );
}

export function BadRows(props: {
  rows: readonly BadRow[];
  n: number;
  errorsPath: string | null;
  /** Whether the lines of orders stood in a file of their own. */
  twoFiles: boolean;
}): ReactNode {
  const { rows, errorsPath } = props;
  const { count } = useShown();
  const linesPath = linesBesideOf(errorsPath ?? "");
  const more = props.n - rows.length;
  // A line alone does not say in which of two files it stands.
  const names = new Set(rows.map((row) => row.file)).size > 1 || props.twoFiles;
  const shownMore = count(more);
  return (
    <div className="stack">
      <div className="bad-rows">
        <table className="table" aria-label={t`Refused rows`}>
          <thead>
            <tr>
              {names ? <th>{t`File`}</th> : null}
              <th className="n">{t`Line`}</th>
              <th>{t`Column`}</th>
              <th>{t`Value`}</th>
              <th>{t`Reason`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.file} ${row.line}`}>
                {names ? <td className="soft tight">{row.file}</td> : null}
                <td className="n tight">{count(row.line)}</td>
                <td className="tight">{row.column ?? <span className="dim">—</span>}</td>
                <td className="bad-value">{row.value ?? <span className="dim">—</span>}</td>
                <td>{row.why}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 ? (
        <p className="soft">
          {plural(more, { one: "and one more row", other: `and ${shownMore} more rows` })}
        </p>
      ) : null}
      {errorsPath === null ? null : (
        <p className="soft wrap">
          <Trans>
            All of them, each with its reason, are in <code>{errorsPath}</code>
          </Trans>
          {props.twoFiles ? (
            <>
              {"; "}
              <Trans>
                those of the lines in <code>{linesPath}</code>
              </Trans>
            </>
          ) : null}
        </p>
      )}
    </div>
  );
}
