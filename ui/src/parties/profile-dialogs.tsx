// Layouts to and from files.

import { t } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { pathOf, PathEntry } from "../actions/path-entry.tsx";
import { useAct } from "../backend/hooks.tsx";
import type { ProfileOf } from "../bindings/commands.ts";
import { YesNo } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { useToast } from "../kit/toasts.tsx";
import { placeName } from "./layout-place.ts";

export function ImportProfile(props: {
  of: ProfileOf;
  seen: string | null;
  onClose: () => void;
}): ReactNode {
  const { of, seen } = props;
  const say = useToast();
  const load = useAct("documents.import_profile");
  const [path, setPath] = useState("");
  const commit = async (): Promise<void> => {
    const done = await load.run({ ...of, seen, path: pathOf(path) });
    if (done === null) return;
    say(t`Layout saved: ${placeName(of)}`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Import a layout: ${placeName(of)}`}
      busy={load.busy}
      onClose={props.onClose}
      commit={{ label: t`Import`, onCommit: () => void commit(), disabled: path.trim() === "" }}
    >
      <PathEntry
        label={t`From the file`}
        name="profile-path"
        autoFocus
        value={path}
        hint={t`It takes the place of all that is set here. What was posted stays as it is.`}
        onChange={setPath}
      />
      <FailureNotice failure={load.failure} />
    </DialogFrame>
  );
}

export function ExportProfile(props: { of: ProfileOf; onClose: () => void }): ReactNode {
  const { of } = props;
  const say = useToast();
  const save = useAct("documents.export_profile");
  const [path, setPath] = useState("");
  const [replace, setReplace] = useState(false);
  const commit = async (): Promise<void> => {
    const done = await save.run({ ...of, path: pathOf(path), replace });
    if (done === null) return;
    say(t`${done.path} written`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Export the layout: ${placeName(of)}`}
      busy={save.busy}
      onClose={props.onClose}
      commit={{ label: t`Save`, onCommit: () => void commit(), disabled: path.trim() === "" }}
    >
      <PathEntry
        label={t`To the file`}
        name="profile-path"
        autoFocus
        value={path}
        hint={t`What is set here, and nothing of what is inherited.`}
        save={{ suggested: suggested(of) }}
        onChange={(chosenPath, chosen) => {
          setPath(chosenPath);
          setReplace(chosen);
        }}
      />
      <YesNo
        label={t`Replace a file that is there already`}
        value={replace}
        onChange={setReplace}
      />
      <FailureNotice failure={save.failure} />
    </DialogFrame>
  );
}

/** A name that files may have: `BIANCHI-invoice.json`. */
function suggested(of: ProfileOf): string {
  const who = of.customer ?? of.group ?? "layout";
  const kind = of.kind ?? null;
  const name = kind === null ? who : `${who}-${kind}`;
  return `${name.replace(/[\\/:*?"<>|]/g, "-")}.json`;
}
