import type { CameraChange, CameraFinding } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";
import { reopenedBy } from "./camera-decision.ts";
import { changesBetween, withChanges } from "./camera-changes.ts";
import { cameraNeed } from "./camera-need.ts";
import { fuseWords, type SensorWord } from "./fuse-words.ts";
import { loweredBy, newSteps, stepsOf, withSteps, type Steps } from "./told-steps.ts";

/** What happened to the words of a camera. */
export interface Settling {
  cameraId: string;
  venueId: string;
  /** By the collector's clock, in milliseconds. */
  at: number;
  /** The visit after which it is settled; absent: a word was withdrawn. */
  asked?: CameraFinding;
  /** What that visit found otherwise than its own sensor before it. */
  named?: readonly CameraChange[];
}

/** What sensors say of one camera. */
export async function wordsOf(trx: Transaction<StateTables>, cameraId: string): Promise<SensorWord[]> {
  const rows = await trx.selectFrom("camera_words").selectAll().where("camera_id", "=", cameraId).execute();
  return rows.map((row) => ({
    sensorId: row.sensor_id,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    finding: JSON.parse(row.body) as CameraFinding,
  }));
}

/**
 * Writes the camera as all sensors that stand behind a word see it together: its ladder, what changed, and whether a step is proven that
 * people were not told of. Where nobody says anything any more, nothing is proven; the camera, its history and what people wrote of it stay.
 */
export async function settleCamera(
  trx: Transaction<StateTables>,
  settling: Settling,
): Promise<{ hasNewStep: boolean }> {
  const { cameraId, at, asked, named = [] } = settling;
  const words = await wordsOf(trx, cameraId);
  const known = await trx.selectFrom("cameras").selectAll().where("camera_id", "=", cameraId).executeTakeFirst();
  const before = known === undefined ? undefined : (JSON.parse(known.body) as CameraFinding);
  const fused = fuseWords(words);
  const now = fused?.finding ?? (before === undefined ? undefined : withoutProof(before));
  if (now === undefined) return { hasNewStep: false };
  const steps = stepsOf(now);
  const told = toldAfter(known, steps, asked);
  const hasNewStep = newSteps(steps, told).length > 0;
  // Of a visit that could not ask nothing follows; nor does it change what was proven before.
  const mayLower = asked?.analytics !== "unknown";
  const climbed =
    before === undefined ? [] : changesBetween(before, now, at, mayLower).filter(({ what }) => what === "step");
  const changes = known === undefined ? "[]" : noted(known.changes, [...named, ...climbed]);
  const reopened = known === undefined ? null : reopenedBy(known, steps, at);
  const isAnother = changes !== (known?.changes ?? "[]") || reopened !== (known?.reopened ?? null);
  const row = {
    changes,
    reopened,
    revision: (known?.revision ?? 0) + (isAnother ? 1 : 0),
    told: JSON.stringify(told),
    untold: hasNewStep ? 1 : 0,
    last_seen_at: Math.max(known?.last_seen_at ?? 0, ...words.map(({ lastSeenAt }) => lastSeenAt)),
    body: JSON.stringify(now),
    need: cameraNeed(now),
    ...(fused === undefined ? {} : { sensor_id: fused.sensorId }),
  };
  if (known !== undefined) await trx.updateTable("cameras").set(row).where("camera_id", "=", cameraId).execute();
  else if (fused !== undefined)
    await trx
      .insertInto("cameras")
      .values({
        ...row,
        camera_id: cameraId,
        venue_id: settling.venueId,
        sensor_id: fused.sensorId,
        first_seen_at: Math.min(...words.map(({ firstSeenAt }) => firstSeenAt)),
      })
      .execute();
  return { hasNewStep };
}

/** A camera of which nobody says anything any more: what it is called stays, what was proven of it does not. */
function withoutProof({ sendsTo: _, auditedAt: __, ...finding }: CameraFinding): CameraFinding {
  return { ...finding, analytics: "unknown", ladder: [], asked: [], oddities: [] };
}

/** What people were told of, or decided about: of a visit that could not ask nothing follows, and a withdrawn word undoes no decision. */
function toldAfter(
  known: { told: string; decided_on: string | null } | undefined,
  now: Steps,
  asked: CameraFinding | undefined,
): Steps {
  const told = known === undefined ? {} : (JSON.parse(known.told) as Steps);
  if (asked?.analytics === "unknown") return told;
  const lowered = loweredBy(told, now);
  return asked === undefined ? withSteps(lowered, JSON.parse(known?.decided_on ?? "{}") as Steps) : lowered;
}

const noted = (before: string, now: readonly CameraChange[]): string =>
  now.length === 0 ? before : JSON.stringify(withChanges(JSON.parse(before) as CameraChange[], now));
