import { Type } from "typebox";
import { Refusal } from "./refusal.ts";

/** An instant of a query: in UTC, or in epoch milliseconds. */
export const instantQuery = (description: string) =>
  Type.String({
    maxLength: 24,
    pattern: "^(\\d{1,13}|\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?Z)$",
    description: `${description}: an instant in UTC (RFC 3339), or epoch milliseconds`,
    examples: ["2026-11-23T06:00:00.000Z"],
  });

/**
 * Epoch milliseconds of an instant that was asked for.
 * @throws Refusal bad-range where no calendar has it
 */
export const instantOf = (name: string, text: string): number => {
  const ms = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(ms)) throw new Refusal(400, "bad-range", `${name}: no calendar has this day`);
  return ms;
};
