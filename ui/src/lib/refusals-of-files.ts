// The words for a no about files: what was to be imported, and where an export was to go.

import { t } from "@lingui/core/macro";

import type { Failure } from "./failure.ts";
import { text } from "./refusal-values.ts";

export function aboutFiles({ code, params }: Failure): string | null {
  switch (code) {
    case "import_mapping_wrong":
      return t`The columns are not right yet: ${text(params, "why")}.`;
    case "import_file_unreadable":
      return t`${text(params, "file")} cannot be read: ${text(params, "why")}.`;
    case "import_rows_bad":
      return t`Nothing was imported. Rows to be mended: ${text(params, "n")}.`;
    case "import_list_unwritable":
      return t`The refused rows cannot be written to ${text(params, "file")}: ${text(params, "why")}. Nothing was imported.`;
    case "import_cancelled":
      return t`The import was ended. Nothing of it was written.`;
    case "export_file_exists":
      return t`${text(params, "path")} is there already. Choose another name.`;
    case "export_file_unwritable":
      return t`${text(params, "path")} cannot be written: ${text(params, "why")}.`;
    case "export_too_long":
      return t`A sheet holds ${text(params, "rows_max")} rows and this list has more. Narrow it, or take CSV.`;
    case "letter_unprintable":
      return t`${text(params, "field")} holds "${text(params, "letter")}", which the fonts of documents do not have. Write it otherwise.`;
    case "columns_too_wide":
      return t`The columns do not fit beside each other on this paper. Choose another layout.`;
    case "pdf_unwritten":
      return t`The PDF could not be made: ${text(params, "why")}.`;
    case "print_no_printer":
      return t`There is no printer "${text(params, "printer")}" on this computer.`;
    case "print_copies":
      return t`${text(params, "copies")} copies cannot be printed; ask for 1 to ${text(params, "copies_max")}.`;
    case "print_kind_of_time":
      return t`Of a time only invoices and credit notes are written. Name the documents whose other papers you want.`;
    case "print_day_of_statement":
      return t`Only statements of account are written as of a day.`;
    case "print_failed":
      return t`${text(params, "number")} was not printed: ${text(params, "why")}.`;
    case "print_not_remembered":
      return t`The printers of this computer cannot be remembered in ${text(params, "path")}: ${text(params, "why")}.`;
    case "layout_wrong":
      return t`The layout of ${text(params, "whose")} would be wrong: ${text(params, "why")}.`;
    case "layout_file_unreadable":
      return t`${text(params, "path")} cannot be read: ${text(params, "why")}.`;
    case "layout_file_wrong":
      return t`${text(params, "path")} holds no layout: ${text(params, "why")}.`;
    case "layout_group_elsewhere":
      return t`Only a customer inherits from a group, and for all kinds of documents.`;
    case "layout_of_two":
      return t`A layout belongs to a customer or to a group, not to both.`;
    case "layout_too_large":
      return t`The layout is too large: ${text(params, "bytes")} bytes, at most ${text(params, "bytes_max")}. Make its pictures smaller.`;
    default:
      return null;
  }
}
