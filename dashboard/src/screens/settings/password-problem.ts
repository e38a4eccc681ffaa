import type { TextKey } from "../../text/words.ts";

/** Fewest characters of a password, as the contract has it. */
export const FEWEST = 12;

/** What is typed into the form. */
export interface TypedPasswords {
  present: string;
  next: string;
  again: string;
}

/** What is wrong with what was typed, before anybody is asked: which field, and in which words. Undefined: nothing. */
export function passwordProblem({
  present,
  next,
  again,
}: TypedPasswords): { field: keyof TypedPasswords; words: TextKey; n: number } | undefined {
  // The collector counts as JSON Schema does: code points, not halves of them.
  const n = Array.from(next).length;
  if (present === "") return { field: "present", words: "password.presentMissing", n };
  if (n < FEWEST) return { field: "next", words: "password.tooShort", n };
  if (next === present) return { field: "next", words: "password.asBefore", n };
  if (next !== again) return { field: "again", words: "password.notTheSame", n };
  return undefined;
}
