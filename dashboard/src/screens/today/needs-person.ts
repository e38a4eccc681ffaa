import type { Alert, Outage, Readiness, Suspect, Webhook } from "@probewarden/contract";
import { isSettled } from "../../components/settled.ts";
import type { ShownSensor } from "../../api/shown-sensor.ts";

/** What waits for a person. */
export interface NeedsPerson {
  /** What is wrong with the collector itself: it stands first, for all below depends on it. */
  faults: Readiness["faults"];
  alerts: Alert[];
  /** What of ours died. Its sensors stand in its line, and not once more below. */
  outages: Outage[];
  toVisit: Suspect[];
  sensors: ShownSensor[];
  webhookFails: boolean;
}

const BAND_ORDER = { strong: 0, suspected: 1, watch: 2 } as const;

/** Strongest band first; within it the newest. */
export function strongestFirst<T extends { band: keyof typeof BAND_ORDER }>(
  rows: readonly T[],
  at: (row: T) => string,
): T[] {
  return rows.toSorted((a, b) => BAND_ORDER[a.band] - BAND_ORDER[b.band] || at(b).localeCompare(at(a)));
}

/**
 * What the collector puts first in its pages: unsettled before ended before settled, then what is among the first of any sensor, then the
 * heavier band. The same order here keeps a page behind the one before it.
 */
const concernOf = (suspect: Suspect): number =>
  isSettled(suspect)
    ? suspect.state === "ended"
      ? 13
      : 12
    : BAND_ORDER[suspect.band] + (suspect.beyondShare ? 3 : 0) + (suspect.state === "ended" ? 6 : 0);

/** Suspects in the order in which a person should see them, within it the latest heard first. */
export const neediestFirst = (suspects: readonly Suspect[]): Suspect[] =>
  suspects.toSorted((a, b) => concernOf(a) - concernOf(b) || b.lastHeardAt.localeCompare(a.lastHeardAt));

/** Picks out of everything known what a person should look at; an empty answer is a calm venue. */
export function needsPerson(known: {
  alerts: Alert[];
  outages?: Outage[];
  suspects: Suspect[];
  sensors: ShownSensor[];
  faults: Readiness["faults"];
  webhook: Webhook | undefined;
}): NeedsPerson {
  const open = known.alerts.filter((alert) => alert.state === "open");
  const outages = (known.outages ?? []).filter(({ state }) => state === "open");
  const told = new Set(outages.flatMap(({ sensors }) => sensors));
  const alerted = new Set(open.map((alert) => alert.suspectId));
  const { webhook } = known;
  const failedAt = webhook?.failures[0]?.at;
  return {
    faults: known.faults,
    alerts: strongestFirst(open, (alert) => alert.openedAt),
    outages,
    // One suspect is one line: with an open alert it stands there already.
    toVisit: known.suspects.filter(
      (suspect) => suspect.decision?.decision === "to-visit" && !alerted.has(suspect.suspectId),
    ),
    sensors: known.sensors.filter(
      (sensor) =>
        !(sensor.state === "offline" && told.has(sensor.sensorId)) &&
        ((!SOUND.has(sensor.state) && !justStarted(sensor)) ||
          sensor.clockWrong ||
          sensor.contractMismatch ||
          sensor.suspectsBeyond !== undefined),
    ),
    // People were told of this already, by the outage's line.
    webhookFails:
      outages.every(({ kind }) => kind !== "notices-fail") &&
      webhook?.url !== undefined &&
      failedAt !== undefined &&
      failedAt > (webhook.lastSentAt ?? ""),
  };
}

/** States that need nobody: who stopped a sensor knows; of an unknown one nobody may say that something is wrong with it. */
const SOUND: ReadonlySet<ShownSensor["state"]> = new Set(["hearing", "stopped", "unknown"]);

/** A sensor that came online a moment ago and has not reported yet needs nobody. */
const justStarted = ({ state, reasons }: ShownSensor): boolean =>
  state === "deaf" && reasons.length > 0 && reasons.every((reason) => reason === "no-health");

/** How many lines wait. */
export const countOf = (needs: NeedsPerson): number =>
  needs.faults.length +
  needs.alerts.length +
  needs.outages.length +
  needs.toVisit.length +
  needs.sensors.length +
  (needs.webhookFails ? 1 : 0);
