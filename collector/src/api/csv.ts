import { safeCell } from "@probewarden/cli";
import { stringify } from "csv-stringify/sync";

type Cell = string | number | boolean | undefined;

/**
 * Rows as CSV (RFC 4180), the header first, lines ended by CRLF.
 * @param columns each column's name and what it shows of a row
 */
export const toCsv = <Row>(rows: readonly Row[], columns: Readonly<Record<string, (row: Row) => Cell>>): string =>
  stringify([Object.keys(columns), ...rows.map((row) => Object.values(columns).map((cell) => safeCell(cell(row))))], {
    record_delimiter: "windows",
    bom: true,
  });
