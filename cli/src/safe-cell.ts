import { printable } from "./printable.ts";

/** How a spreadsheet knows a formula (OWASP, CSV Injection); a tab or a line's end before one is escaped by `printable`. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/u;

/** A cell that a spreadsheet shows and never computes, in which every character is seen as such. Numbers stay numbers. */
export function safeCell(cell: string | number | boolean | undefined): string | number {
  if (typeof cell === "number") return cell;
  const text = printable(String(cell ?? ""));
  return FORMULA.test(text) ? `'${text}` : text;
}
