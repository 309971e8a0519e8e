// Orders as things that somebody holds, with what can be done about it beside each.

import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { useActor, useAct } from "../backend/hooks.tsx";
import { useToast } from "../kit/toasts.tsx";
import type { HeldRow } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { holderNote, journeyCells } from "../kit/journey-cells.ts";
import { JourneyDots } from "../kit/journey.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { neglectName, stepName } from "../lib/states.ts";

export function OrderTable(props: { rows: readonly HeldRow[]; label: string }): ReactNode {
  return (
    <table className="table" aria-label={props.label}>
      <thead>
        <tr>
          <th>{t`Why`}</th>
          <th>{t`Order`}</th>
          <th>{t`Customer`}</th>
          <th>{t`Promised`}</th>
          <th>{t`Journey`}</th>
          <th className="wide-only">{t`Waits at`}</th>
          <th>{t`Holder`}</th>
          <th className="tight" aria-label={t`Do`} />
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <OrderRowView key={row.order_id} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function OrderRowView(props: { row: HeldRow }): ReactNode {
  const { row } = props;
  const shown = useShown();
  const open = row.standing.shipping !== "full";
  const late = open && row.promised_on !== null && row.promised_on < shown.today;
  const cells = journeyCells({ ...row, state: "confirmed", ordered_on: shown.today }, shown);
  return (
    <tr>
      <td className="tight">
        {row.baton.neglect === null ? (
          <Tag tone="ok" glyph="here">{t`Held`}</Tag>
        ) : (
          <Tag tone="danger" glyph={row.baton.neglect === "nobody" ? "gap" : "clock"}>
            {neglectName(row.baton.neglect)}
          </Tag>
        )}
      </td>
      <td className="tight">
        <Link to="/orders/$id" params={{ id: row.order_id }}>
          {row.number}
        </Link>
      </td>
      <td>{row.customer_name}</td>
      <td className="tight">
        {row.promised_on === null ? <span className="dim">—</span> : shown.day(row.promised_on)}{" "}
        {late ? <Tag tone="danger" glyph="risk">{t`late`}</Tag> : null}
      </td>
      <td className="tight">
        <JourneyDots cells={cells} />
      </td>
      <td className="tight wide-only">
        <Tag tone={row.baton.step}>{stepName(row.baton.step)}</Tag>
      </td>
      <td className="soft">{holderNote(row.baton, shown)}</td>
      <td className="tight">
        <RowAct row={row} />
      </td>
    </tr>
  );
}

function RowAct(props: { row: HeldRow }): ReactNode {
  const { row } = props;
  const actor = useActor();
  const say = useToast();
  const take = useAct("attendance.take");
  const accept = useAct("attendance.accept");
  const offeredToMe = row.baton.offer?.to === actor && actor !== null;
  const act = offeredToMe ? accept : take;
  const number = row.number;
  const press = async (): Promise<void> => {
    if ((await act.run({ order_id: row.order_id })) !== null) say(t`You hold ${number} now`);
  };
  if (row.baton.holder !== null && !offeredToMe) return null;
  return (
    <>
      <Button small busy={act.busy} onPress={() => void press()}>
        {offeredToMe ? t`Accept` : t`Take`}
      </Button>
      <FailureNotice failure={act.failure} />
    </>
  );
}
