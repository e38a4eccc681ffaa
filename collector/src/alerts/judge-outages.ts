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
  over: { outageId: string; reason: "returned" | "stopped" | "venue-dark" }[];
}

type Seen = Pick<Sensor, "sensorId" | "venueId" | "state" | "offlineSince">;

const isLost = ({ state }: Seen): boolean => state === "offline";
/** One that hears nothing is at least there, and says why on its own row. */
const reports = ({ state }: Seen): boolean => state === "hearing" || state === "deaf";

/**
 * What people are to be told of sensors that died. Pure. One outage of a venue is one line: sensors that are lost when the first of them is
 * told stand in it together, and where none is left the venue itself is dark. `hearsSince`: since when the collector itself could have heard
 * them; their silence before then is its own.
 */
export function judgeOutages(
  sensors: readonly Seen[],
  known: readonly OpenOutage[],
  now: number,
  hearsSince: number,
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
    const stillDark = dark !== undefined && lost.length > 0 && !its.some(reports);
    if (isDark || stillDark) {
      for (const { outageId } of silent) changes.over.push({ outageId, reason: "venue-dark" });
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
  }
  return changes;
}

/** Sensors that an outage names; of more than these it is enough to know that there are more. */
const MOST_NAMED = 256;
const idsOf = (sensors: readonly Seen[]): string[] => sensors.map(({ sensorId }) => sensorId).slice(0, MOST_NAMED);
