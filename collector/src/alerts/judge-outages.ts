import type { OutageKind, Sensor } from "@probewarden/contract";
import { groupBy } from "../group-by.ts";

/** How long a sensor may be away before people are told: a restart, a switch that starts anew and a move stay below. */
export const TELL_AFTER_MS = 5 * 60_000;

/** An outage that is not over. */
export interface OpenOutage {
  outageId: string;
  kind: OutageKind;
  venueId: string | null;
  sensors: string[];
}

/** What is to be told anew, and what is over. */
export interface OutageChanges {
  open: Omit<OpenOutage, "outageId">[];
  over: { outageId: string; reason: "returned" | "stopped" | "sensor-silent" | "venue-dark" }[];
}

type Seen = Pick<Sensor, "sensorId" | "venueId" | "state" | "offlineSince">;
/** Since when sensors have heard nothing, epoch milliseconds; who hears is not in it. */
export type DeafSince = ReadonlyMap<string, number>;

const isLost = ({ state }: Seen): boolean => state === "offline";
/** One that hears nothing is at least there, and says why. */
const reports = ({ state }: Seen): boolean => state === "hearing" || state === "deaf";

/**
 * What people are to be told of sensors that died. Pure. One outage of a venue is one line: sensors that are lost when the first of them is
 * told stand in it together, and where none is left the venue itself is dark. `hearsSince`: since when the collector itself could have heard
 * them; their silence before then is its own. `deafSince`: those that report and hear nothing, which is told as loudly: somebody trusts them.
 */
export function judgeOutages(
  sensors: readonly Seen[],
  known: readonly OpenOutage[],
  now: number,
  hearsSince: number,
  deafSince: DeafSince = new Map(),
): OutageChanges {
  const changes: OutageChanges = { open: [], over: [] };
  const byVenue = groupBy(sensors, ({ venueId }) => venueId);
  for (const { venueId } of known) if (venueId !== null && !byVenue.has(venueId)) byVenue.set(venueId, []);
  const isDue = ({ offlineSince }: Seen): boolean =>
    offlineSince !== undefined && now - Math.max(Date.parse(offlineSince), hearsSince) >= TELL_AFTER_MS;
  for (const [venueId, its] of byVenue) {
    const lost = its.filter(isLost);
    const isDark = !its.some(reports) && lost.some(isDue);
    const open = known.filter((outage) => outage.venueId === venueId);
    const dark = open.find(({ kind }) => kind === "venue-dark");
    const silent = open.filter(({ kind }) => kind === "sensor-silent");
    const deaf = open.filter(({ kind }) => kind === "sensor-deaf");
    const stillDark = dark !== undefined && lost.length > 0 && !its.some(reports);
    if (isDark || stillDark) {
      for (const { outageId } of [...silent, ...deaf]) changes.over.push({ outageId, reason: "venue-dark" });
      if (dark === undefined) changes.open.push({ kind: "venue-dark", venueId, sensors: idsOf(lost) });
      continue;
    }
    if (dark !== undefined)
      changes.over.push({ outageId: dark.outageId, reason: its.some(reports) ? "returned" : "stopped" });
    const isLostNow = new Set(idsOf(lost));
    for (const outage of silent)
      if (!outage.sensors.some((id) => isLostNow.has(id)))
        changes.over.push({
          outageId: outage.outageId,
          reason: its.some((sensor) => outage.sensors.includes(sensor.sensorId) && reports(sensor))
            ? "returned"
            : "stopped",
        });
    const told = new Set(silent.flatMap((outage) => outage.sensors));
    const news = lost.filter(({ sensorId }) => !told.has(sensorId));
    if (news.some(isDue)) changes.open.push({ kind: "sensor-silent", venueId, sensors: idsOf(news) });
    judgeDeaf(venueId, its, deaf, now, deafSince, changes);
  }
  return changes;
}

/** Sensors of a venue that report and hear nothing: those that do when the first of them is told stand in one line. */
function judgeDeaf(
  venueId: string,
  its: readonly Seen[],
  known: readonly OpenOutage[],
  now: number,
  deafSince: DeafSince,
  changes: OutageChanges,
): void {
  const deaf = its.filter(({ sensorId, state }) => state === "deaf" && deafSince.has(sensorId));
  const isDeafNow = new Set(deaf.map(({ sensorId }) => sensorId));
  for (const { outageId, sensors } of known) {
    if (sensors.some((id) => isDeafNow.has(id))) continue;
    const those = its.filter(({ sensorId }) => sensors.includes(sensorId));
    const reason = those.some(({ state }) => state === "hearing")
      ? "returned"
      : those.some(isLost)
        ? "sensor-silent"
        : "stopped";
    changes.over.push({ outageId, reason });
  }
  const told = new Set(known.flatMap(({ sensors }) => sensors));
  const news = deaf.filter(({ sensorId }) => !told.has(sensorId));
  if (news.some(({ sensorId }) => now - (deafSince.get(sensorId) ?? now) >= TELL_AFTER_MS))
    changes.open.push({ kind: "sensor-deaf", venueId, sensors: idsOf(news) });
}

/** Sensors that an outage names; of more than these it is enough to know that there are more. */
const MOST_NAMED = 256;
const idsOf = (sensors: readonly Seen[]): string[] => sensors.map(({ sensorId }) => sensorId).slice(0, MOST_NAMED);
