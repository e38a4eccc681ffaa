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
import { custodyOf } from "./custody.ts";
import { manifestFacts } from "./manifest-facts.ts";
import type { PackageKey } from "./package-key.ts";
import { linesMember } from "./subjects/common-members.ts";
import { aboutOf, type About } from "./subjects/package-subject.ts";
import { SUBJECTS } from "./subjects/subjects.ts";
import { writePackage } from "./write-package.ts";

/** Packages that are listed. */
const SHOWN = 200;
/** Packages of one suspect, or one camera, that may be asked for. */
export const MOST_OF_ONE = 200;

type Row = Selectable<StateTables["evidence_packages"]>;

const asPackage = (row: Row): EvidencePackage => ({
  packageId: row.package_id,
  venueId: row.venue_id,
  ...(row.camera_id === null ? { suspectId: row.suspect_id } : { cameraId: row.camera_id }),
  ...(row.decision_id === null ? {} : { decisionId: row.decision_id }),
  purpose: row.purpose,
  legalBasis: row.legal_basis,
  askedBy: row.asked_by,
  askedAt: new Date(row.asked_at).toISOString(),
  state: row.state as EvidencePackage["state"],
  taken: JSON.parse(row.taken) as EvidencePackage["taken"],
});

/** What came of asking, where no package was made. */
export type NotAsked = "no-subject" | "no-decision" | "too-many" | "too-many-waiting";

/** Writes down that somebody asks for the evidence about a suspect or a camera, or behind a decision about one, and why. */
export async function askForPackage(
  state: StateStore,
  { kind, id, decisionId }: About,
  { purpose, legalBasis }: Pick<EvidencePackageRequest, "purpose" | "legalBasis">,
  { by, at }: { by: string; at: number },
): Promise<EvidencePackage | NotAsked> {
  const subject = SUBJECTS[kind];
  return state.transaction(async (trx) => {
    const venueId = await subject.venueOf(trx, id);
    if (venueId === undefined) return "no-subject";
    if (decisionId !== undefined && !(await subject.hasDecision(trx, id, decisionId))) return "no-decision";
    const columns = subject.columns(id);
    const [column, named] =
      columns.camera_id === null
        ? (["suspect_id", columns.suspect_id] as const)
        : (["camera_id", columns.camera_id] as const);
    const { n } = await trx
      .selectFrom("evidence_packages")
      .select((select) => select.fn.countAll<number | string>().as("n"))
      .where(column, "=", named)
      .executeTakeFirstOrThrow();
    if (Number(n) >= MOST_OF_ONE) return "too-many";
    const waits = await takesSecondPerson(trx, venueId, "packages");
    const row = {
      package_id: `package-${spellOctets(randomBytes(8))}`,
      venue_id: venueId,
      ...columns,
      decision_id: decisionId ?? null,
      purpose,
      legal_basis: legalBasis,
      asked_by: by,
      asked_at: at,
      state: waits ? "waiting" : "ready",
      taken: "[]",
    };
    if (waits) {
      const about = {
        package_id: row.package_id,
        ...(column === "suspect_id" ? { suspect_id: id } : { camera_id: id }),
      };
      const body = { reason: purpose, document: legalBasis };
      if ((await askApproval(trx, { venueId, kind: "package", about }, body, { by, at })) === "too-many")
        return "too-many-waiting";
    }
    await trx.insertInto("evidence_packages").values(row).execute();
    await audit(trx, { at, by, action: "package-asked", subject: row.package_id });
    return asPackage(row);
  });
}

/** The latest packages. */
export async function readPackages(
  { db }: StateReader,
  filter: { venueId?: string; suspectId?: string; cameraId?: string; within?: Scope },
): Promise<EvidencePackage[]> {
  let query = db
    .selectFrom("evidence_packages")
    .selectAll()
    .orderBy("asked_at", "desc")
    .orderBy("package_id")
    .limit(SHOWN);
  if (filter.venueId !== undefined) query = query.where("venue_id", "=", filter.venueId);
  if (filter.suspectId !== undefined) query = query.where("suspect_id", "=", filter.suspectId);
  if (filter.cameraId !== undefined) query = query.where("camera_id", "=", filter.cameraId);
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
  const about = aboutOf(row);
  const subject = SUBJECTS[about.kind];
  const content = await subject.read({ state: reader, series, now, keptMs }, about);
  if (content === undefined) return "gone";
  const custody = await custodyOf(state.db, [about.id, packageId, ...content.alertIds]);
  const sensors = await readSensors(reader, { venueId: row.venueId, sensorIds: content.sensorIds }, now);
  const members = [
    ...content.members,
    linesMember(
      "custody.jsonl",
      "who had to do with it: lines of the collector's record, linked by hashes",
      custody.lines,
    ),
  ];
  const approval = await state.db
    .selectFrom("approvals")
    .select(["answered_by", "answered_at"])
    .where("package_id", "=", packageId)
    .executeTakeFirst();
  const approved =
    approval === undefined ? undefined : { by: approval.answered_by ?? "", at: Number(approval.answered_at) };
  const facts = await manifestFacts(state.db, row, content, { by, now, approved, sensors, custody });
  const file = writePackage(members, facts, key, subject.readMe);
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
