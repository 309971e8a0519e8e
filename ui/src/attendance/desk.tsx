// What the chosen member holds, what was offered to them, and their tasks.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Empty, Skeleton } from "../kit/notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { OrderTable } from "./order-table.tsx";
import { TaskTable } from "./task-table.tsx";

export function Desk(): ReactNode {
  const { data, error } = useRead("attendance.desk", {});
  const nothing =
    data !== undefined && data.orders.length + data.offered.length + data.tasks.length === 0;
  return (
    <div className="page">
      <PageHead title={t`My desk`} sub={t`What you hold, the nearest promise first.`} />
      {error === null ? null : <ReadFailure error={error} />}
      {data === undefined && error === null ? (
        <Panel>
          <Skeleton />
        </Panel>
      ) : null}
      {nothing ? (
        <Panel>
          <Empty
            title={t`Your desk is empty`}
          >{t`Orders that you take, and those that others hand to you, lie here.`}</Empty>
        </Panel>
      ) : null}
      {data !== undefined && data.offered.length > 0 ? (
        <Panel title={t`Offered to you`}>
          <OrderTable rows={data.offered} label={t`Offered to you`} />
        </Panel>
      ) : null}
      {data !== undefined && data.orders.length > 0 ? (
        <Panel title={t`You hold`}>
          <OrderTable rows={data.orders} label={t`You hold`} />
        </Panel>
      ) : null}
      {data !== undefined && data.tasks.length > 0 ? (
        <Panel title={t`Tasks`}>
          <TaskTable tasks={data.tasks} />
        </Panel>
      ) : null}
    </div>
  );
}
