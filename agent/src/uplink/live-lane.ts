import { MESSAGE_KINDS } from "@probewarden/contract";
import type Database from "libsql";
import type { Repetitions } from "./repetitions.ts";
import type { WaitingMessage } from "./waiting-message.ts";

/** Of each kind so many of the newest go before what has waited. A sensor makes fewer in the time in which a full outbox is looked through once. */
const NEWEST = 8;
/** What may overtake. Frames of a suspect are large, and belong to a finding that has been told. */
const KINDS = MESSAGE_KINDS.filter((kind) => kind !== "excerpt");

/**
 * Lets what a sensor finds now go before what it could not send for days. Each new message takes this lane once; all other room belongs to
 * what has waited, so neither starves the other.
 *
 * A collector takes the boot of which it hears first for the older one. So what is left of earlier boots is introduced first, one message of
 * each in their order, each acknowledged before the next; until then nothing overtakes.
 */
export class LiveLane {
  readonly #boot: string;
  /** Boots of which the collector may not have heard, the oldest first. */
  #earlier: string[] = [];

  constructor(boot: string) {
    this.#boot = boot;
  }

  /** The file was opened: finds of which boots something is left. */
  opened(database: Database.Database): void {
    const rows = database
      .prepare<[string]>("SELECT boot, min(id) AS first FROM message WHERE boot <> ? GROUP BY boot ORDER BY first")
      .all(this.#boot) as { boot: string }[];
    this.#earlier = rows.map(({ boot }) => boot);
  }

  /** The collector has stored something of this boot, and so has heard of it. */
  heardOf(boot: string): void {
    const at = this.#earlier.indexOf(boot);
    if (at >= 0) this.#earlier.splice(at, 1);
  }

  /** What is to go before all else. */
  *due(database: Database.Database, repetitions: Repetitions): Generator<WaitingMessage> {
    // An absent collector gets no more than the window holds: nothing overtakes for it.
    if (!repetitions.isAnswered) return;
    const { timeout } = repetitions;
    const first = database.prepare<[string]>(
      "SELECT id, kind, payload FROM message WHERE boot = ? AND aside IS NULL ORDER BY seq LIMIT 1",
    );
    while (this.#earlier[0] !== undefined) {
      const [message] = first.all(this.#earlier[0]) as WaitingMessage[];
      if (message === undefined) this.#earlier.shift();
      else {
        if (repetitions.isDue(message.id, timeout)) yield message;
        // One that can never be accepted holds up nobody for ever.
        if (!repetitions.isStuck(message.id)) return;
        this.#earlier.shift();
      }
    }
    const newest = database.prepare<[string]>(
      `SELECT id, kind, boot, payload FROM message WHERE aside IS NULL AND kind = ? ORDER BY id DESC LIMIT ${NEWEST}`,
    );
    for (const kind of KINDS)
      for (const { boot, ...message } of (newest.all(kind) as (WaitingMessage & { boot: string })[]).toReversed())
        if (boot === this.#boot && repetitions.isDue(message.id, timeout)) yield message;
  }
}
