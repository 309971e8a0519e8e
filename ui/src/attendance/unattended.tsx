// What lies alone: orders that nobody holds, hand-overs not accepted, clocks that passed.

import { t } from "@lingui/core/macro";
import { plural } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { TaskView } from "../bindings/commands.ts";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Empty, Skeleton } from "../kit/notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { OrderTable } from "./order-table.tsx";
import { TaskTable } from "./task-table.tsx";

export function Unattended(): ReactNode {
  const { data, error } = useRead("attendance.unattended", {});
  const n = data?.n_orders ?? 0;
  const beyond = n - (data?.rows.length ?? 0);
  // Of what is not here nobody can count the customers.
  const customers = new Set(data?.rows.map((row) => row.customer_name)).size;
  const orders = plural(n, { one: "# order", other: "# orders" });
  const sub =
    n === 0
      ? t`When an order sits unattended, a customer sits unattended.`
      : beyond > 0
        ? orders
        : `${orders} · ${plural(customers, { one: "# customer waits", other: "# customers wait" })}`;
  return (
    <div className="page">
      <PageHead title={t`Unattended`} sub={sub} />
      {error === null ? null : <ReadFailure error={error} />}
      <Panel>
        {data === undefined && error === null ? <Skeleton /> : null}
        {data !== undefined && n === 0 ? (
          <Empty
            title={t`Nothing lies alone`}
          >{t`Every open order has a holder within their time.`}</Empty>
        ) : null}
        {data !== undefined && n > 0 ? (
          <OrderTable rows={data.rows} label={t`Unattended orders`} />
        ) : null}
        {beyond > 0 ? (
          <p className="sub">
            {plural(beyond, {
              one: "# more order waits, less long than these.",
              other: "# more orders wait, less long than these.",
            })}
          </p>
        ) : null}
      </Panel>
      <Tasks title={t`Overdue tasks`} tasks={data?.tasks.filter((task) => task.overdue) ?? []} />
      <Tasks title={t`Open tasks`} tasks={data?.tasks.filter((task) => !task.overdue) ?? []} />
    </div>
  );
}

function Tasks(props: { title: string; tasks: readonly TaskView[] }): ReactNode {
  if (props.tasks.length === 0) return null;
  return (
    <Panel title={props.title}>
      <TaskTable tasks={props.tasks} />
    </Panel>
  );
}
