import { setImmediate as nextTurn } from "node:timers/promises";
import type { SuspectState } from "@probewarden/contract";
import type { StateStore } from "../store/state/open-state.ts";
import { settleSharesOfVenue } from "../suspects/fair-share.ts";
import { settleStates } from "../suspects/settle-states.ts";

const LOOK_MS = 10_000;

export interface SuspectWatchParts {
  state: StateStore;
  now: () => number;
  /** Called with each suspect whose state changed. */
  changed: (suspectId: string) => void;
  failed: (error: unknown) => void;
}

/** Notices suspects that fell silent, or whose sensors did: nothing arrives then that could tell. Returns how to stop it. */
export function watchSuspects(parts: SuspectWatchParts): () => void {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= lookAtSuspects(parts)
      .catch(parts.failed)
      .finally(() => {
        running = undefined;
      });
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/** Suspects that are looked at in one transaction, so that messages of their venue need not wait for all of them. */
const PAGE = 100;
const NOT_ENDED: readonly SuspectState[] = ["active", "silent", "unobserved"];

/** One look at all suspects that have not ended, and at each sensor's first of them, venue by venue. A venue that cannot be looked at keeps no other from it. */
export async function lookAtSuspects({ state, now, changed, failed }: SuspectWatchParts): Promise<void> {
  const venues = await state.db.selectFrom("venues").select("venue_id").orderBy("venue_id").execute();
  for (const { venue_id: venueId } of venues) {
    try {
      const rows = await state.db
        .selectFrom("suspects")
        .select("suspect_id")
        .where("venue_id", "=", venueId)
        .where("state", "in", NOT_ENDED)
        .orderBy("suspect_id")
        .execute();
      for (let at = 0; at < rows.length; at += PAGE) {
        const page = rows.slice(at, at + PAGE).map((row) => row.suspect_id);
        for (const suspectId of await state.inVenue(venueId, (trx) => settleStates(trx, page, now())))
          changed(suspectId);
        await nextTurn();
      }
      for (const suspectId of await settleSharesOfVenue(state, venueId)) changed(suspectId);
    } catch (error) {
      failed(error);
    }
  }
}
