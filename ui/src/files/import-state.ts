// What a person has said about an import so far, and what was answered: kept while they look elsewhere.

import type { UseQueryResult } from "@tanstack/react-query";

import { pathOf } from "../actions/path-entry.tsx";
import { useLook } from "../backend/hooks.tsx";
import { useKept, useLasting, type Lasting } from "../backend/lasting.tsx";
import type {
  GuessAnswer,
  GuessAsk,
  ImportAsk,
  ImportKind,
  OnKnown,
} from "../bindings/commands.ts";

export interface ImportForm {
  kind: ImportKind;
  path: string;
  /** Of orders: where their lines stand in a file of their own. */
  linesPath: string;
  /** What the columns were last read of. */
  looked: GuessAsk | null;
  way: "headings" | "saved";
  /** Under which name a mapping was saved, or is to be. */
  source: string;
  /** The mapping as a person changed it, and what it was guessed for. */
  changed: { of: string; text: string } | null;
  onKnown: OnKnown;
  /** Where the refused rows go; null for the usual place. */
  errorsPath: string | null;
}

const FRESH: ImportForm = {
  kind: "customers",
  path: "",
  linesPath: "",
  looked: null,
  way: "headings",
  source: "",
  changed: null,
  onKnown: "update",
  errorsPath: null,
};

export interface ImportState {
  form: ImportForm;
  change: (part: Partial<ImportForm>) => void;
  guess: UseQueryResult<GuessAnswer>;
  /** Reads the columns of the file as it lies there now. */
  look: () => void;
  /** The mapping to go by; null while there is none for this file. */
  mapping: string | null;
  setMapping: (text: string | null) => void;
  errorsPath: string;
  run: Lasting<"import.run">;
  /** What would be asked now; null while something is missing. */
  ask: (how: { dryRun: boolean; goodRows: boolean }) => ImportAsk | null;
}

const NOTHING: GuessAsk = { kind: "customers", path: "" };

export function useImport(): ImportState {
  const [form, change] = useKept<ImportForm>("import", FRESH);
  const run = useLasting("import.run");
  const { looked } = form;
  const now = lookOf(form);
  const isLooked = looked !== null && JSON.stringify(looked) === JSON.stringify(now);
  const guess = useLook("import.guess", looked ?? NOTHING, { enabled: isLooked && !run.busy });
  const of = JSON.stringify(looked);
  const guessed = isLooked ? (guess.data?.mapping ?? null) : null;
  const changed = form.changed?.of === of ? form.changed.text : null;
  const mapping = guessed === null ? null : (changed ?? guessed);
  const errorsPath = form.errorsPath ?? besideOf(pathOf(form.path));
  return {
    form,
    change,
    guess,
    look: () => {
      change({ looked: now, changed: null });
      if (isLooked) void guess.refetch();
    },
    mapping,
    setMapping: (text) => change({ changed: text === null ? null : { of, text } }),
    errorsPath,
    run,
    ask: ({ dryRun, goodRows }) => {
      const saved = form.way === "saved";
      const source = form.source.trim() === "" ? null : form.source.trim();
      if (now.path === "" || (saved ? source : mapping) === null) return null;
      return {
        ...now,
        mapping: saved ? null : mapping,
        source,
        on_known: form.onKnown,
        dry_run: dryRun,
        good_rows: goodRows,
        errors_path: errorsPath.trim() === "" ? null : pathOf(errorsPath),
      };
    },
  };
}

function lookOf(form: ImportForm): GuessAsk {
  const lines = form.kind === "orders" ? pathOf(form.linesPath) : "";
  return { kind: form.kind, path: pathOf(form.path), lines_path: lines === "" ? null : lines };
}

/** Another kind of list: the columns of a file that was read are read again for it. */
export function withKind(form: ImportForm, kind: ImportKind): Partial<ImportForm> {
  const wasRead = form.looked !== null && form.looked.path === pathOf(form.path);
  const looked = wasRead ? lookOf({ ...form, kind }) : null;
  return { kind, looked, onKnown: knowsItsRows(kind) ? form.onKnown : "update" };
}

/** Kinds that say what happened have no rows that are known; those of the others are free to stay. */
export function knowsItsRows(kind: ImportKind): boolean {
  switch (kind) {
    case "stock":
    case "shipments":
    case "deliveries":
    case "open_payments":
      return false;
    default:
      return true;
  }
}

/** The form for the refused rows once they are mended, with the columns as they are now. */
export function withMended(state: ImportState): Partial<ImportForm> {
  const path = pathOf(state.errorsPath);
  const linesPath = state.form.linesPath === "" ? "" : linesBesideOf(path);
  const looked = lookOf({ ...state.form, path, linesPath });
  const changed =
    state.mapping === null ? null : { of: JSON.stringify(looked), text: state.mapping };
  return { path, linesPath, looked, changed, errorsPath: null };
}

/** Where refused lines go that stood in a file of their own: the back end writes it beside. */
export function linesBesideOf(path: string): string {
  return path.replace(/(\.[^./\\]+)?$/, "-lines$1");
}

/** Where refused rows go unless a person says so: `orders.csv` has `orders-refused.csv` beside it. */
export function besideOf(path: string): string {
  return path === "" ? "" : `${path.replace(/\.[A-Za-z]{1,5}$/, "")}-refused.csv`;
}

/** Whether an answer is about what would be asked now. */
export function isAbout(asked: ImportAsk | null, now: ImportAsk | null): boolean {
  if (asked === null || now === null) return false;
  const heart = ({ kind, path, lines_path, mapping, on_known }: ImportAsk): string =>
    JSON.stringify([kind, path, lines_path ?? null, mapping ?? null, on_known]);
  return heart(asked) === heart(now) && (asked.source === now.source || asked.mapping !== null);
}
