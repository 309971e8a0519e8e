// Where a file lies: typed, or chosen in the window that the system has for it.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { canChooseFile, chooseFile } from "../backend/host.ts";
import { Button } from "../kit/button.tsx";
import { TextEntry } from "../kit/fields.tsx";

/** As it is sent: some systems copy a path with quotes around it. */
export function pathOf(typed: string): string {
  const bare = typed.trim();
  return /^".*"$/.test(bare) ? bare.slice(1, -1).trim() : bare;
}

export function PathEntry(props: {
  label: string;
  name: string;
  value: string;
  /** `chosen` where the system's window gave it: that has asked already whether to replace a file. */
  onChange: (path: string, chosen: boolean) => void;
  hint?: string;
  wrong?: string | undefined;
  autoFocus?: boolean;
  /** A file that is to be written, with the name that it may get. */
  save?: { suggested: string };
}): ReactNode {
  const [unopened, setUnopened] = useState(false);
  const suggested = props.save?.suggested ?? null;
  const choose = async (): Promise<void> => {
    try {
      const path = await chooseFile({ save: props.save !== undefined, suggested });
      setUnopened(false);
      if (path !== null) props.onChange(path, true);
    } catch {
      setUnopened(true);
    }
  };
  return (
    <div className="path-entry">
      <TextEntry
        label={props.label}
        name={props.name}
        value={props.value}
        autoFocus={props.autoFocus ?? false}
        hint={props.hint ?? "\u00a0"}
        wrong={
          unopened ? t`The system's window did not open; write the path instead.` : props.wrong
        }
        onChange={(path) => props.onChange(path, false)}
      />
      {canChooseFile() ? (
        <Button onPress={() => void choose()} testId={`choose-${props.name}`}>{t`Choose…`}</Button>
      ) : null}
    </div>
  );
}
