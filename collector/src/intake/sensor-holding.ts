import { sql } from "kysely";
import type { StateStore } from "../store/state/open-state.ts";

/** Identifiers of one query; PostgreSQL and SQLite both bound the parameters of a statement. */
const PAGE = 500;

/** What one sensor makes the collector keep. */
export interface Holding {
  /** Findings that have not ended. */
  open: number;
  findings: number;
  cameras: number;
}

/** What stands in the state of a finding that a batch names. */
export interface KnownFinding {
  state: string;
  bootId: string | null;
  seq: number | null;
}

export async function findingsOf({ db }: StateStore, sensorId: string): Promise<Pick<Holding, "open" | "findings">> {
  const { all, open } = await db
    .selectFrom("findings")
    .select((select) => [
      select.fn.countAll<number | string | bigint>().as("all"),
      sql<number | string | bigint | null>`sum(case when state = 'ended' then 0 else 1 end)`.as("open"),
    ])
    .where("sensor_id", "=", sensorId)
    .executeTakeFirstOrThrow();
  return { open: Number(open ?? 0), findings: Number(all) };
}

export async function countCameras({ db }: StateStore, sensorId: string): Promise<number> {
  const { all } = await db
    .selectFrom("camera_words")
    .select((select) => select.fn.countAll<number | string | bigint>().as("all"))
    .where("sensor_id", "=", sensorId)
    .executeTakeFirstOrThrow();
  return Number(all);
}

/** Those of a sensor's findings that are in the state. */
export async function knownFindings(
  { db }: StateStore,
  sensorId: string,
  findingIds: ReadonlySet<string>,
): Promise<Map<string, KnownFinding>> {
  const known = new Map<string, KnownFinding>();
  for (const page of pagesOf(findingIds)) {
    const rows = await db
      .selectFrom("findings")
      .select(["finding_id", "state", "boot_id", "seq"])
      .where("sensor_id", "=", sensorId)
      .where("finding_id", "in", page)
      .execute();
    for (const row of rows)
      known.set(row.finding_id, {
        state: row.state,
        bootId: row.boot_id,
        seq: row.seq === null ? null : Number(row.seq),
      });
  }
  return known;
}

/** Those of the cameras of which the sensor has said something. */
export async function knownCameras(
  { db }: StateStore,
  sensorId: string,
  cameraIds: ReadonlySet<string>,
): Promise<Set<string>> {
  const known = new Set<string>();
  for (const page of pagesOf(cameraIds)) {
    const rows = await db
      .selectFrom("camera_words")
      .select("camera_id")
      .where("sensor_id", "=", sensorId)
      .where("camera_id", "in", page)
      .execute();
    for (const { camera_id } of rows) known.add(camera_id);
  }
  return known;
}

function pagesOf(ids: ReadonlySet<string>): string[][] {
  const all = [...ids];
  return Array.from({ length: Math.ceil(all.length / PAGE) }, (_, page) => all.slice(page * PAGE, (page + 1) * PAGE));
}
