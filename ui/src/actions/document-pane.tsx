// A document as it goes out, beside what it is about: looked at, saved, printed.

import { t } from "@lingui/core/macro";
import { Minus, Plus, Printer, Save, X } from "lucide-react";
import { useState, type ReactNode } from "react";

import { useRead } from "../backend/hooks.tsx";
import type { BuiltIn, DocumentFile, Kind, Language, ShowDocument } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choice } from "../kit/choice.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { DateEntry } from "../kit/fields.tsx";
import { Notice, Skeleton } from "../kit/notice.tsx";
import { Paper } from "../kit/paper.tsx";
import { useShown } from "../kit/setting.tsx";
import { ALL_LAYOUTS, layoutName } from "../lib/layouts.ts";
import { paperName } from "../lib/states.ts";
import { PrintDialog } from "./print-dialog.tsx";
import { SaveDialog } from "./save-dialog.tsx";

/** From half to three times the width of the pane, in these steps. */
const ZOOMS = [50, 75, 100, 125, 150, 200, 300] as const;

interface Beside {
  /** What a person would name it by. */
  number: string;
  /** The one paper that is wanted; any that there are of it where left out. */
  only?: Kind;
  onClose: () => void;
}

/** A page, and its document beside it where that is looked at. */
export function BesideDocument(props: Beside & { shown: boolean; children: ReactNode }): ReactNode {
  const { shown, children, ...beside } = props;
  return (
    <div className={shown ? "beside beside-open" : "beside"}>
      {children}
      {shown ? <DocumentPane {...beside} /> : null}
    </div>
  );
}

function DocumentPane(props: Beside): ReactNode {
  const { only } = props;
  const papers = useRead(
    "documents.papers",
    { document: props.number },
    { enabled: only === undefined },
  );
  const [chosen, setKind] = useState<Kind | null>(null);
  const kinds = papers.data?.kinds ?? [];
  // What the page is about may have moved on, and its papers with it.
  const kind = only ?? (chosen !== null && kinds.includes(chosen) ? chosen : null);
  const [profile, setProfile] = useState<BuiltIn | "issued">("issued");
  const [language, setLanguage] = useState<Language | "own">("own");
  const { today } = useShown();
  const [on, setOn] = useState<string | null>(null);
  const ofDay = kind === "statement";
  const shape: ShowDocument = {
    document: props.number,
    kind,
    profile: profile === "issued" ? null : profile,
    language: language === "own" ? null : language,
    on: ofDay ? on : null,
  };
  const { data: file, error } = useRead("documents.show", shape);
  return (
    <aside className="pane" aria-label={t`Document ${props.number}`} data-testid="document-pane">
      <div className="bar pane-choices">
        {kinds[0] === undefined || kinds.length < 2 ? null : (
          <Choice<Kind>
            label={t`Paper`}
            hideLabel
            options={kinds.map((one) => ({ id: one, text: paperName(one) }))}
            value={kind ?? kinds[0]}
            onChange={setKind}
          />
        )}
        <Choice<BuiltIn | "issued">
          label={t`Layout`}
          hideLabel
          options={[
            { id: "issued", text: t`Layout: as issued` },
            ...ALL_LAYOUTS.map((one) => ({ id: one, text: layoutName(one) })),
          ]}
          value={profile}
          onChange={setProfile}
        />
        <Choice<Language | "own">
          label={t`Language`}
          hideLabel
          options={[
            { id: "own", text: t`Language: as issued` },
            { id: "it", text: "Italiano" },
            { id: "en", text: "English" },
            { id: "de", text: "Deutsch" },
            { id: "fr", text: "Français" },
          ]}
          value={language}
          onChange={setLanguage}
        />
        {ofDay ? (
          <DateEntry label={t`Situation on`} name="on" value={on ?? today} onChange={setOn} />
        ) : null}
        <Button kind="quiet" small label={t`Close the document`} onPress={props.onClose}>
          <X size={16} aria-hidden="true" />
        </Button>
      </div>
      {error === null ? null : <ReadFailure error={error} />}
      {file === undefined && error !== null ? null : file === undefined ? (
        <Skeleton lines={8} />
      ) : (
        <OpenFile shape={shape} file={file} />
      )}
    </aside>
  );
}

function OpenFile(props: { shape: ShowDocument; file: DocumentFile }): ReactNode {
  const { file } = props;
  const [zoom, setZoom] = useState<number>(100);
  const [page, setPage] = useState(1);
  const [asking, setAsking] = useState<"save" | "print" | null>(null);
  const larger = ZOOMS.find((one) => one > zoom);
  const smaller = ZOOMS.findLast((one) => one < zoom);
  const step = (to: number | undefined): void => setZoom(to ?? zoom);
  const onKey = (key: string): void => {
    if (key === "+") step(larger);
    if (key === "-") step(smaller);
    if (key === "0") setZoom(100);
  };
  const at = Math.min(page, file.pages);
  return (
    <>
      <div className="bar pane-tools" role="toolbar" aria-label={t`Document`}>
        <Button kind="quiet" small label={t`Smaller`} onPress={() => step(smaller)} keys="−">
          <Minus size={14} aria-hidden="true" />
        </Button>
        <span className="n">{zoom} %</span>
        <Button kind="quiet" small label={t`Larger`} onPress={() => step(larger)} keys="+">
          <Plus size={14} aria-hidden="true" />
        </Button>
        <span className="soft n" data-testid="page-of">{t`Page ${at} of ${file.pages}`}</span>
        <span className="pane-acts">
          <Button small onPress={() => setAsking("save")} testId="save-pdf">
            <Save size={14} aria-hidden="true" />
            {t`Save…`}
          </Button>
          <Button small onPress={() => setAsking("print")} testId="print">
            <Printer size={14} aria-hidden="true" />
            {t`Print…`}
          </Button>
        </span>
      </div>
      <Kept file={file} on={props.shape.on ?? null} />
      <Paper pdf={file.pdf} name={file.file_name} zoom={zoom} onPage={setPage} onKey={onKey} />
      {asking === "save" ? (
        <SaveDialog shape={props.shape} file={file} onClose={() => setAsking(null)} />
      ) : null}
      {asking === "print" ? (
        <PrintDialog shape={props.shape} onClose={() => setAsking(null)} />
      ) : null}
    </>
  );
}

/** Whether what one sees is what went out. */
function Kept(props: { file: DocumentFile; on: string | null }): ReactNode {
  const { instant, longDay, today } = useShown();
  const { archive } = props.file;
  switch (archive.kind) {
    case "now":
      return props.on === null || props.on === today ? (
        <p className="hint">{t`As things stand now.`}</p>
      ) : (
        <p className="hint">{t`As things stood on ${longDay(props.on)}, by the dates of documents.`}</p>
      );
    case "first":
      return <p className="hint">{t`Written for the first time, and kept in the archive.`}</p>;
    case "reprint":
      return <p className="hint">{t`As it was written on ${instant(archive.rendered_at)}.`}</p>;
    case "not_kept":
      return (
        <Notice tone="warn">
          <p>{t`This document is not kept in the archive: ${archive.why}.`}</p>
        </Notice>
      );
  }
}
