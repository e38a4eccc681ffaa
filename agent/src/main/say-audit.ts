import type { Audit } from "../cameras/audit/audit.ts";
import { AUDIT_WORDS, unansweredReads, wordsOfGroup } from "../cameras/evidence/audit-words.ts";

/** Calls that are named in a line; the JSON and the report have all. */
const NAMED = 4;

/**
 * What a technician reads of one camera beside the JSON: what became of the account and what to do, and what was not answered and why. What
 * the camera simply does not have is a count.
 * @param place address and port
 */
export function sayAudit(place: string, { account, asked }: Pick<Audit, "account" | "asked">): string[] {
  const words = AUDIT_WORDS.en;
  const answered = asked.filter(({ outcome }) => outcome === "answered").length;
  return [
    `${place}: ${words.account[account]}; ${words.reads(answered, asked.length)}`,
    ...unansweredReads(asked).map((group) => {
      const { outcome, calls } = group;
      const more = calls.length - NAMED;
      const named = `${calls.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
      return `  ${outcome === "not-there" ? `${words.outcomes[outcome]}: ${calls.length}` : `${wordsOfGroup(group, words)}: ${named}`}`;
    }),
  ];
}
