// Writes the document that one looks at to a PDF.

import { t } from "@lingui/core/macro";
import { plural } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { useAct } from "../backend/hooks.tsx";
import type { DocumentFile, ShowDocument } from "../bindings/commands.ts";
import { YesNo } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { useToast } from "../kit/toasts.tsx";
import { pathOf, PathEntry } from "./path-entry.tsx";

export function SaveDialog(props: {
  shape: ShowDocument;
  file: DocumentFile;
  onClose: () => void;
}): ReactNode {
  const say = useToast();
  const save = useAct("documents.save");
  const [path, setPath] = useState("");
  const [replace, setReplace] = useState(false);
  const { number } = props.file;
  const commit = async (): Promise<void> => {
    const saved = await save.run({ ...props.shape, path: withPdf(pathOf(path)), replace });
    if (saved === null) return;
    const pages = plural(saved.pages, { one: "# page", other: "# pages" });
    say(t`${saved.number} saved: ${pages}`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Save ${number} as PDF`}
      busy={save.busy}
      onClose={props.onClose}
      commit={{ label: t`Save`, onCommit: () => void commit(), disabled: path.trim() === "" }}
    >
      <PathEntry
        label={t`To the file`}
        name="pdf-path"
        value={path}
        hint={t`With the folder in which it is to lie.`}
        save={{ suggested: props.file.file_name }}
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

function withPdf(path: string): string {
  return path.toLowerCase().endsWith(".pdf") ? path : `${path}.pdf`;
}
