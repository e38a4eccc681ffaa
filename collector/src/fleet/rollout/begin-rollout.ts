import { randomBytes } from "node:crypto";
import { spellOctets, type Ring } from "@probewarden/contract";
import { ROLLOUT_LIMITS } from "@probewarden/contract/figures";
import { audit } from "../../people/audit.ts";
import { readSigned } from "../../releases/read-releases.ts";
import type { StateReader, StateStore } from "../../store/state/open-state.ts";
import type { Entry, RolloutBody, SensorNow } from "./rollout.ts";
import { sensorsNow } from "./sensors-now.ts";

/** What a person asks for. */
export interface RolloutWish {
  venueId: string;
  version: string;
  /** Absent: all of the venue. */
  sensorIds?: readonly string[] | undefined;
}

/** Why an update is not begun. */
export type NotBegun =
  | "no-release"
  | "no-sensor"
  | "too-many-sensors"
  | "nobody-to-update"
  | "canary-first"
  | "rollout-runs";

/** Who would be updated in which order, and who cannot be, as things are now. */
export async function planRollout(
  state: StateReader,
  { venueId, version, sensorIds }: RolloutWish,
  now: number,
): Promise<Pick<RolloutBody, "isFirstChosen" | "sensors"> | NotBegun> {
  const releases = await readSigned(state.db);
  if (!releases.some((release) => release.version === version)) return "no-release";
  const known = await sensorsNow(state, { venueId, version, releases }, [], now);
  const asked = sensorIds ?? [...known.keys()];
  if (asked.some((sensorId) => !known.has(sensorId))) return "no-sensor";
  if (asked.length > ROLLOUT_LIMITS.sensors) return "too-many-sensors";
  const rings = await ringsOf(state, venueId);
  const canBe = (sensorId: string): boolean => known.get(sensorId)?.verdict.kind === "can";
  // A canary that is to be updated, and was not asked for, would see the version after others.
  const named = [...known.keys()].filter((sensorId) => rings.get(sensorId) === "canary");
  if (named.some((sensorId) => canBe(sensorId) && !asked.includes(sensorId))) return "canary-first";
  const entries = asked.map((sensorId) => entryOf(sensorId, known.get(sensorId)!, rings.get(sensorId) ?? "rest", now));
  const isFirst = ({ ring, step }: Entry): boolean => ring === "canary" && step !== "left-out";
  if (entries.some(isFirst)) return { isFirstChosen: false, sensors: inOrder(entries) };
  // One that is well, so that it shows what the version does.
  const waiting = entries.filter(({ step }) => step === "waiting");
  const chosen = waiting.find(({ sensorId }) => known.get(sensorId)?.isWell) ?? waiting[0];
  const sensors = entries.map((entry) => (entry === chosen ? { ...entry, ring: "canary" as const } : entry));
  return { isFirstChosen: chosen !== undefined, sensors: inOrder(sensors) };
}

function entryOf(sensorId: string, { version: from, verdict }: SensorNow, ring: Ring, since: number): Entry {
  const entry = { sensorId, ring, from, since };
  if (verdict.kind === "cannot") return { ...entry, step: "left-out", reason: verdict.reason };
  // A canary that runs it already proves it by being well.
  return { ...entry, step: verdict.kind === "can" ? "waiting" : ring === "canary" ? "proving" : "current" };
}

const inOrder = (entries: readonly Entry[]): Entry[] =>
  entries.toSorted(
    (one, other) =>
      Number(one.ring !== "canary") - Number(other.ring !== "canary") || one.sensorId.localeCompare(other.sensorId),
  );

async function ringsOf({ db }: StateReader, venueId: string): Promise<Map<string, Ring>> {
  const rows = await db
    .selectFrom("sensor_settings")
    .select(["sensor_id", "ring"])
    .where("venue_id", "=", venueId)
    .execute();
  return new Map(rows.map(({ sensor_id: id, ring }) => [id, ring as Ring]));
}

/** Begins an update. A venue has one at a time. */
export async function beginRollout(
  state: StateStore,
  wish: RolloutWish & { soakMinutes: number },
  { by, at }: { by: string; at: number },
): Promise<{ rolloutId: string } | NotBegun> {
  const plan = await planRollout(state, wish, at);
  if (typeof plan === "string") return plan;
  if (!plan.sensors.some(({ step }) => step === "waiting")) return "nobody-to-update";
  const body: RolloutBody = { by, soakMs: wish.soakMinutes * 60_000, ...plan };
  const { venueId, version } = wish;
  return state.inVenue(venueId, async (trx): Promise<{ rolloutId: string } | NotBegun> => {
    const running = await trx
      .selectFrom("rollouts")
      .select("rollout_id")
      .where("venue_id", "=", venueId)
      .where("state", "=", "running")
      .executeTakeFirst();
    if (running !== undefined) return "rollout-runs";
    const rolloutId = `r-${spellOctets(randomBytes(10))}`;
    await trx
      .insertInto("rollouts")
      .values({
        rollout_id: rolloutId,
        venue_id: venueId,
        version,
        state: "running",
        revision: 1,
        body: JSON.stringify(body),
        started_at: at,
        changed_at: at,
        over_at: null,
      })
      .execute();
    await audit(trx, { at, by, action: "rollout-begun", subject: rolloutId });
    return { rolloutId };
  });
}
