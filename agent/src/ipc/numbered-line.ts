import { randomBytes } from "node:crypto";
import { spellOctets } from "@probewarden/contract";

/** Types of line that a part numbers, and keeps until the supervisor has said that what they tell is on its disk. */
export const NUMBERED_TYPES: ReadonlySet<string> = new Set(["finding", "camera", "newcomer"]);

/** Where a numbered line comes from. Part, run and line are its identity: a line that comes twice is kept once. */
export interface LineOrigin {
  part: string;
  /** Names one process of the part; its lines are numbered from 1. */
  run: string;
  line: number;
  /** The oldest line that the part still has: those before it never come again. */
  openFrom: number;
}

/** What the supervisor answers once numbered lines are on its disk, or when they never will be: the part can forget them. */
export interface Confirmation {
  type: "confirmed";
  lines: number[];
}

/** A name for this process of a part, in letters: no address is spelled by it. */
export const newRun = (): string => `r${spellOctets(randomBytes(8))}`;

const isLineNumber = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 1;

/** Reads a confirmation; undefined when the message is none. */
export function readConfirmation(message: unknown): Confirmation | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const { type, lines }: { type?: unknown; lines?: unknown } = message;
  return type === "confirmed" && Array.isArray(lines) && lines.every(isLineNumber) ? { type, lines } : undefined;
}

/** Takes the number off a line: what it tells, and its number where it has one. Undefined: the number is none. */
export function takeNumber(
  message: unknown,
): { told: unknown; number?: Pick<LineOrigin, "line" | "openFrom"> } | undefined {
  if (typeof message !== "object" || message === null || !("line" in message)) return { told: message };
  const { line, openFrom, ...told }: { line?: unknown; openFrom?: unknown } = message;
  if (!isLineNumber(line) || !isLineNumber(openFrom) || openFrom > line) return undefined;
  return { told, number: { line, openFrom } };
}
