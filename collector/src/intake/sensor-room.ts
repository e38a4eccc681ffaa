import { sql } from "kysely";
import type { StateStore } from "../store/state/open-state.ts";
import type { Refused, SensorLimits } from "./sensor-limits.ts";
import type { Accepted } from "./store-batch.ts";

/** Identifiers of one query; PostgreSQL and SQLite both bound the parameters of a statement. */
const PAGE = 500;

/**
 * The messages of a batch for which their sensors have room: what is known already always has, a new finding or camera only while the
 * sensor holds fewer than it may. Several collectors may each let the last one in.
 */
export async function roomFor(
  state: StateStore,
  accepted: readonly Accepted[],
  limits: SensorLimits,
  refused: Refused,
): Promise<Accepted[]> {
  const newFindings = await newOf(state, accepted, "finding");
  const newCameras = await newOf(state, accepted, "camera");
  const holds = new Map<string, Holding>();
  for (const sensorId of new Set([...newFindings, ...newCameras].map((key) => key.slice(0, key.indexOf(" ")))))
    holds.set(sensorId, await holdingOf(state, sensorId));
  return accepted.filter((entry) => {
    const holding = holds.get(entry.message.sensorId);
    const key = keyOf(entry);
    if (holding === undefined || key === undefined) return true;
    // Whatever follows about it in the same batch is no new one.
    if (newFindings.has(key)) {
      const why =
        holding.open >= limits.openFindings
          ? "over-suspects"
          : holding.findings >= limits.findings
            ? "over-findings"
            : undefined;
      if (why !== undefined) refused(entry.message.sensorId, why);
      else {
        newFindings.delete(key);
        holding.open++;
        holding.findings++;
      }
      return why === undefined;
    }
    if (!newCameras.has(key)) return true;
    const hasRoom = holding.cameras < limits.cameras;
    if (hasRoom) {
      newCameras.delete(key);
      holding.cameras++;
    } else refused(entry.message.sensorId, "over-cameras");
    return hasRoom;
  });
}

interface Holding {
  open: number;
  findings: number;
  cameras: number;
}

function keyOf({ message }: Accepted): string | undefined {
  if (message.kind === "finding") return `${message.sensorId} finding ${message.body.findingId}`;
  return message.kind === "camera" ? `${message.sensorId} camera ${message.body.cameraId}` : undefined;
}

/** What a batch names that is not in the state, by sensor and id. */
async function newOf(
  { db }: StateStore,
  accepted: readonly Accepted[],
  kind: "finding" | "camera",
): Promise<Set<string>> {
  const fresh = new Set<string>();
  const ids = new Map<string, Set<string>>();
  for (const { message } of accepted) {
    if (message.kind !== kind) continue;
    const id = message.kind === "finding" ? message.body.findingId : message.kind === "camera" && message.body.cameraId;
    if (id === false) continue;
    fresh.add(`${message.sensorId} ${kind} ${id}`);
    const ofSensor = ids.get(message.sensorId) ?? new Set();
    ids.set(message.sensorId, ofSensor.add(id));
  }
  for (const [sensorId, wanted] of ids)
    for (let at = 0; at < wanted.size; at += PAGE) {
      const page = [...wanted].slice(at, at + PAGE);
      const rows =
        kind === "finding"
          ? await db
              .selectFrom("findings")
              .select("finding_id as id")
              .where("sensor_id", "=", sensorId)
              .where("finding_id", "in", page)
              .execute()
          : await db.selectFrom("cameras").select("camera_id as id").where("camera_id", "in", page).execute();
      for (const { id } of rows) fresh.delete(`${sensorId} ${kind} ${id}`);
    }
  return fresh;
}

async function holdingOf({ db }: StateStore, sensorId: string): Promise<Holding> {
  const findings = await db
    .selectFrom("findings")
    .select((select) => [
      select.fn.countAll<number | string | bigint>().as("all"),
      sql<number | string | bigint | null>`sum(case when state = 'ended' then 0 else 1 end)`.as("open"),
    ])
    .where("sensor_id", "=", sensorId)
    .executeTakeFirstOrThrow();
  const cameras = await db
    .selectFrom("cameras")
    .select((select) => select.fn.countAll<number | string | bigint>().as("all"))
    .where("sensor_id", "=", sensorId)
    .executeTakeFirstOrThrow();
  return { open: Number(findings.open ?? 0), findings: Number(findings.all), cameras: Number(cameras.all) };
}
