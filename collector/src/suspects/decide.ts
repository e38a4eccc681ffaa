import { BAND_FROM_DB, type Band, type DecisionRecord, type ReopenReason, type Suspect } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { askToAuthorise } from "../approvals/ask-approval.ts";
import { takesSecondPerson } from "../approvals/second-person.ts";
import { audit } from "../people/audit.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { knownOf } from "./known-then.ts";
import { noteSpans } from "./note-spans.ts";
import { keepDecisionFile, type SentFile } from "../store/decision-files.ts";
import type { StateTables } from "../store/state/tables.ts";
import { settleShares } from "./fair-share.ts";

/** Decisions after which nobody needs to be told, and no sensor needs to be asked. */
const SETTLED: readonly string[] = ["authorised", "dismissed"] satisfies DecisionRecord["decision"][];

/** What stood against a suspect when a person decided about it: a decision covers this, and nothing that comes later. */
export interface DecidedOn {
  transmitters: string[];
  /** Families of evidence. */
  families: string[];
  band: Band;
  /** Networks that were hit: all that is known of a sender who hides behind others' addresses. Absent from decisions of earlier versions. */
  targets?: string[];
  /** How many addresses had been taken back from it by then. */
  takenBack?: number;
}

/** Why a decision covers less than what is there. */
export type Reopened = NonNullable<Suspect["reopened"]>;

/** The columns of a suspect that tell whether a person has settled it. */
export interface DecisionColumns {
  decision: string | null;
  reopened: string | null;
}

/** The decision as it stands in the store, why it is open again, and whether it settles the suspect. */
export function readDecision({ decision, reopened }: DecisionColumns): {
  record: DecisionRecord | undefined;
  reopened: Reopened | undefined;
  settled: boolean;
} {
  const record = decision === null ? undefined : (JSON.parse(decision) as DecisionRecord);
  const again = reopened === null ? undefined : (JSON.parse(reopened) as Reopened);
  return { record, reopened: again, settled: couldSettle(record) && again === undefined };
}

/** The columns that a decision stands in, with what follows from them. */
export const decisionColumns = (columns: DecisionColumns): DecisionColumns & { settled: number } => ({
  ...columns,
  settled: readDecision(columns).settled ? 1 : 0,
});

/** Whether it is a decision that settles, for as long as it covers what is there. */
export const couldSettle = (record: DecisionRecord | undefined): boolean =>
  record !== undefined && SETTLED.includes(record.decision);

/** What is there that was not there when it was decided. `now`: of one finding; `takenBack` where it is one that joined since. */
export function whyReopened(decidedOn: DecidedOn, now: DecidedOn): ReopenReason[] {
  const reasons: ReopenReason[] = [];
  const [families, transmitters] = [new Set(decidedOn.families), new Set(decidedOn.transmitters)];
  if (now.families.some((family) => !families.has(family))) reasons.push("new-evidence-family");
  if (BAND_FROM_DB[now.band] > BAND_FROM_DB[decidedOn.band]) reasons.push("higher-band");
  if (now.transmitters.some((transmitter) => !transmitters.has(transmitter))) reasons.push("other-transmitters");
  if (now.transmitters.length > 0) return reasons;
  const targets = new Set(decidedOn.targets ?? now.targets);
  if (now.targets?.some((target) => !targets.has(target)) === true) reasons.push("other-targets");
  if ((now.takenBack ?? 0) > (decidedOn.takenBack ?? 0)) reasons.push("sender-unknown");
  return reasons;
}

/** The reasons of before and those that came, each once; when the first came stays. */
export const reopenedBy = (before: Reopened | undefined, reasons: readonly ReopenReason[], now: number): Reopened => ({
  at: before?.at ?? new Date(now).toISOString(),
  reasons: [...new Set([...(before?.reasons ?? []), ...reasons])],
});

/**
 * Keeps what a person decided about a suspect, with who, when and why, and what it was about. Every decision stays in the history; `none`
 * takes the present one back. Where to authorise takes a second person, that one is asked instead. Undefined when there is no such suspect.
 */
export async function decide(
  state: StateStore,
  suspectId: string,
  record: DecisionRecord,
  file?: SentFile,
): Promise<{ venueId: string; outcome: "done" | "waits" | "too-many" | "too-many-files" } | undefined> {
  const known = await state.db
    .selectFrom("suspects")
    .select("venue_id")
    .where("suspect_id", "=", suspectId)
    .executeTakeFirst();
  if (known === undefined) return undefined;
  const venueId = known.venue_id;
  return state.inVenue(venueId, async (trx) => {
    if (file !== undefined && !(await keepDecisionFile(trx, venueId, file, Date.parse(record.at))))
      return { venueId, outcome: "too-many-files" };
    if (record.decision === "authorised" && (await takesSecondPerson(trx, venueId, "authorise")))
      return { venueId, outcome: await askToAuthorise(trx, venueId, { suspect_id: suspectId }, record) };
    return (await decideIn(trx, suspectId, record)) === undefined ? undefined : { venueId, outcome: "done" };
  });
}

/** The same inside the caller's transaction, in the venue's turn. */
export async function decideIn(
  trx: Transaction<StateTables>,
  suspectId: string,
  record: DecisionRecord,
): Promise<string | undefined> {
  const suspect = await trx
    .updateTable("suspects")
    .set(decisionColumns({ decision: record.decision === "none" ? null : JSON.stringify(record), reopened: null }))
    .where("suspect_id", "=", suspectId)
    .returning(["venue_id", "band", "state", "score_db", "targets", "taken_back"])
    .executeTakeFirst();
  if (suspect === undefined) return undefined;
  const decided_on = JSON.stringify(await presentOf(trx, suspectId, suspect));
  await trx
    .updateTable("suspects")
    .set({ decided_on: record.decision === "none" ? null : decided_on })
    .where("suspect_id", "=", suspectId)
    .execute();
  const { decision, reason, by, at } = record;
  await trx
    .insertInto("decisions")
    .values({
      suspect_id: suspectId,
      decision,
      reason,
      by,
      at: Date.parse(at),
      decided_on,
      document: record.document ?? null,
      until_at: record.until === undefined ? null : Date.parse(record.until),
      approved_by: record.approvedBy ?? null,
      file: record.file === undefined ? null : JSON.stringify(record.file),
      known: JSON.stringify(await knownOf(trx, suspectId, suspect)),
    })
    .execute();
  await settled(trx, suspectId, suspect.venue_id, Date.parse(at));
  await audit(trx, { at: Date.parse(at), by, action: `suspect-${decision}`, subject: suspectId });
  return suspect.venue_id;
}

/** A decision was good until an instant, and it is past: it settles nothing any more, and says why. */
export async function expireDecision(
  trx: Transaction<StateTables>,
  suspect: DecisionColumns & { suspect_id: string; venue_id: string },
  now: number,
): Promise<DecisionColumns & { settled: number }> {
  const { reopened } = readDecision(suspect);
  const columns = decisionColumns({
    decision: suspect.decision,
    reopened: JSON.stringify(reopenedBy(reopened, ["expired"], now)),
  });
  await trx.updateTable("suspects").set(columns).where("suspect_id", "=", suspect.suspect_id).execute();
  await settled(trx, suspect.suspect_id, suspect.venue_id, now);
  return columns;
}

/** What is settled makes room among its sensors' first; what is open again is among them again. */
async function settled(trx: Transaction<StateTables>, suspectId: string, venueId: string, now: number): Promise<void> {
  const held = await trx
    .selectFrom("findings")
    .select("sensor_id")
    .distinct()
    .where("suspect_id", "=", suspectId)
    .execute();
  await settleShares(
    trx,
    venueId,
    held.map((row) => row.sensor_id),
  );
  await noteSpans(trx, [suspectId], now);
}

/** Families of the evidence that stands against a suspect now: of its findings those that have not ended, or all when it has. */
export async function presentFamilies(trx: Transaction<StateTables>, suspectId: string): Promise<string[]> {
  const findings = await trx
    .selectFrom("findings")
    .select(["state", "families"])
    .where("suspect_id", "=", suspectId)
    .execute();
  const open = findings.filter((row) => row.state !== "ended");
  const families = (open.length > 0 ? open : findings).flatMap((row) => JSON.parse(row.families) as string[]);
  return [...new Set(families)].toSorted();
}

/** What stands against a suspect now. */
async function presentOf(
  trx: Transaction<StateTables>,
  suspectId: string,
  suspect: { band: string; targets: string; taken_back: number },
): Promise<DecidedOn> {
  const families = await presentFamilies(trx, suspectId);
  const listed = await trx
    .selectFrom("suspect_transmitters")
    .select("transmitter")
    .where("suspect_id", "=", suspectId)
    .execute();
  // A suspect lists a bounded number of addresses; its findings may name more, which a person has decided about as well.
  const named = await trx
    .selectFrom("finding_transmitters as t")
    .innerJoin("findings as f", (join) =>
      join.onRef("f.sensor_id", "=", "t.sensor_id").onRef("f.finding_id", "=", "t.finding_id"),
    )
    .select("t.transmitter")
    .distinct()
    .where("f.suspect_id", "=", suspectId)
    .execute();
  return {
    transmitters: [...new Set([...listed, ...named].map((row) => row.transmitter))].toSorted(),
    families,
    band: suspect.band as Band,
    targets: (JSON.parse(suspect.targets) as string[]).toSorted(),
    takenBack: suspect.taken_back,
  };
}
