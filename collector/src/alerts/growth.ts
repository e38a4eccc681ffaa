import { BAND_FROM_DB, type AlertRaise, type Band } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";

/** What stood against a suspect when a person last did something with its alert. No addresses: one may have to be taken back. */
export interface SeenOn {
  families: string[];
  band: Band;
}

/** What stands against a suspect now: the evidence of its findings that have not ended, or of all when it has. */
export async function presentEvidence(
  trx: Transaction<StateTables>,
  suspect: { suspect_id: string; band: string },
): Promise<SeenOn> {
  const findings = await trx
    .selectFrom("findings")
    .select(["state", "families"])
    .where("suspect_id", "=", suspect.suspect_id)
    .execute();
  const open = findings.filter((row) => row.state !== "ended");
  const families = (open.length > 0 ? open : findings).flatMap((row) => JSON.parse(row.families) as string[]);
  return { families: [...new Set(families)].toSorted(), band: suspect.band as Band };
}

/** What is there beyond what a person had seen; nothing while nobody had. */
export function grownBeyond(seenOn: string | null, now: SeenOn): AlertRaise[] {
  if (seenOn === null) return [];
  const seen = JSON.parse(seenOn) as SeenOn;
  const reasons: AlertRaise[] = [];
  if (now.families.some((family) => !seen.families.includes(family))) reasons.push("new-evidence-family");
  if (BAND_FROM_DB[now.band] > BAND_FROM_DB[seen.band]) reasons.push("higher-band");
  return reasons;
}

/** What has been seen by now: what was seen before, and what grew since. What falls away for a while is no news when it is back. */
export function seenWith(seenOn: string | null, now: SeenOn): string {
  if (seenOn === null) return JSON.stringify(now);
  const seen = JSON.parse(seenOn) as SeenOn;
  const band = BAND_FROM_DB[now.band] > BAND_FROM_DB[seen.band] ? now.band : seen.band;
  return JSON.stringify({ families: [...new Set([...seen.families, ...now.families])].toSorted(), band });
}
