import type {
  Place,
  SensorTimeline,
  SuspectPast,
  SuspectPresence,
  SuspectSpan,
  SuspectTimeline,
  SuppressedMean,
  VenueDay,
} from "@probewarden/contract";
import { sensors, suspects } from "./fixture-data.ts";

const HOUR_MS = 3_600_000;

/** A number from 0 to 1 that looks like chance, and is the same each time. */
const noise = (seed: number): number => {
  const wave = Math.sin(seed * 12.9898) * 43_758.5453;
  return wave - Math.floor(wave);
};

const mean = (figure: number): SuppressedMean =>
  figure === 0 ? 0 : figure < 5 ? { fewerThan: 5 } : Math.round(figure * 10) / 10;

/** What the sensors of the made-up venue heard of phones: much by day, little by night, and one that was deaf for some hours. */
export function sensorTimes(fromMs: number, toMs: number, stepMs: number): SensorTimeline[] {
  return sensors.map(({ sensorId }, index) => {
    const told: SensorTimeline = { sensorId, fromMs, stepMs, listenedShare: [], probeRequests: [], devices: [] };
    for (let at = fromMs; at < Math.min(toMs, Date.now() - 150_000); at += stepMs) {
      const hour = ((at / HOUR_MS + 8) % 24) + index / 3;
      const day = Math.max(0, Math.sin(((hour - 7) / 15) * Math.PI));
      const hoursAgo = (Date.now() - at) / HOUR_MS;
      const deaf = (sensorId === "sensor-door-3" && hoursAgo < 9) || (sensorId === "sensor-park" && hoursAgo > 26);
      const figure = deaf ? 0 : Math.round(day * (60 - 8 * index) * (0.7 + 0.6 * noise(at / stepMs + index)));
      told.listenedShare.push(deaf ? 0 : 1);
      told.probeRequests.push(deaf ? null : mean(figure * 2.4));
      told.devices.push(deaf ? null : mean(figure * 0.6));
    }
    return told;
  });
}

/** What was known of the made-up suspects in the two days before: one that came each afternoon, one that moved, one that ended. */
export function suspectTimes(fromMs: number, toMs: number, stepMs: number): SuspectTimeline[] {
  const to = (at: number): number => Math.ceil(at / stepMs) * stepMs;
  const hoursAgo = (hours: number): number => to(Date.now() - hours * HOUR_MS);
  const span = (from: number, until: number, more: Partial<SuspectSpan> = {}): SuspectSpan => ({
    fromMs: hoursAgo(from),
    untilMs: Math.min(to(toMs), hoursAgo(until)),
    state: "active",
    band: "suspected",
    scoreDb: 14,
    settled: false,
    place: 0,
    ...more,
  });
  const placeOf = (id: string): Place[] =>
    suspects.flatMap((one) => (one.suspectId === id && one.place ? [one.place] : []));
  const moved: Place = {
    floorId: "floor-b1",
    position: { x: 22, y: 30 },
    radiusMetres: 5,
    method: "grid",
    nearestSensorId: "sensor-atrium",
  };
  const timelines: SuspectTimeline[] = [
    {
      suspectId: "suspect-karma",
      suspicion: "probe-box",
      places: [...placeOf("suspect-karma"), moved],
      spans: [
        span(46, 43, { place: 1 }),
        span(43, 40, { place: 1, band: "strong", scoreDb: 22 }),
        span(40, 31, { place: 1, band: "strong", scoreDb: 22, state: "silent" }),
        span(21, 16, { band: "strong", scoreDb: 22 }),
        span(16, 9, { band: "strong", scoreDb: 22, state: "unobserved" }),
        span(6, -1, { band: "strong", scoreDb: 22 }),
      ],
    },
    {
      suspectId: "suspect-karma-impostor",
      suspicion: "impostor",
      places: placeOf("suspect-karma"),
      spans: [span(20.5, 16), span(5, -1)],
    },
    {
      suspectId: "suspect-flood",
      suspicion: "disruption",
      places: placeOf("suspect-flood"),
      spans: [span(30, 28.5), span(0.4, -1, { scoreDb: 16 })],
    },
    {
      suspectId: "suspect-beacons",
      suspicion: "probe-box",
      places: placeOf("suspect-beacons"),
      spans: [
        span(36, 24, { band: "watch", scoreDb: -6 }),
        span(24, -1, { band: "watch", scoreDb: -6, decision: "to-visit" }),
      ],
    },
  ];
  return timelines
    .map((one) => ({
      ...one,
      spans: one.spans
        .map((each) => ({ ...each, fromMs: Math.max(fromMs, each.fromMs) }))
        .filter((each) => each.fromMs < each.untilMs && each.untilMs > fromMs),
    }))
    .filter((one) => one.spans.length > 0);
}

/** The past of one made-up suspect. */
export function suspectPast(suspectId: string, fromMs: number, toMs: number): SuspectPast {
  const timeline = suspectTimes(fromMs, toMs, 60_000).find((one) => one.suspectId === suspectId);
  const spans = (timeline?.spans ?? []).map((span) => ({ ...span, untilMs: Math.min(toMs, span.untilMs) }));
  return { suspectId, fromMs, toMs, spans, places: timeline?.places ?? [] };
}

/** A made-up box that is there in the afternoons, most of all on Saturdays; at night nobody listened on two days. */
export function suspectPresence(suspectId: string, fromMs: number, toMs: number): SuspectPresence {
  const hours = Array.from({ length: 168 }, (_, at) => ({ day: Math.floor(at / 24), hour: at % 24, at }));
  const listened = hours.map(({ day, hour }) => (hour < 6 && (day === 2 || day === 3) ? 0 : 240));
  return {
    suspectId,
    fromMs,
    toMs,
    timeZone: "Asia/Shanghai",
    stepMinutes: 5,
    sensorIds: ["sensor-food"],
    heardMinutes: hours.map(({ day, hour, at }) => {
      const share = hour >= 10 && hour < 22 ? Math.sin(((hour - 9) / 13) * Math.PI) * (day === 5 ? 0.95 : 0.6) : 0;
      return Math.min(listened[at] ?? 0, 5 * Math.round((240 * share * (0.7 + 0.3 * noise(at))) / 5));
    }),
    listenedMinutes: listened,
  };
}

/** The days of the made-up venue, in Shanghai: two weeks of them, busiest at the end. */
export function venueDays(from: string, to: string): VenueDay[] {
  const days: VenueDay[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 24 * HOUR_MS) {
    const fromMs = at - 8 * HOUR_MS;
    const daysAgo = Math.floor((Date.now() - fromMs) / (24 * HOUR_MS));
    const active = daysAgo < 0 || daysAgo > 13 ? 0 : Math.floor(4 * noise(daysAgo + 3));
    days.push({
      date: new Date(at).toISOString().slice(0, 10),
      fromMs,
      untilMs: fromMs + 24 * HOUR_MS,
      active,
      appeared: active > 1 && daysAgo % 3 === 0 ? 1 : 0,
      ...(active === 0
        ? {}
        : {
            band: active > 2 ? ("strong" as const) : active > 1 ? ("suspected" as const) : ("watch" as const),
            firstActiveMs: fromMs + 14 * HOUR_MS,
          }),
      sensors: daysAgo < 0 ? 0 : sensors.length,
      deafSensors: daysAgo === 1 || daysAgo === 5 ? 1 : 0,
      deafHours: daysAgo === 1 || daysAgo === 5 ? 7 : 0,
      outages: daysAgo === 5 ? 1 : 0,
    });
  }
  return days;
}
