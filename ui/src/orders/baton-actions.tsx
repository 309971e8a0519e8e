// Who holds the order now, and how it passes to somebody else.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useFirm } from "../backend/firm.tsx";
import { useAct, useActor } from "../backend/hooks.tsx";
import type { BatonView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choice } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { useToast } from "../kit/toasts.tsx";
import { departmentName, type DepartmentCode } from "../lib/names.ts";
import { neglectName, stepName } from "../lib/states.ts";

export function BatonActions(props: { orderId: string; baton: BatonView }): ReactNode {
  const { orderId, baton } = props;
  const actor = useActor();
  const say = useToast();
  const take = useAct("attendance.take");
  const accept = useAct("attendance.accept");
  const [asking, setAsking] = useState<"assign" | "offer" | null>(null);
  const mine = actor !== null && baton.holder === actor;
  const offeredToMe = actor !== null && baton.offer?.to === actor;
  const doTake = async (): Promise<void> => {
    if ((await take.run({ order_id: orderId })) !== null) say(t`You hold this order now`);
  };
  const doAccept = async (): Promise<void> => {
    if ((await accept.run({ order_id: orderId })) !== null) say(t`You hold this order now`);
  };
  return (
    <div className="stack">
      <div className="holder">
        <HolderWords baton={baton} />
        <span className="holder-acts">
          {offeredToMe ? (
            <Button
              kind="primary"
              small
              busy={accept.busy}
              onPress={() => void doAccept()}
            >{t`Accept`}</Button>
          ) : null}
          {baton.holder === null ? (
            <Button
              kind="primary"
              small
              busy={take.busy}
              onPress={() => void doTake()}
            >{t`Take`}</Button>
          ) : null}
          <Button small onPress={() => setAsking("assign")}>{t`Assign…`}</Button>
          {mine ? <Button small onPress={() => setAsking("offer")}>{t`Hand over…`}</Button> : null}
        </span>
      </div>
      <FailureNotice failure={take.failure ?? accept.failure} />
      {asking === "assign" ? (
        <Assign orderId={orderId} baton={baton} onClose={() => setAsking(null)} />
      ) : null}
      {asking === "offer" ? <Offer orderId={orderId} onClose={() => setAsking(null)} /> : null}
    </div>
  );
}

function HolderWords(props: { baton: BatonView }): ReactNode {
  const { baton } = props;
  const shown = useShown();
  return (
    <span className="bar">
      <Tag tone={baton.step}>{stepName(baton.step)}</Tag>
      {baton.holder_name === null ? (
        <b className="alarm">{t`Nobody in ${departmentName(baton.department)} holds this order`}</b>
      ) : (
        <span>
          <b className="strong">{baton.holder_name}</b> · {departmentName(baton.department)}
        </span>
      )}
      <span className="soft">{t`for ${shown.since(baton.since)}, due ${shown.deadline(baton.due_at)}`}</span>
      {baton.offer === null ? null : (
        <Tag tone="warn" glyph="clock">{t`offered to ${baton.offer.to_name}`}</Tag>
      )}
      {baton.neglect === null || baton.neglect === "nobody" ? null : (
        <Tag tone="danger" glyph="clock">
          {neglectName(baton.neglect)}
        </Tag>
      )}
    </span>
  );
}

function Assign(props: { orderId: string; baton: BatonView; onClose: () => void }): ReactNode {
  const firm = useFirm();
  const say = useToast();
  const assign = useAct("attendance.assign");
  const [to, setTo] = useState<string | null>(null);
  const fit = firm.members.filter(
    (one) => one.active && one.departments.includes(props.baton.department),
  );
  const commit = async (): Promise<void> => {
    if (
      to === null ||
      (await assign.run({ order_id: props.orderId, to, department: props.baton.department })) ===
        null
    )
      return;
    say(t`Assigned`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Who holds this order?`}
      busy={assign.busy}
      onClose={props.onClose}
      commit={{ label: t`Assign`, onCommit: () => void commit(), disabled: to === null }}
    >
      <Choice
        label={t`A member of ${departmentName(props.baton.department)}`}
        options={fit.map((one) => ({ id: one.member_id, text: one.name }))}
        value={to}
        onChange={setTo}
        placeholder={fit.length === 0 ? t`Nobody works there yet` : t`Choose`}
      />
      <FailureNotice failure={assign.failure} />
    </DialogFrame>
  );
}

function Offer(props: { orderId: string; onClose: () => void }): ReactNode {
  const firm = useFirm();
  const actor = useActor();
  const say = useToast();
  const offer = useAct("attendance.offer");
  const [to, setTo] = useState<string | null>(null);
  const [department, setDepartment] = useState<DepartmentCode | null>(null);
  const colleagues = firm.members.filter((one) => one.active && one.member_id !== actor);
  const chosen = colleagues.find((one) => one.member_id === to);
  const ready = to !== null && department !== null;
  const commit = async (): Promise<void> => {
    if (to === null || department === null) return;
    if ((await offer.run({ order_id: props.orderId, to, department })) === null) return;
    say(t`Offered; it stays yours until it is accepted`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Hand this order over`}
      busy={offer.busy}
      onClose={props.onClose}
      hint={t`They must accept it within two working hours.`}
      commit={{ label: t`Offer`, onCommit: () => void commit(), disabled: !ready }}
    >
      <Choice
        label={t`To`}
        options={colleagues.map((one) => ({ id: one.member_id, text: one.name }))}
        value={to}
        onChange={(id) => {
          setTo(id);
          setDepartment(firm.members.find((one) => one.member_id === id)?.departments[0] ?? null);
        }}
        placeholder={t`Choose`}
      />
      <Choice
        label={t`For which department`}
        options={(chosen?.departments ?? []).map((id) => ({ id, text: departmentName(id) }))}
        value={department}
        onChange={setDepartment}
        disabled={chosen === undefined}
      />
      <FailureNotice failure={offer.failure} />
    </DialogFrame>
  );
}
