import type { Finding } from "@probewarden/contract";
import type { SeriesStore } from "../store/series/series-store.ts";

/** How old a level may be to count as the present one, in milliseconds. */
export const LEVEL_WINDOW_MS = 15 * 60_000;

/** A finding as it stands in the store. */
export interface StoredFinding {
  sensorId: string;
  state: string;
  receivedAt: number;
  /** What to take from the sensor's time stamps to have ours, in milliseconds. */
  clockOffsetMs: number;
  finding: Finding;
}

/** Present level of a suspect at one sensor. */
export interface PresentLevel {
  sensorId: string;
  levelDbm: number;
  atMs: number;
}

/**
 * Present level of a suspect per sensor: the latest minute of the series, or, before the first minute is complete, the level that the
 * sensor's own finding names.
 */
export async function presentLevels(
  series: SeriesStore,
  suspect: { venueId: string; transmitters: readonly string[]; findings: readonly StoredFinding[] },
  now: number,
): Promise<PresentLevel[]> {
  const rows =
    suspect.transmitters.length === 0
      ? []
      : await series.latestLevels(suspect.venueId, suspect.transmitters, now - LEVEL_WINDOW_MS);
  const levels = new Map<string, PresentLevel>(
    rows.map((row) => [row.sensorId, { sensorId: row.sensorId, levelDbm: row.medianDbm, atMs: row.minuteMs }]),
  );
  for (const { sensorId, state, receivedAt, finding } of suspect.findings) {
    if (
      state === "ended" ||
      finding.rssiDbm === undefined ||
      levels.has(sensorId) ||
      receivedAt < now - LEVEL_WINDOW_MS
    )
      continue;
    levels.set(sensorId, { sensorId, levelDbm: finding.rssiDbm, atMs: receivedAt });
  }
  return [...levels.values()];
}

/** The finding that speaks for a sensor: an active one before an ended one, then the highest score, then the latest. */
export function leadingFindings(findings: readonly StoredFinding[]): Map<string, StoredFinding> {
  const rank = (entry: StoredFinding): [number, number, number] => [
    entry.state === "ended" ? 0 : 1,
    entry.finding.scoreDb,
    entry.receivedAt,
  ];
  const leading = new Map<string, StoredFinding>();
  for (const entry of findings) {
    const known = leading.get(entry.sensorId);
    if (known === undefined || isAbove(rank(entry), rank(known))) leading.set(entry.sensorId, entry);
  }
  return leading;
}

const isAbove = (a: readonly number[], b: readonly number[]): boolean => {
  const differs = a.findIndex((value, index) => value !== b[index]);
  return differs >= 0 && (a[differs] ?? 0) > (b[differs] ?? 0);
};
