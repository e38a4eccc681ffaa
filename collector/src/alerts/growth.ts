import { BAND_FROM_DB, type AlertRaise, type Band } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";
import { presentFamilies, whyReopened } from "../suspects/decide.ts";

/** What stood against a suspect when a person last did something with its alert. No addresses: one may have to be taken back. */
export interface SeenOn {
  families: string[];
  band: Band;
}

/** What stands against a suspect now. */
export const presentEvidence = async (
  trx: Transaction<StateTables>,
  suspect: { suspect_id: string; band: string },
): Promise<SeenOn> => ({ families: await presentFamilies(trx, suspect.suspect_id), band: suspect.band as Band });

/** What is there beyond what a person had seen, by the rules of a decision; nothing while nobody had. */
export function grownBeyond(seenOn: string | null, now: SeenOn): AlertRaise[] {
  if (seenOn === null) return [];
  const seen = JSON.parse(seenOn) as SeenOn;
  return whyReopened({ ...seen, transmitters: [] }, { ...now, transmitters: [] });
}

/** What has been seen by now: what was seen before, and what grew since. What falls away for a while is no news when it is back. */
export function seenWith(seenOn: string | null, now: SeenOn): string {
  if (seenOn === null) return JSON.stringify(now);
  const seen = JSON.parse(seenOn) as SeenOn;
  const band = BAND_FROM_DB[now.band] > BAND_FROM_DB[seen.band] ? now.band : seen.band;
  return JSON.stringify({ families: [...new Set([...seen.families, ...now.families])].toSorted(), band });
}
