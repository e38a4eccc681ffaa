import type {
  Band,
  CensusMinute,
  Decision,
  Position,
  SuppressedCount,
  SuspectState,
  Suspicion,
} from "@probewarden/contract";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The demo's venue is in Shanghai, which has no summer time. */
const ZONE_MS = 8 * HOUR_MS;
/** So long before it is told as ended a suspect is silent. */
const SILENT_MS = 30 * MINUTE_MS;

/** A stretch of the story of one box. */
export interface StorySpan {
  suspectId: string;
  suspicion: Suspicion;
  fromMs: number;
  untilMs: number;
  state: SuspectState;
  band: Band;
  scoreDb: number;
  decision?: Decision;
  at: Position;
}

interface Visit {
  suspectId: string;
  suspicion: Suspicion;
  /** Days from today, and clock times in hours. */
  day: number;
  from: number;
  until: number;
  at: Position;
  /** What a person had decided, and from when on. */
  decided?: { decision: Decision; day: number; hour: number };
  /** From minutes after it came: how sure one is. */
  scores: readonly (readonly [minute: number, band: Band, scoreDb: number])[];
}

const PROBE_BOX = [
  [0, "watch", -6],
  [3, "suspected", 13],
  [11, "strong", 23],
] as const;
const DOOR: Position = { x: 10, y: 29 };
const TO_VISIT = { decision: "to-visit", day: -1, hour: 16.2 } as const;

/** A box that works while the shops are open and is put elsewhere today, one that forces phones off for half an hour, and one that was found to be in order. */
const VISITS: readonly Visit[] = [
  ...[-2, -1, 0].flatMap((day) =>
    [
      [10, 13.3],
      [14, 21.6],
    ].map(([from = 0, until = 0]): Visit => ({
      suspectId: "simulated-past-door",
      suspicion: "probe-box",
      day,
      from,
      until,
      at: day === 0 ? { x: 27, y: 27 } : DOOR,
      decided: TO_VISIT,
      scores: PROBE_BOX,
    })),
  ),
  ...[-2, -1].map((day): Visit => ({
    suspectId: "simulated-past-food",
    suspicion: "disruption",
    day,
    from: 18.4,
    until: 19,
    at: { x: 47, y: 17 },
    scores: [[0, "suspected", 16]],
  })),
  ...[-2, -1, 0].map((day): Visit => ({
    suspectId: "simulated-past-survey",
    suspicion: "probe-box",
    day,
    from: 9,
    until: 18,
    at: { x: 20, y: 9 },
    decided: { decision: "authorised", day: -1, hour: 11 },
    scores: [[0, "suspected", 12]],
  })),
];

/** Sensors that did not listen for a while, by their place in the list. */
const DEAF: readonly { sensor: number; day: number; from: number; until: number }[] = [
  { sensor: 3, day: -1, from: 2, until: 6.5 },
  { sensor: 0, day: -1, from: 19.2, until: 19.9 },
  { sensor: 3, day: -2, from: 12, until: 13 },
];

const midnightOf = (now: number): number => Math.floor((now + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS;
const clock = (now: number, day: number, hour: number): number =>
  midnightOf(now) + day * DAY_MS + Math.round(hour * 60) * MINUTE_MS;

/** What was known, from `since` to `now`; times of day are those of the venue, so that yesterday looks like a yesterday. */
export function storySpans(since: number, now: number): StorySpan[] {
  return VISITS.flatMap((visit): StorySpan[] => {
    const { suspectId, suspicion, day, at, scores, decided } = visit;
    const [from, until] = [clock(now, day, visit.from), clock(now, day, visit.until)];
    const decidedAt = decided === undefined ? Infinity : clock(now, decided.day, decided.hour);
    const edges = [...scores.map(([minute]) => from + minute * MINUTE_MS), until, until + SILENT_MS, decidedAt]
      .filter((edge) => edge >= from && edge <= until + SILENT_MS)
      .toSorted((a, b) => a - b);
    return edges.slice(0, -1).flatMap((edge, index): StorySpan[] => {
      const [fromMs, untilMs] = [Math.max(since, edge), Math.min(now, edges[index + 1] ?? edge)];
      if (fromMs >= untilMs) return [];
      const [, band, scoreDb] = scores.findLast(([minute]) => from + minute * MINUTE_MS <= edge) ?? [0, "watch", -6];
      const state = edge < until ? "active" : "silent";
      const decision = decided !== undefined && edge >= decidedAt ? { decision: decided.decision } : {};
      return [{ suspectId, suspicion, fromMs, untilMs, state, band, scoreDb, at, ...decision }];
    });
  });
}

/** A number from 0 to 1 that looks like chance, and is the same each time. */
function noise(seed: number): number {
  const wave = Math.sin(seed * 12.9898) * 43_758.5453;
  return wave - Math.floor(wave);
}

const counted = (figure: number): SuppressedCount => (figure > 0 && figure < 5 ? { fewerThan: 5 } : figure);

/** What a sensor counted in a minute: many phones while the shops are open, few at night; undefined while it did not listen. */
export function storyMinute(sensor: number, at: number, now: number): CensusMinute | undefined {
  const isDeaf = DEAF.some(
    (one) => one.sensor === sensor && clock(now, one.day, one.from) <= at && at < clock(now, one.day, one.until),
  );
  if (isDeaf) return undefined;
  const hour = ((at + ZONE_MS) % DAY_MS) / HOUR_MS;
  // Open from nine to ten at night, fullest in the early evening.
  const crowd = Math.max(0, Math.sin(((hour - 8.5) / 13.5) * Math.PI)) * (hour > 16 && hour < 20 ? 1.3 : 1);
  const chance = 0.75 + 0.5 * noise(at / MINUTE_MS + 97 * sensor);
  const phones = Math.round(crowd * (34 - 6 * sensor) * chance + 0.8 * noise(at / MINUTE_MS + sensor));
  const probeRequests = Math.round(phones * 2.6);
  return {
    minute: new Date(at).toISOString(),
    channelMhz: 2437,
    secondsListened: 60,
    management: probeRequests + 1_180,
    control: 2_400,
    data: 1_900,
    probeRequests,
    accessPoints: 11,
    stations: counted(phones),
  };
}
