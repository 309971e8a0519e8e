// The people of the firm: in which departments they work, and who is senior there.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct, useRead } from "../backend/hooks.tsx";
import type { MemberView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { YesNo } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice, ReadFailure } from "../kit/failure-notice.tsx";
import { TextEntry } from "../kit/fields.tsx";
import { Skeleton } from "../kit/notice.tsx";
import { PageHead, Panel } from "../kit/page.tsx";
import { Tag } from "../kit/tag.tsx";
import { useToast } from "../kit/toasts.tsx";
import { ALL_DEPARTMENTS, departmentName, type DepartmentCode } from "../lib/names.ts";
import { CalendarDialog } from "./calendar-dialog.tsx";

export function Members(): ReactNode {
  const { data, error } = useRead("firm.members", {});
  const [editing, setEditing] = useState<MemberView | "new" | null>(null);
  const [closing, setClosing] = useState(false);
  return (
    <div className="page">
      <PageHead
        title={t`People`}
        sub={t`Every order is held by a person; tasks go to the people of a department.`}
        actions={
          <>
            <Button onPress={() => setClosing(true)} testId="closing-days">
              {t`Closing days…`}
            </Button>
            <Button kind="primary" onPress={() => setEditing("new")} testId="new-member">
              {t`New member`}
            </Button>
          </>
        }
      />
      {error === null ? null : <ReadFailure error={error} />}
      <Panel>
        {data === undefined && error === null ? <Skeleton /> : null}
        {data === undefined ? null : <MemberTable members={data} onEdit={setEditing} />}
      </Panel>
      {closing ? <CalendarDialog onClose={() => setClosing(false)} /> : null}
      {editing === null ? null : (
        <MemberDialog
          member={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}

function MemberTable(props: {
  members: readonly MemberView[];
  onEdit: (member: MemberView) => void;
}): ReactNode {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t`Code`}</th>
          <th>{t`Name`}</th>
          <th>{t`Departments`}</th>
          <th>{t`Telephone`}</th>
          <th>{t`E-mail`}</th>
          <th className="tight" aria-label={t`Do`} />
        </tr>
      </thead>
      <tbody>
        {props.members.map((member) => (
          <tr key={member.member_id}>
            <td className="soft tight">{member.code}</td>
            <td>
              <span className="strong">{member.name}</span>{" "}
              {member.senior ? <Tag tone="info">{t`senior`}</Tag> : null}{" "}
              {member.active ? null : <Tag>{t`not active`}</Tag>}
            </td>
            <td>{member.departments.map(departmentName).join(", ")}</td>
            <td className="soft">{member.phone}</td>
            <td className="soft">{member.email}</td>
            <td className="tight">
              <Button
                small
                label={t`Edit ${member.name}`}
                onPress={() => props.onEdit(member)}
              >{t`Edit…`}</Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface TypedMember {
  code: string;
  name: string;
  phone: string;
  email: string;
  departments: readonly DepartmentCode[];
  senior: boolean;
  active: boolean;
}

function typedMember(member: MemberView | null): TypedMember {
  return {
    code: member?.code ?? "",
    name: member?.name ?? "",
    phone: member?.phone ?? "",
    email: member?.email ?? "",
    departments: member?.departments ?? [],
    senior: member?.senior ?? false,
    active: member?.active ?? true,
  };
}

function filled(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

function MemberDialog(props: { member: MemberView | null; onClose: () => void }): ReactNode {
  const { member } = props;
  const say = useToast();
  const save = useAct("firm.save_member");
  const [typed, setTyped] = useState(() => typedMember(member));
  const set = (next: Partial<TypedMember>): void => setTyped({ ...typed, ...next });
  const commit = async (): Promise<void> => {
    const saved = await save.run({
      member_id: member?.member_id ?? null,
      base: member?.base ?? null,
      code: typed.code.trim(),
      name: typed.name.trim(),
      phone: filled(typed.phone),
      email: filled(typed.email),
      departments: ALL_DEPARTMENTS.filter((one) => typed.departments.includes(one)),
      senior: typed.senior,
      active: typed.active,
    });
    if (saved === null) return;
    say(t`${saved.code} saved`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={member === null ? t`New member` : t`Edit ${member.name}`}
      wide
      busy={save.busy}
      onClose={props.onClose}
      commit={{
        label: t`Save`,
        onCommit: () => void commit(),
        disabled:
          typed.code.trim() === "" || typed.name.trim() === "" || typed.departments.length === 0,
      }}
    >
      <div className="form-row form-row-4">
        <TextEntry
          label={t`Name`}
          name="name"
          autoFocus
          value={typed.name}
          onChange={(name) => set({ name })}
        />
        <TextEntry
          label={t`Code`}
          name="code"
          value={typed.code}
          placeholder="anna"
          onChange={(code) => set({ code })}
        />
        <TextEntry
          label={t`Telephone`}
          name="phone"
          value={typed.phone}
          onChange={(phone) => set({ phone })}
        />
        <TextEntry
          label={t`E-mail`}
          name="email"
          value={typed.email}
          onChange={(email) => set({ email })}
        />
      </div>
      <Departments chosen={typed.departments} onChange={(departments) => set({ departments })} />
      <div className="bar">
        <YesNo
          label={t`Senior in these departments`}
          value={typed.senior}
          onChange={(senior) => set({ senior })}
        />
        <YesNo label={t`Active`} value={typed.active} onChange={(active) => set({ active })} />
      </div>
      <FailureNotice failure={save.failure} />
    </DialogFrame>
  );
}

function Departments(props: {
  chosen: readonly DepartmentCode[];
  onChange: (chosen: readonly DepartmentCode[]) => void;
}): ReactNode {
  const { chosen, onChange } = props;
  return (
    <div className="field">
      <span className="label">{t`Works in`}</span>
      <div className="checks">
        {ALL_DEPARTMENTS.map((department) => (
          <YesNo
            key={department}
            label={departmentName(department)}
            value={chosen.includes(department)}
            onChange={(yes) =>
              onChange(yes ? [...chosen, department] : chosen.filter((one) => one !== department))
            }
          />
        ))}
      </div>
    </div>
  );
}
