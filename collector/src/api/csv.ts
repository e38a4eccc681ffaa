import { printable } from "@probewarden/cli";
import { stringify } from "csv-stringify/sync";

type Cell = string | number | boolean | undefined;

/** How a spreadsheet knows a formula (OWASP, CSV Injection); a tab or a line's end before one is escaped by `printable`. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/u;

/** A cell that a spreadsheet shows and never computes, in which every character is seen as such. Numbers stay numbers. */
export function safeCell(cell: Cell): string | number {
  if (typeof cell === "number") return cell;
  const text = printable(String(cell ?? ""));
  return FORMULA.test(text) ? `'${text}` : text;
}

/**
 * Rows as CSV (RFC 4180), the header first, lines ended by CRLF.
 * @param columns each column's name and what it shows of a row
 */
export const toCsv = <Row>(rows: readonly Row[], columns: Readonly<Record<string, (row: Row) => Cell>>): string =>
  stringify([Object.keys(columns), ...rows.map((row) => Object.values(columns).map((cell) => safeCell(cell(row))))], {
    record_delimiter: "windows",
    bom: true,
  });
