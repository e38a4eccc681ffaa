import { createHash, randomBytes } from "node:crypto";
import { MOST_TAKEN } from "@probewarden/contract/figures";
import { spellOctets, type EvidencePackage, type EvidencePackageRequest } from "@probewarden/contract";
import type { Scope } from "@probewarden/contract";
import type { Selectable } from "kysely";
import { askApproval } from "../approvals/ask-approval.ts";
import { takesSecondPerson } from "../approvals/second-person.ts";
import { audit } from "../people/audit.ts";
import { withinScope } from "../people/scope.ts";
import { readSensors } from "../sensors/read-sensors.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateReader, StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { readSuspectDetail } from "../suspects/read-suspects.ts";
import { readExcerpts } from "../excerpts/read-excerpts.ts";
import { captureMembers, MOST_CAPTURES } from "./capture-members.ts";
import { custodyOf } from "./custody.ts";
import { manifestFacts } from "./manifest-facts.ts";
import type { PackageKey } from "./package-key.ts";
import { MOST_ALERTS, suspectMembers } from "./suspect-members.ts";
import { asJsonLines, writePackage } from "./write-package.ts";

/** Packages that are listed. */
const SHOWN = 200;
/** Packages of one suspect that may be asked for. */
export const MOST_OF_ONE = 200;

type Row = Selectable<StateTables["evidence_packages"]>;

const asPackage = (row: Row): EvidencePackage => ({
  packageId: row.package_id,
  venueId: row.venue_id,
  suspectId: row.suspect_id,
  purpose: row.purpose,
  legalBasis: row.legal_basis,
  askedBy: row.asked_by,
  askedAt: new Date(row.asked_at).toISOString(),
  state: row.state as EvidencePackage["state"],
  taken: JSON.parse(row.taken) as EvidencePackage["taken"],
});

/** Writes down that somebody asks for the evidence about a suspect, and why. */
export async function askForPackage(
  state: StateStore,
  suspectId: string,
  { purpose, legalBasis }: EvidencePackageRequest,
  { by, at }: { by: string; at: number },
): Promise<EvidencePackage | "no-suspect" | "too-many" | "too-many-waiting"> {
  return state.transaction(async (trx) => {
    const suspect = await trx
      .selectFrom("suspects")
      .select("venue_id")
      .where("suspect_id", "=", suspectId)
      .executeTakeFirst();
    if (suspect === undefined) return "no-suspect";
    const { n } = await trx
      .selectFrom("evidence_packages")
      .select((select) => select.fn.countAll<number | string>().as("n"))
      .where("suspect_id", "=", suspectId)
      .executeTakeFirstOrThrow();
    if (Number(n) >= MOST_OF_ONE) return "too-many";
    const waits = await takesSecondPerson(trx, suspect.venue_id, "packages");
    const row = {
      package_id: `package-${spellOctets(randomBytes(8))}`,
      venue_id: suspect.venue_id,
      suspect_id: suspectId,
      purpose,
      legal_basis: legalBasis,
      asked_by: by,
      asked_at: at,
      state: waits ? "waiting" : "ready",
      taken: "[]",
    };
    if (waits) {
      const about = { package_id: row.package_id, suspect_id: suspectId };
      const body = { reason: purpose, document: legalBasis };
      const asked = { venueId: suspect.venue_id, kind: "package" as const, about };
      if ((await askApproval(trx, asked, body, { by, at })) === "too-many") return "too-many-waiting";
    }
    await trx.insertInto("evidence_packages").values(row).execute();
    await audit(trx, { at, by, action: "package-asked", subject: row.package_id });
    return asPackage(row);
  });
}

/** The latest packages. */
export async function readPackages(
  { db }: StateReader,
  filter: { venueId?: string; suspectId?: string; within?: Scope },
): Promise<EvidencePackage[]> {
  let query = db
    .selectFrom("evidence_packages")
    .selectAll()
    .orderBy("asked_at", "desc")
    .orderBy("package_id")
    .limit(SHOWN);
  if (filter.venueId !== undefined) query = query.where("venue_id", "=", filter.venueId);
  if (filter.suspectId !== undefined) query = query.where("suspect_id", "=", filter.suspectId);
  if (filter.within !== undefined) query = query.where(withinScope(filter.within, "venue_id"));
  return (await query.execute()).map(asPackage);
}

/** What {@link takePackage} works with. */
export interface PackageParts {
  state: StateStore;
  series: SeriesStore;
  key: PackageKey;
  /** How long levels are kept, in milliseconds. */
  keptMs: number;
}

/**
 * Makes the file of a package from what is known now. That it was taken, by whom, and its hash are written down before it is handed out, and who
 * takes it stands in its own chain of custody.
 */
export async function takePackage(
  { state, series, key, keptMs }: PackageParts,
  packageId: string,
  { by, now }: { by: string; now: number },
): Promise<{ file: Buffer; row: EvidencePackage } | "gone" | "taken-often" | "not-approved"> {
  const row = await state.transaction(async (trx) => {
    const found = await trx
      .selectFrom("evidence_packages")
      .selectAll()
      .where("package_id", "=", packageId)
      .executeTakeFirst();
    if (found === undefined) return undefined;
    const asked = asPackage(found);
    if (asked.taken.length < MOST_TAKEN && asked.state === "ready")
      await audit(trx, { at: now, by, action: "package-taken", subject: packageId });
    return asked;
  });
  if (row === undefined) return "gone";
  if (row.state !== "ready") return "not-approved";
  if (row.taken.length >= MOST_TAKEN) return "taken-often";
  // What was just written must be read: not from a reader that may lag behind.
  const reader = { ...state.reading, db: state.db };
  const detail = await readSuspectDetail(reader, series, row.suspectId, now);
  if (detail === undefined) return "gone";
  const alerts = await state.db
    .selectFrom("alerts")
    .select("alert_id")
    .where("suspect_id", "=", row.suspectId)
    .orderBy("raised_at", "desc")
    .limit(MOST_ALERTS)
    .execute();
  const alertIds = alerts.map(({ alert_id }) => alert_id);
  const custody = await custodyOf(state.db, [row.suspectId, packageId, ...alertIds]);
  const sensorIds = detail.suspect.sensors.map(({ sensorId }) => sensorId);
  const sensors = await readSensors(reader, { venueId: row.venueId, sensorIds }, now);
  const members = await suspectMembers(reader, series, detail, { now, keptMs, alertIds });
  const excerpts = await readExcerpts(state.db, row.suspectId, MOST_CAPTURES);
  members.push(...captureMembers(excerpts), {
    name: "custody.jsonl",
    type: "application/jsonl",
    holds: "who had to do with it: lines of the collector's record, linked by hashes",
    data: asJsonLines(custody.lines),
  });
  const approval = await state.db
    .selectFrom("approvals")
    .select(["answered_by", "answered_at"])
    .where("package_id", "=", packageId)
    .executeTakeFirst();
  const approved =
    approval === undefined ? undefined : { by: approval.answered_by ?? "", at: Number(approval.answered_at) };
  const facts = await manifestFacts(state.db, row, detail, sensors, custody, { by, now, approved, excerpts });
  const file = writePackage(members, facts, key);
  const taken = {
    at: new Date(now).toISOString(),
    by,
    bytes: file.length,
    sha256: createHash("sha256").update(file).digest("hex"),
  };
  return (await noteTaken(state, packageId, taken)) ? { file, row } : "taken-often";
}

/** Adds a file to those that left; false where so many did already. */
const noteTaken = (state: StateStore, packageId: string, taken: EvidencePackage["taken"][number]): Promise<boolean> =>
  state.transaction(async (trx) => {
    // Changed before it is read: of two who take it at once one waits for the other.
    const row = await trx
      .updateTable("evidence_packages")
      .set({ state: "ready" })
      .where("package_id", "=", packageId)
      .returning("taken")
      .executeTakeFirst();
    const before = row === undefined ? [] : (JSON.parse(row.taken) as EvidencePackage["taken"]);
    if (row === undefined || before.length >= MOST_TAKEN) return false;
    await trx
      .updateTable("evidence_packages")
      .set({ taken: JSON.stringify([taken, ...before]) })
      .where("package_id", "=", packageId)
      .execute();
    return true;
  });
