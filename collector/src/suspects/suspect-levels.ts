import type { Band } from "@probewarden/contract";
import { SeriesStoreError } from "../store/series/series-error.ts";
import type { LatestLevel, SeriesStore } from "../store/series/series-store.ts";
import { CLOCK_WRONG_MS } from "../sensors/sensor-clock.ts";
import { HEARD_WINDOW_MS } from "./suspect-state.ts";

/** What is shown of a finding without its argument. Instants in epoch milliseconds by the collector's clock. */
export interface StoredFinding {
  sensorId: string;
  findingId: string;
  state: string;
  receivedAt: number;
  lastHeardAt: number;
  scoreDb: number;
  band: Band;
  rssiDbm: number | null;
}

/** Present level of a suspect at one sensor. */
export interface PresentLevel {
  sensorId: string;
  levelDbm: number;
  atMs: number;
}

/** What is needed of a suspect to find its levels. */
export interface HeardSuspect {
  venueId: string;
  transmitters: readonly string[];
}

/**
 * Present levels of a suspect at each sensor: by the latest minute of the series, or, before the first minute is complete, the level that the
 * sensor's own finding names.
 */
export const presentLevels = (
  minutes: readonly LatestLevel[],
  findings: readonly StoredFinding[],
  now: number,
): PresentLevel[] => [...levelsOf(minutes, findings, now).values()];

/** The latest minutes of the suspects' addresses, one list for each suspect. One read per venue, however many suspects. */
export async function latestMinutes(
  series: SeriesStore,
  suspects: readonly HeardSuspect[],
  now: number,
): Promise<LatestLevel[][]> {
  const venues = new Map<string, Set<string>>();
  for (const { venueId, transmitters } of suspects) {
    const addresses = venues.get(venueId) ?? new Set();
    venues.set(venueId, addresses);
    for (const transmitter of transmitters) addresses.add(transmitter);
  }
  const minutes = new Map<string, LatestLevel[]>();
  for (const [venueId, addresses] of venues) {
    if (addresses.size === 0) continue;
    for (const row of await latestOf(series, venueId, [...addresses], now)) {
      const key = `${venueId} ${row.transmitter}`;
      const known = minutes.get(key);
      if (known === undefined) minutes.set(key, [row]);
      else known.push(row);
    }
  }
  return suspects.map(({ venueId, transmitters }) =>
    transmitters.flatMap((transmitter) => minutes.get(`${venueId} ${transmitter}`) ?? []),
  );
}

/** Suspects can be read while the series cannot, with the levels of their findings; `/api/health` says that it is away. */
async function latestOf(
  series: SeriesStore,
  venueId: string,
  addresses: readonly string[],
  now: number,
): Promise<LatestLevel[]> {
  try {
    // A minute that a wrong clock put into the future must not stand for the present.
    return await series.latestLevels(venueId, addresses, now - HEARD_WINDOW_MS, now + CLOCK_WRONG_MS);
  } catch (error) {
    if (error instanceof SeriesStoreError) return [];
    throw error;
  }
}

/** Levels that findings name, of sensors that still hold them and were heard of lately. */
export function levelsOfFindings(findings: readonly StoredFinding[], now: number): PresentLevel[] {
  return [...levelsOf([], findings, now).values()];
}

function levelsOf(
  rows: readonly LatestLevel[],
  findings: readonly StoredFinding[],
  now: number,
): Map<string, PresentLevel> {
  const levels = new Map<string, PresentLevel>();
  // Several addresses of one radio in the same minute: the mean weighted by frames, as in the series itself.
  const latest = new Map<string, { atMs: number; frames: number; weighted: number }>();
  for (const { sensorId, minuteMs, frames, medianDbm } of rows) {
    const known = latest.get(sensorId);
    if (known !== undefined && known.atMs > minuteMs) continue;
    const same = known?.atMs === minuteMs ? known : { frames: 0, weighted: 0 };
    latest.set(sensorId, {
      atMs: minuteMs,
      frames: same.frames + frames,
      weighted: same.weighted + medianDbm * frames,
    });
  }
  for (const [sensorId, { atMs, frames, weighted }] of latest)
    levels.set(sensorId, { sensorId, levelDbm: weighted / frames, atMs });
  for (const { sensorId, state, receivedAt, rssiDbm } of findings) {
    if (state === "ended" || rssiDbm === null || levels.has(sensorId) || receivedAt < now - HEARD_WINDOW_MS) continue;
    levels.set(sensorId, { sensorId, levelDbm: rssiDbm, atMs: receivedAt });
  }
  return levels;
}

/** The finding that speaks for a sensor: an active one before an ended one, then the highest score, then the latest. */
export function leadingFindings(findings: readonly StoredFinding[]): Map<string, StoredFinding> {
  const leading = new Map<string, StoredFinding>();
  for (const entry of findings) {
    const known = leading.get(entry.sensorId);
    if (known === undefined || speaksBefore(entry, known)) leading.set(entry.sensorId, entry);
  }
  return leading;
}

function speaksBefore(a: StoredFinding, b: StoredFinding): boolean {
  const hasEnded = a.state === "ended";
  if (hasEnded !== (b.state === "ended")) return !hasEnded;
  return a.scoreDb === b.scoreDb ? a.receivedAt > b.receivedAt : a.scoreDb > b.scoreDb;
}
