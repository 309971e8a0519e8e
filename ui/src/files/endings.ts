// The ending of a file says its format, and the format its ending.

import type { ExportFormat } from "../bindings/commands.ts";

const ENDINGS = { csv: ".csv", csv_marked: ".csv", xlsx: ".xlsx" } satisfies Record<
  ExportFormat,
  string
>;

const KNOWN = /\.(?:csv|xlsx|txt)$/i;

/** The path with the ending of the format, where it has one that is known. */
export function withEnding(path: string, format: ExportFormat): string {
  return path.replace(KNOWN, ENDINGS[format]);
}

/** The format that a path asks for by its ending; else the one that stands. */
export function formatOf(path: string, standing: ExportFormat): ExportFormat {
  const ending = KNOWN.exec(path.trim().replace(/"$/, ""))?.[0].toLowerCase();
  if (ending === undefined || ENDINGS[standing] === ending) return standing;
  return ending === ".xlsx" ? "xlsx" : standing === "xlsx" ? "csv" : standing;
}
