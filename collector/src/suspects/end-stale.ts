import type { Finding } from "@probewarden/contract";
import { hearBoot, type Boot } from "../sensors/message-order.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { OPEN_STATES } from "./store-finding.ts";
import { judgeFinding } from "./suspects.ts";

/**
 * How long a sensor may be silent about an open finding that it holds, in milliseconds: it tells each minute that it hears it, and the end
 * after 30 minutes of listening.
 */
const UNTOLD_MS = 2 * 3_600_000;

/** A sensor that has more open than it can hold, and how many of them are to end. */
export interface Crowded {
  venueId: string;
  /** The boot that speaks now. */
  boot: Boot;
  count: number;
  /** Findings that it speaks of right now. */
  spared: ReadonlySet<string>;
  now: number;
}

/**
 * Ends open findings that a sensor cannot hold any more: it opens further ones although as many are open as its register has room for, so it
 * has lost some (its outbox, its radio's memory), and nobody will ever say that they ended. Those go that it has not spoken of for longest: of
 * an earlier boot, or hours ago. A finding that it speaks of again is open again. Whether its suspect has ended is told by the next look at all suspects. Returns how many
 * ended.
 */
export async function endStale(state: StateStore, { venueId, boot, count, spared, now }: Crowded): Promise<number> {
  return state.inVenue(venueId, async (trx) => {
    const rows = await trx
      .selectFrom("findings")
      .select(["finding_id", "boot_id", "seq", "body"])
      .where("sensor_id", "=", boot.sensorId)
      .where("venue_id", "=", venueId)
      .where("state", "in", OPEN_STATES)
      .where((where) => where.or([where("boot_id", "!=", boot.bootId), where("received_at", "<", now - UNTOLD_MS)]))
      .orderBy("received_at")
      .orderBy("finding_id")
      .limit(count + spared.size)
      .execute();
    const stale = rows.filter(({ finding_id }) => !spared.has(finding_id)).slice(0, count);
    let ended = 0;
    const ordinal = stale.length === 0 ? 0 : (await hearBoot(trx, boot, now, false)).ordinal;
    for (const { body, boot_id, seq } of stale) {
      const judgement = await judgeFinding(trx, {
        venueId,
        // Newer than all that was said of it, older than whatever this boot goes on to say.
        order: { ...boot, seq: boot_id === boot.bootId ? (seq ?? 0) + 1 : 0, ordinal },
        receivedAt: now,
        // Its times were corrected when it was stored.
        clockOffsetMs: 0,
        finding: { ...(JSON.parse(body) as Finding), state: "ended" },
      });
      if (judgement !== undefined) ended++;
    }
    return ended;
  });
}
