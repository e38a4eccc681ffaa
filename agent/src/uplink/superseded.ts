import type { Finding, Health } from "@probewarden/contract";
import type Database from "libsql";
import type { UnnumberedMessage } from "./waiting-message.ts";

const HOUR_MS = 3_600_000;
/** Subjects of which the latest word is remembered; of others every word is kept. */
const MOST = 1_024;

/** A word that a later one may take the place of. */
interface Word {
  id: number;
  bytes: number;
  hour: number;
}

/**
 * What waits and says no more than a later word of the same hour: that a finding is still heard, which is said each minute, and how the sensor
 * is while the same or nothing is wrong with it, which it says twice a minute. While the line is away one of an hour is kept, or a month of them would take the room of everything else;
 * whatever changed is a message of another kind, and stays. What has been sent is left alone: it may be on its way.
 */
export class Superseded {
  readonly #latest = new Map<string, Word>();

  /**
   * A message was written; `before` it was, the earlier word that it makes needless is deleted and given back, for the sums.
   * @param isSent whether a message has been given to the line
   */
  replace(
    database: Database.Database,
    { kind, body }: Pick<UnnumberedMessage, "kind" | "body">,
    written: { id: number; bytes: number; at: number },
    isSent: (id: number) => boolean,
  ): { id: number; bytes: number } | undefined {
    const subject = subjectOf(kind, body);
    if (subject === undefined) return undefined;
    const hour = Math.floor(written.at / HOUR_MS);
    const before = this.#latest.get(subject);
    this.#latest.delete(subject);
    if (this.#latest.size >= MOST) this.#latest.clear();
    this.#latest.set(subject, { id: written.id, bytes: written.bytes, hour });
    if (before === undefined || before.hour !== hour || isSent(before.id)) return undefined;
    const { changes } = database.prepare<[number]>("DELETE FROM message WHERE id = ? AND aside IS NULL").run(before.id);
    return changes === 0 ? undefined : before;
  }

  /** Nothing is known any more: what was written may not be there. */
  clear(): void {
    this.#latest.clear();
  }
}

/** Of what a message is the latest word; undefined for one that says something of its own. */
function subjectOf(kind: UnnumberedMessage["kind"], body: unknown): string | undefined {
  // What was wrong for a minute of the hour is told, too.
  if (kind === "health")
    return ["health", ...((body as Partial<Health>).problems ?? []).map(({ code }) => code)].join(" ");
  if (kind !== "finding") return undefined;
  const { state, findingId } = body as Finding;
  return state === "heard" ? findingId : undefined;
}
