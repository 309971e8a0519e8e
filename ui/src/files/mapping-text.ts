// A mapping as a table and as text: the text is what the back end judges, the table is for people.

/** Where a field comes from. */
export type Source = { column: string } | { constant: string };

export interface MappingTable {
  /** Options as they stand in the text, such as `"%d/%m/%Y"` and `true`. */
  options: Readonly<Record<string, string>>;
  columns: Fields;
  constants: Fields;
  /** Of orders: the same for their lines. */
  lines: { options: Readonly<Record<string, string>>; columns: Fields; constants: Fields } | null;
  /** Further tables, kept as they stand. */
  others: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What the back end notes about dates and decimals that may mean two things. */
  unclear: string | null;
}

/** Fields with their column or their value. */
type Fields = Readonly<Record<string, string>>;

type Part = "head" | "lines";

const ESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  t: "\t",
  n: "\n",
  f: "\f",
  r: "\r",
  '"': '"',
  "\\": "\\",
};

/** The mapping in a text; null where it is written more freely than a table can show. */
export function readMapping(text: string): MappingTable | null {
  const tables: Record<string, Record<string, string>> = { "": {} };
  const notes: string[] = [];
  let into = "";
  let rest = text;
  while (rest !== "") {
    const line = /^[ \t]*(?:#[ \t]*(?<note>.*)|\[(?<table>[\w.-]+)\][ \t]*)?(?:\r?\n|$)/.exec(rest);
    if (line !== null) {
      const { note, table } = line.groups ?? {};
      if (table !== undefined) {
        into = table;
        tables[into] ??= {};
      }
      if (note !== undefined && into === "" && tables[""]?.["kind"] !== undefined) notes.push(note);
      rest = rest.slice(line[0].length);
      continue;
    }
    const entry = readEntry(rest);
    if (entry === null || tables[into]?.[entry.key] !== undefined) return null;
    tables[into] = { ...tables[into], [entry.key]: entry.value };
    rest = rest.slice(entry.length);
  }
  return asTable(tables, notes.join(" "));
}

function asTable(
  tables: Record<string, Record<string, string>>,
  unclear: string,
): MappingTable | null {
  const texts = (name: string): Fields | null => {
    const values = Object.entries(tables[name] ?? {}).map(([field, raw]) => [field, plain(raw)]);
    return values.some(([, value]) => value === null) ? null : Object.fromEntries(values);
  };
  const known = ["", "columns", "constants", "lines", "lines.columns", "lines.constants"];
  const [columns, constants] = [texts("columns"), texts("constants")];
  const [lineColumns, lineConstants] = [texts("lines.columns"), texts("lines.constants")];
  if (columns === null || constants === null) return null;
  if (lineColumns === null || lineConstants === null) return null;
  const hasLines = Object.keys(tables).some((name) => name.split(".")[0] === "lines");
  return {
    options: tables[""] ?? {},
    columns,
    constants,
    lines: hasLines
      ? { options: tables["lines"] ?? {}, columns: lineColumns, constants: lineConstants }
      : null,
    others: Object.fromEntries(Object.entries(tables).filter(([name]) => !known.includes(name))),
    unclear: unclear === "" ? null : unclear,
  };
}

interface Entry {
  key: string;
  /** As it stands: with quotes, if it has some. */
  value: string;
  length: number;
}

const TEXT =
  /^(?:"""[\s\S]*?(?<!\\)"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')(?=[ \t]*(?:#.*)?(?:\r?\n|$))/;

function readEntry(text: string): Entry | null {
  const start = /^[ \t]*(?:(?<bare>[\w-]+)|"(?<quoted>[^"\\\n]+)")[ \t]*=[ \t]*/.exec(text);
  if (start === null) return null;
  const behind = text.slice(start[0].length);
  const value = TEXT.exec(behind)?.[0] ?? /^[^"'#\n][^#\n]*/.exec(behind)?.[0].trim();
  if (value === undefined || value === "" || isUnfinished(value)) return null;
  const after = /^[ \t]*(?:#.*)?(?:\r?\n|$)/.exec(behind.slice(value.length));
  if (after === null) return null;
  const key = start.groups?.["bare"] ?? start.groups?.["quoted"] ?? "";
  return { key, value, length: start[0].length + value.length + after[0].length };
}

/** A list or a table that goes on in the next line. */
function isUnfinished(value: string): boolean {
  return (
    (value.startsWith("[") && !value.endsWith("]")) ||
    (value.startsWith("{") && !value.endsWith("}"))
  );
}

/** The text that a value is; null for lists and tables. */
export function plain(value: string): string | null {
  if (value.startsWith("[") || value.startsWith("{")) return null;
  const long = /^(?:"""|''')\r?\n?([\s\S]*)(?:"""|''')$/.exec(value);
  if (long !== null) return value.startsWith('"') ? unescaped(long[1] ?? "") : (long[1] ?? "");
  if (value.startsWith("'")) return value.slice(1, -1);
  return value.startsWith('"') ? unescaped(value.slice(1, -1)) : value;
}

function unescaped(text: string): string {
  return text.replaceAll(
    /\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|(.))/g,
    (all, short, long, sign) =>
      sign === undefined
        ? String.fromCodePoint(Number.parseInt(String(short ?? long), 16))
        : (ESCAPES[String(sign)] ?? String(all)),
  );
}

/** A text as a value. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}

function writeEntries(entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .map(([key, value]) => `${/^[\w-]+$/.test(key) ? key : quoted(key)} = ${value}\n`)
    .join("");
}

function writeTable(name: string, entries: Readonly<Record<string, string>>): string {
  const body = writeEntries(entries);
  return body === "" ? "" : `\n[${name}]\n${body}`;
}

function texts(fields: Fields): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([field, text]) => [field, quoted(text)]));
}

export function writeMapping(table: MappingTable): string {
  const { options, columns, constants, lines, others } = table;
  const ofLines =
    lines === null
      ? ""
      : writeTable("lines", lines.options) +
        `\n[lines.columns]\n${writeEntries(texts(lines.columns))}` +
        writeTable("lines.constants", texts(lines.constants));
  return (
    writeEntries(options) +
    `\n[columns]\n${writeEntries(texts(columns))}` +
    writeTable("constants", texts(constants)) +
    ofLines +
    Object.entries(others)
      .map(([name, entries]) => writeTable(name, entries))
      .join("")
  );
}

export function sourceOf(table: MappingTable, part: Part, field: string): Source | null {
  const of = part === "head" ? table : table.lines;
  const column = of?.columns[field];
  if (column !== undefined) return { column };
  const constant = of?.constants[field];
  return constant === undefined ? null : { constant };
}

/** The mapping in which the field comes from there, or from nowhere. */
export function withSource(
  table: MappingTable,
  part: Part,
  field: string,
  source: Source | null,
): MappingTable {
  const set = <Of extends { columns: Fields; constants: Fields }>(of: Of): Of => {
    const { [field]: _column, ...columns } = of.columns;
    const { [field]: _constant, ...constants } = of.constants;
    if (source === null) return { ...of, columns, constants };
    return "column" in source
      ? { ...of, columns: { ...of.columns, [field]: source.column }, constants }
      : { ...of, columns, constants: { ...of.constants, [field]: source.constant } };
  };
  if (part === "head") return set(table);
  const lines = table.lines ?? { options: {}, columns: {}, constants: {} };
  return { ...table, lines: set(lines) };
}

/** The mapping with the option set, or left to be found out. */
export function withOption(table: MappingTable, name: string, value: string | null): MappingTable {
  const { [name]: _before, ...options } = table.options;
  return { ...table, options: value === null ? options : { ...options, [name]: value } };
}

/** Every column that some field comes from. */
export function usedColumns(table: MappingTable): Set<string> {
  return new Set([...Object.values(table.columns), ...Object.values(table.lines?.columns ?? {})]);
}

/** A date format by example: `%d/%m/%Y` is 31/12/2026. */
export function exampleOf(format: string): string {
  const parts: Readonly<Record<string, string>> = {
    Y: "2026",
    y: "26",
    m: "12",
    d: "31",
    e: "31",
    b: "Dec",
    B: "December",
    H: "09",
    M: "30",
    S: "00",
    F: "2026-12-31",
  };
  return format.replaceAll(/%-?([A-Za-z])/g, (all, part) => parts[String(part)] ?? String(all));
}
