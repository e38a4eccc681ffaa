import type { CameraFinding } from "@probewarden/contract";
import { cameraNeed } from "../cameras/camera-need.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeSuspectRow } from "../store/state/test-rows.ts";

/** Rows of one statement: SQLite bounds the parameters of one. */
const AT_ONCE = 500;

/** The number as an identifier, so that the order of the identifiers is that of the numbers. */
export const idOf = (kind: string, index: number): string => `${kind}-${String(index).padStart(5, "0")}`;

const hex = (octet: number): string => octet.toString(16).padStart(2, "0");

/** What a sensor says of a camera that is proven to have face recognition switched on, or of one of which nothing is proven. */
const findingOf = (cameraId: string, isProven: boolean): CameraFinding => ({
  cameraId,
  address: "192.0.2.1",
  profiles: [],
  analytics: "unknown",
  ladder: isProven ? [{ category: "face-recognition", step: "enabled", proofs: [] }] : [],
  asked: [],
  oddities: [],
  visitedAt: new Date(0).toISOString(),
});

/**
 * For tests: `many` venues, sensors, suspects, alerts, cameras, new access points, outages and notices, of which every seventh needs a person more than the others. All
 * sensors, suspects and cameras are the mall's; times repeat, so that only identifiers tell rows apart.
 */
export async function putManyRows({ db }: StateStore, many: number): Promise<void> {
  const indexes = Array.from({ length: many }, (_, index) => index);
  const worse = (index: number): boolean => index % 7 === 0;
  for (let from = 0; from < many; from += AT_ONCE) {
    const some = indexes.slice(from, from + AT_ONCE);
    await db
      .insertInto("venues")
      .values(
        some.map((at) => ({
          venue_id: at === 0 ? "mall" : idOf("venue", at),
          // Two by two they have the same name.
          name: `场所 ${at >> 1}`,
          time_zone: "Asia/Shanghai",
          floors: "[]",
          networks: "[]",
        })),
      )
      .execute();
    await db
      .insertInto("sensors")
      .values(some.map((at) => makeSensorRow(idOf("sensor", at), { name: `门 ${at % 50}`, turn: worse(at) ? 0 : 5 })))
      .execute();
    await db
      .insertInto("suspects")
      .values(some.map((at) => makeSuspectRow(idOf("box", at), { band: worse(at) ? "strong" : "suspected" })))
      .execute();
    await db
      .insertInto("alerts")
      .values(
        some.map((at) => ({
          alert_id: idOf("alert", at),
          venue_id: "mall",
          suspect_id: idOf("box", at),
          state: at % 3 === 0 ? "closed" : "open",
          stage: at % 3 === 0 ? "closed" : "new",
          life: JSON.stringify({ stage: at % 3 === 0 ? "closed" : "new" }),
          need: at % 3 === 0 ? 0 : worse(at) ? 9 : 8,
          band: worse(at) ? "strong" : "suspected",
          opened_at: at % 100,
          raised_at: at % 100,
          changed_at: at % 100,
          closed_at: null,
          closed_by: null,
          reason: null,
          delivery: "none",
          over_at: null,
        })),
      )
      .execute();
    await db
      .insertInto("cameras")
      .values(
        some.map((at) => ({
          camera_id: idOf("camera", at),
          venue_id: "mall",
          sensor_id: idOf("sensor", 0),
          first_seen_at: at % 100,
          last_seen_at: at,
          body: JSON.stringify(findingOf(idOf("camera", at), worse(at))),
          need: cameraNeed(findingOf("", worse(at))),
        })),
      )
      .execute();
    await db
      .insertInto("newcomers")
      .values(
        some.map((at) => ({
          newcomer_id: idOf("new", at),
          venue_id: "mall",
          transmitter: `02:00:00:00:${hex(at >> 8)}:${hex(at & 255)}`,
          name: null,
          channel_mhz: 2437,
          first_heard_at: 0,
          last_heard_at: at,
          told_at: at % 100,
          mark: null,
          need: worse(at) ? 2 : 1,
        })),
      )
      .execute();
    await db
      .insertInto("outages")
      .values(
        some.map((at) => ({
          outage_id: idOf("outage", at),
          kind: "sensor-silent",
          venue_id: "mall",
          sensors: "[]",
          state: worse(at) ? "open" : "closed",
          opened_at: at % 100,
          closed_at: null,
          closed_by: null,
          reason: null,
          delivery: "none",
          over_at: worse(at) ? null : at,
        })),
      )
      .execute();
    await db
      .insertInto("notices")
      .values(
        some.map((at) => ({
          channel_id: "duty",
          channel_name: "值班",
          sent_to: "duty.example",
          kind: "alerts",
          body: "{}",
          state: worse(at) ? "waiting" : "sent",
          next_at: null,
          created_at: at % 100,
          done_at: worse(at) ? null : at,
        })),
      )
      .execute();
    await db
      .insertInto("deletions")
      .values(some.map((at) => ({ at, kind: "alerts", rows: 1, until: at, rule: "age" })))
      .execute();
  }
}
