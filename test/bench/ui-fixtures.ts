import type { Sensor, Suspect, SuspectTimeline } from "@probewarden/contract";
import { sensors as someSensors, suspects as someSuspects } from "../../dashboard/dev/fixture-data.ts";

const SENSORS = 20;
const HOUR_MS = 3_600_000;
const BANDS = ["watch", "suspected", "strong"] as const;

const addressOf = (at: number): string =>
  `02:00:00:00:${(at >> 8).toString(16).padStart(2, "0")}:${(at & 255).toString(16).padStart(2, "0")}`;

/** So many suspects of the made-up venue, each at a place of its own with regions. */
export function manySuspects(count: number): Suspect[] {
  const [sample] = someSuspects;
  if (sample?.place === undefined) throw new Error("the made-up suspect has no place");
  const { place } = sample;
  return Array.from({ length: count }, (_, at): Suspect => {
    const [dx, dy] = [((at * 17) % 50) - 38, ((at * 29) % 34) - 13];
    const move = ([x, y]: readonly [number, number]): [number, number] => [x + dx, y + dy];
    return {
      ...sample,
      suspectId: `suspect-${at}`,
      band: BANDS[at % BANDS.length] ?? "watch",
      transmitters: [addressOf(at)],
      lastHeardAt: new Date(Date.parse(sample.lastHeardAt) - at * 1_000).toISOString(),
      place: {
        ...place,
        position: { x: place.position.x + dx, y: place.position.y + dy },
        regions: (place.regions ?? []).map((region) => ({
          ...region,
          rings: region.rings.map((ring) => ring.map(([x, y]) => move([x, y]))),
        })),
      },
    };
  });
}

/** The made-up venue with twenty sensors and so many suspects. */
export function largeVenue(suspects: number): { sensors: Sensor[]; suspects: Suspect[] } {
  const [sample] = someSensors;
  if (sample === undefined) throw new Error("there is no made-up sensor");
  const sensors = Array.from({ length: SENSORS }, (_, at): Sensor => ({
    ...sample,
    sensorId: `sensor-${at}`,
    name: `Sensor ${at}`,
    position: { x: 6 + 12 * (at % 5), y: 5 + 10 * Math.floor(at / 5) },
  }));
  return { sensors, suspects: manySuspects(suspects) };
}

/** Two days in which each of them was there for some hours. */
export function timelinesOf(suspects: readonly Suspect[]): SuspectTimeline[] {
  const now = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  return suspects.map(({ suspectId, suspicion, band, place }, at): SuspectTimeline => {
    const begin = now - (48 - (at % 24)) * HOUR_MS;
    const span = (fromMs: number, hours: number) => ({
      fromMs,
      untilMs: fromMs + hours * HOUR_MS,
      state: "active" as const,
      band,
      scoreDb: 10 + (at % 20),
      settled: false,
      place: 0,
    });
    return {
      suspectId,
      suspicion,
      spans: [span(begin, 6), span(begin + 12 * HOUR_MS, 6), span(begin + 24 * HOUR_MS, 6)],
      places: place === undefined ? [] : [place],
    };
  });
}
