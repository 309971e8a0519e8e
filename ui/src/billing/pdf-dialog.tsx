// Writes a posted document to a PDF, in a layout and a language.

import { t } from "@lingui/core/macro";
import { plural } from "@lingui/core/macro";
import { useState, type ReactNode } from "react";

import { pathOf, PathEntry } from "../actions/path-entry.tsx";
import { useAct } from "../backend/hooks.tsx";
import type { BuiltIn, Language } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choice, YesNo } from "../kit/choice.tsx";
import { DialogFrame } from "../kit/dialog.tsx";
import { FailureNotice } from "../kit/failure-notice.tsx";
import { useToast } from "../kit/toasts.tsx";

/** The button that asks how and where. */
export function PdfButton(props: { number: string }): ReactNode {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onPress={() => setAsking(true)} testId="save-pdf">
        {t`Save as PDF…`}
      </Button>
      {asking ? <PdfDialog number={props.number} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function PdfDialog(props: { number: string; onClose: () => void }): ReactNode {
  const say = useToast();
  const save = useAct("documents.save");
  const [profile, setProfile] = useState<BuiltIn>("plain");
  const [language, setLanguage] = useState<Language | "own">("own");
  const [path, setPath] = useState("");
  const [replace, setReplace] = useState(false);
  const commit = async (): Promise<void> => {
    const saved = await save.run({
      document: props.number,
      profile,
      language: language === "own" ? null : language,
      path: withPdf(pathOf(path)),
      replace,
    });
    if (saved === null) return;
    const pages = plural(saved.pages, { one: "# page", other: "# pages" });
    say(t`${saved.number} saved: ${pages}`);
    props.onClose();
  };
  return (
    <DialogFrame
      title={t`Save ${props.number} as PDF`}
      busy={save.busy}
      onClose={props.onClose}
      commit={{ label: t`Save`, onCommit: () => void commit(), disabled: path.trim() === "" }}
    >
      <Choice<BuiltIn>
        label={t`Layout`}
        options={[
          { id: "plain", text: t`Plain` },
          { id: "italian_ddt", text: t`Italian, grouped by delivery note` },
          { id: "german_window", text: t`German, for the window of an envelope` },
          { id: "dense_technical", text: t`Dense, with the customer's codes` },
          { id: "letter_english", text: t`English, on Letter paper` },
        ]}
        value={profile}
        onChange={setProfile}
      />
      <Choice<Language | "own">
        label={t`Language`}
        options={[
          { id: "own", text: t`The customer's own, or the layout's` },
          { id: "it", text: "Italiano" },
          { id: "en", text: "English" },
          { id: "de", text: "Deutsch" },
          { id: "fr", text: "Français" },
        ]}
        value={language}
        onChange={setLanguage}
      />
      <PathEntry
        label={t`To the file`}
        name="pdf-path"
        value={path}
        hint={t`With the folder in which it is to lie.`}
        save={{ suggested: `${props.number}.pdf` }}
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
