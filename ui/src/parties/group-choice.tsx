// The group of customers whose layouts a customer inherits, and the naming of a new one.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import { Choice } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { TextEntry } from "../kit/fields.tsx";

/** Groups have names of their own; an option of ours begins with what no name begins with. */
const NONE = " none";
const NEW = " new";

export function GroupChoice(props: {
  group: string | null;
  disabled: boolean;
  /** Empty for none. */
  onChoose: (group: string) => void;
}): ReactNode {
  const { group } = props;
  const [naming, setNaming] = useState(false);
  const { data } = useRead("documents.places", {});
  const known = data?.groups.map((one) => one.group) ?? [];
  const names = group === null || known.includes(group) ? known : [...known, group];
  const choose = (id: string): void => {
    if (id === NEW) setNaming(true);
    else props.onChoose(id === NONE ? "" : id);
  };
  return (
    <>
      <Choice
        label={t`Group`}
        options={[
          { id: NONE, text: t`none` },
          ...names.map((id) => ({ id, text: id })),
          { id: NEW, text: t`A new group…` },
        ]}
        value={group ?? NONE}
        onChange={choose}
        disabled={props.disabled}
      />
      {naming ? (
        <GroupName
          onName={(name) => {
            setNaming(false);
            props.onChoose(name);
          }}
          onClose={() => setNaming(false)}
        />
      ) : null}
    </>
  );
}

export function GroupName(props: {
  onName: (name: string) => void;
  onClose: () => void;
}): ReactNode {
  const [name, setName] = useState("");
  return (
    <DialogFrame
      title={t`A new group of customers`}
      busy={false}
      onClose={props.onClose}
      commit={{
        label: t`Name it`,
        onCommit: () => props.onName(name.trim()),
        disabled: name.trim() === "",
      }}
    >
      <TextEntry
        label={t`Name`}
        name="group"
        autoFocus
        value={name}
        placeholder={t`chain stores`}
        hint={t`Customers who are in it have its layouts, unless they have their own.`}
        onChange={setName}
      />
    </DialogFrame>
  );
}
