import type { Band } from "@probewarden/contract";
import type { Selectable, Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";
import { couldSettle, decisionColumns, readDecision, reopenedBy, type DecidedOn } from "./decide.ts";
import { settleBeyond } from "./fair-share.ts";
import { holdSuspects } from "./hold-suspects.ts";
import { noteSpans } from "./note-spans.ts";
import { MAX_TRANSMITTERS } from "./store-finding.ts";
import { mergeTargets } from "./suspect-targets.ts";

type Row = Selectable<StateTables["suspects"]>;

/**
 * Makes one suspect of several that a later finding has joined, inside the caller's transaction. The one heard first keeps its id; the
 * others' findings, addresses, history, decisions and alerts go over to it, and their ids are returned in `merged`.
 *
 * A finding joins whatever its sensor lists, and a sensor may lie: so a merge settles nothing that was not settled before, else the
 * address of a dismissed suspect beside a real one's would bury the real one.
 */
export async function mergeSuspects(
  trx: Transaction<StateTables>,
  suspectIds: readonly string[],
  now: number,
): Promise<{ suspectId: string | undefined; merged: string[] }> {
  if (suspectIds.length < 2) return { suspectId: suspectIds[0], merged: [] };
  const [kept, ...others] = (await holdSuspects(trx, suspectIds)).toSorted(
    (a, b) => a.first_heard_at - b.first_heard_at || (a.suspect_id < b.suspect_id ? -1 : 1),
  );
  if (kept === undefined || others.length === 0) return { suspectId: kept?.suspect_id, merged: [] };
  const merged = others.map((row) => row.suspect_id);
  const all = [kept, ...others];
  await wakeAlerts(trx, all, now);
  const moved = { suspect_id: kept.suspect_id };
  for (const table of [
    "findings",
    "suspect_transmitters",
    "suspect_changes",
    "decisions",
    "alerts",
    "evidence_packages",
    "approvals",
  ] as const)
    await trx.updateTable(table).set(moved).where("suspect_id", "in", merged).execute();
  await trx
    .updateTable("watch_entries")
    .set(moved)
    .where("venue_id", "=", kept.venue_id)
    .where("suspect_id", "in", merged)
    .execute();
  await moveHearings(trx, kept.suspect_id, merged);
  await moveShares(trx, kept.suspect_id, merged);
  const targets = [...new Set(all.flatMap((row) => JSON.parse(row.targets) as string[]))].slice(0, MAX_TRANSMITTERS);
  await trx
    .updateTable("suspects")
    .set({
      highest_db: Math.max(...all.map((row) => row.highest_db)),
      last_heard_at: Math.max(...all.map((row) => row.last_heard_at)),
      transmitter_count: Math.max(...all.map((row) => row.transmitter_count)),
      targets: JSON.stringify(targets),
      taken_back: all.reduce((sum, row) => sum + row.taken_back, 0),
      ...mergedDecision(all, now),
    })
    .where("suspect_id", "=", kept.suspect_id)
    .execute();
  const { suspect_id: suspectId, venue_id: venueId, suspicion } = kept;
  await mergeTargets(trx, { suspectId, venueId, suspicion }, merged, targets);
  await trx.deleteFrom("suspects").where("suspect_id", "in", merged).execute();
  // What was known of each before stays as it was known.
  await noteSpans(trx, merged, now);
  return { suspectId: kept.suspect_id, merged };
}

/** One that settles nothing before one that did; what was decided on, of all together; open again unless every part was settled. */
function mergedDecision(
  all: readonly Row[],
  now: number,
): Pick<Row, "decision" | "decided_on" | "reopened" | "settled"> {
  const parts = all.map((row) => ({ row, ...readDecision(row) }));
  const decided = parts.filter(({ record }) => record !== undefined);
  const leading = decided.find(({ record }) => !couldSettle(record)) ?? decided[0];
  if (leading === undefined) return { decision: null, decided_on: null, reopened: null, settled: 0 };
  const decidedOn = decided.flatMap(({ row }) =>
    row.decided_on === null ? [] : [JSON.parse(row.decided_on) as DecidedOn],
  );
  const settled = parts.every((part) => part.settled);
  const reopened = parts.find((part) => part.reopened !== undefined)?.reopened;
  const reasons = parts.flatMap((part) => part.reopened?.reasons ?? []);
  return {
    decided_on: JSON.stringify(union(decidedOn)),
    ...decisionColumns({
      decision: leading.row.decision,
      reopened:
        settled || !couldSettle(leading.record)
          ? null
          : JSON.stringify(reopenedBy(reopened, [...reasons, "merged-with-unsettled"], now)),
    }),
  };
}

/**
 * A person closed the alert of one part, and another part still waits for its own: the close does not hold for what they did not see, so that
 * the next look opens one.
 */
async function wakeAlerts(trx: Transaction<StateTables>, all: readonly Row[], now: number): Promise<void> {
  const ids = all.map((row) => row.suspect_id);
  const current = await trx
    .selectFrom("alerts")
    .select(["suspect_id", "state"])
    .where("suspect_id", "in", ids)
    .where("over_at", "is", null)
    .execute();
  if (current.length === 0 || current.some(({ state }) => state === "open")) return;
  const alerted = new Set(current.map((row) => row.suspect_id));
  const waits = all.some(
    (row) =>
      !alerted.has(row.suspect_id) && row.band !== "watch" && row.state !== "ended" && !readDecision(row).settled,
  );
  if (!waits) return;
  await trx
    .updateTable("alerts")
    .set({ over_at: now })
    .where("suspect_id", "in", ids)
    .where("over_at", "is", null)
    .execute();
}

const BANDS: readonly Band[] = ["strong", "suspected", "watch"];

const union = (parts: readonly DecidedOn[]): DecidedOn => ({
  transmitters: [...new Set(parts.flatMap((part) => part.transmitters))].toSorted(),
  families: [...new Set(parts.flatMap((part) => part.families))].toSorted(),
  band: BANDS.find((band) => parts.some((part) => part.band === band)) ?? "watch",
  targets: [...new Set(parts.flatMap((part) => part.targets ?? []))].toSorted(),
  takenBack: parts.reduce((sum, part) => sum + (part.takenBack ?? 0), 0),
});

/** It is among the first of every sensor of whose first one of its parts was. */
async function moveShares(trx: Transaction<StateTables>, keptId: string, merged: readonly string[]): Promise<void> {
  const rows = await trx
    .deleteFrom("suspect_shares")
    .where("suspect_id", "in", [keptId, ...merged])
    .returning(["venue_id", "sensor_id"])
    .execute();
  const shares = new Map(rows.map((row) => [row.sensor_id, { ...row, suspect_id: keptId }]));
  if (shares.size > 0)
    await trx
      .insertInto("suspect_shares")
      .values([...shares.values()])
      .execute();
  await settleBeyond(trx, [keptId]);
}

async function moveHearings(trx: Transaction<StateTables>, keptId: string, merged: readonly string[]): Promise<void> {
  const rows = await trx
    .deleteFrom("suspect_hearings")
    .where("suspect_id", "in", [keptId, ...merged])
    .returning(["sensor_id", "heard_at"])
    .execute();
  const latest = new Map<string, number>();
  for (const { sensor_id, heard_at } of rows) latest.set(sensor_id, Math.max(latest.get(sensor_id) ?? 0, heard_at));
  if (latest.size > 0)
    await trx
      .insertInto("suspect_hearings")
      .values([...latest].map(([sensor_id, heard_at]) => ({ suspect_id: keptId, sensor_id, heard_at })))
      .execute();
}
