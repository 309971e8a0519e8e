// What a physical fact left for a person to settle.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { TaskView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { departmentName } from "../lib/names.ts";

function taskName(kind: string): string {
  switch (kind) {
    case "stock_below_zero":
      return t`Stock in the books is below zero`;
    case "shipped_above_ordered":
      return t`More was shipped than ordered`;
    case "proof_above_dispatched":
      return t`The proof says more than was sent`;
    case "proof_below_dispatched":
      return t`The customer received less than was sent`;
    case "delivery_failed":
      return t`The carrier could not deliver`;
    case "shipment_lost":
      return t`Goods were lost on the way: claim them from the carrier`;
    case "owed_back":
      return t`More was billed than stands: a credit is due`;
    case "perhaps_billed":
      return t`Perhaps billed already on the lost computer: look at the paper`;
    default:
      return kind;
  }
}

export function TaskTable(props: { tasks: readonly TaskView[] }): ReactNode {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t`Task`}</th>
          <th>{t`About`}</th>
          <th className="n">{t`Quantity`}</th>
          <th>{t`Answerable`}</th>
          <th>{t`Due`}</th>
          <th className="tight" aria-label={t`Do`} />
        </tr>
      </thead>
      <tbody>
        {props.tasks.map((task) => (
          <TaskLine key={task.task_id} task={task} />
        ))}
      </tbody>
    </table>
  );
}

function TaskLine(props: { task: TaskView }): ReactNode {
  const { task } = props;
  const shown = useShown();
  const done = useAct("attendance.task_done");
  return (
    <tr>
      <td>{taskName(task.kind)}</td>
      <td>{task.about}</td>
      <td className="n">
        {task.quantity === 0 ? <span className="dim">—</span> : shown.quantity(task.quantity)}
      </td>
      <td>{task.holder_name ?? departmentName(task.department)}</td>
      <td className="tight">
        {shown.deadline(task.due_at)}{" "}
        {task.overdue ? <Tag tone="danger" glyph="clock">{t`overdue`}</Tag> : null}
      </td>
      <td className="tight">
        <Button
          small
          busy={done.busy}
          onPress={() => void done.run({ task_id: task.task_id, note: "" })}
        >
          {t`Settled`}
        </Button>
        <FailureNotice failure={done.failure} />
      </td>
    </tr>
  );
}
