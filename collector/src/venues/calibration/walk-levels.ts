import { LIMITS, type CalibrationPoint, type WalkPoint } from "@probewarden/contract";
import { LEAST_OF_A_MINUTE_MS } from "@probewarden/contract/figures";
import { groupBy } from "../../group-by.ts";
import type { SeriesStore } from "../../store/series/series-store.ts";
import type { KeptPoint } from "../../store/walks.ts";
import { joinLooks, type MinuteLook } from "../../suspects/join-looks.ts";

const MINUTE_MS = 60_000;
/** A sensor that listened for less than this, in seconds, says nothing by its silence. */
const LEAST_LISTENED_SECONDS = 1;
/** How long after a minute its levels may still be under way. */
const UNDER_WAY_MS = 150_000;

/** A point of a walk with what the floor's sensors said of it. */
export interface HeardPoint {
  point: KeptPoint;
  levels: Omit<CalibrationPoint, "source" | "x" | "y">[];
}

/** What the sensors of a floor reported of each point, out of the levels that they report anyway. */
export async function hearPoints(
  series: SeriesStore,
  venueId: string,
  sensorIds: readonly string[],
  points: readonly KeptPoint[],
): Promise<HeardPoint[]> {
  const heard = new Map<string, HeardPoint["levels"]>();
  for (const [transmitter, own] of groupBy(points, (point) => point.transmitter)) {
    const span = [
      Math.min(...own.map(({ fromMs }) => fromMs)) - MINUTE_MS,
      Math.max(...own.map(({ toMs }) => toMs)),
    ] as const;
    const levels = await series.heardMinutes(venueId, [transmitter], ...span);
    const looks = joinLooks(levels, await series.listenedMinutes(venueId, sensorIds, ...span));
    for (const point of own)
      heard.set(
        point.pointId,
        levelsOf(
          looks.filter(({ sensorId }) => sensorIds.includes(sensorId)),
          point,
        ),
      );
  }
  return points.map((point) => ({ point, levels: heard.get(point.pointId) ?? [] }));
}

/** How far it is with a point. */
export function walkPointOf({ point, levels }: HeardPoint, now: number): WalkPoint {
  const { fromMs, toMs, ...told } = point;
  const heardBy = new Set(
    levels.flatMap((channel) =>
      channel.levels.flatMap(({ sensorId, levelDbm }) => (levelDbm === null ? [] : sensorId)),
    ),
  );
  const listened = new Set(levels.flatMap((channel) => channel.levels.map(({ sensorId }) => sensorId)));
  return {
    ...told,
    fromAt: new Date(fromMs).toISOString(),
    toAt: new Date(toMs).toISOString(),
    heardBy: heardBy.size,
    listened: listened.size,
    state: heardBy.size > 0 ? "heard" : now < toMs + UNDER_WAY_MS ? "waiting" : "unheard",
  };
}

/**
 * What was heard as points of a calibration. A carried transmitter is `walk`, and access points are numbered: no address is kept. What nobody
 * heard says nothing of where it is.
 */
export function calibrationPointsOf(heard: readonly HeardPoint[]): CalibrationPoint[] {
  const sources = new Map<string, string>();
  return heard
    .flatMap(({ point: { kind, transmitter, x, y }, levels }) => {
      const source = kind === "carried" ? "walk" : (sources.get(transmitter) ?? `ap-${sources.size + 1}`);
      if (kind === "access-point") sources.set(transmitter, source);
      return levels.map((channel) => ({ source, x, y, ...channel }));
    })
    .slice(0, LIMITS.calibration.points);
}

type SensorLevel = CalibrationPoint["levels"][number];

function levelsOf(looks: readonly MinuteLook[], { fromMs, toMs }: KeptPoint): HeardPoint["levels"] {
  const there = looks.filter(
    ({ minuteMs }) => Math.min(toMs, minuteMs + MINUTE_MS) - Math.max(fromMs, minuteMs) >= LEAST_OF_A_MINUTE_MS,
  );
  return [...groupBy(there, ({ channelMhz }) => `${channelMhz}`)].flatMap(([channelMhz, minutes]) => {
    const levels = [...groupBy(minutes, ({ sensorId }) => sensorId)].flatMap(([sensorId, own]): SensorLevel[] => {
      const seconds = own.reduce((sum, minute) => sum + minute.seconds, 0);
      const frames = own.reduce((sum, minute) => sum + minute.frames, 0);
      if (frames === 0) return seconds < LEAST_LISTENED_SECONDS ? [] : [{ sensorId, levelDbm: null }];
      const sum = own.reduce((total, minute) => total + (minute.medianDbm ?? 0) * minute.frames, 0);
      return [{ sensorId, levelDbm: Math.max(-130, Math.min(10, Math.round((10 * sum) / frames) / 10)) }];
    });
    // On a channel where nobody heard it nobody knows whether it sends there.
    return levels.some(({ levelDbm }) => levelDbm !== null)
      ? [{ channelMhz: Number(channelMhz), levels: levels.slice(0, LIMITS.calibration.sensors) }]
      : [];
  });
}
