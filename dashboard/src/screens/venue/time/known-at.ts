import type { Place, SensorTimeline, SuppressedMean, SuspectSpan, SuspectTimeline } from "@probewarden/contract";
import type { ShownSensor } from "../../../api/shown-sensor.ts";

/** A suspect as it was known at an instant. */
export interface KnownSuspect {
  timeline: SuspectTimeline;
  span: SuspectSpan;
  place: Place | undefined;
}

/** What was known of suspects at an instant, the heaviest first. */
export function knownAt(timelines: readonly SuspectTimeline[], at: number): KnownSuspect[] {
  return timelines
    .flatMap((timeline): KnownSuspect[] => {
      const span = timeline.spans.find(({ fromMs, untilMs }) => fromMs <= at && at < untilMs);
      if (span === undefined) return [];
      return [{ timeline, span, place: span.place === undefined ? undefined : timeline.places[span.place] }];
    })
    .toSorted((a, b) => b.span.scoreDb - a.span.scoreDb || (a.timeline.suspectId < b.timeline.suspectId ? -1 : 1));
}

/** What a sensor heard of phones in the step that holds an instant. */
export interface LoadThen {
  listenedShare: number;
  probeRequests: SuppressedMean | null;
  devices: SuppressedMean | null;
}

/** Steps that a live view may go back: counts of the last minutes are on their way. */
const STEPS_BACK = 2;

/** The load of a step; for the present the latest one that is known. Undefined where nothing is told of that time. */
export function loadAt(times: SensorTimeline, at: number, isLive = false): LoadThen | undefined {
  const { fromMs, stepMs, listenedShare, probeRequests, devices } = times;
  let step = Math.floor((at - fromMs) / stepMs);
  if (isLive) step = Math.max(Math.min(step, listenedShare.length - 1), step - STEPS_BACK);
  const share = listenedShare[step];
  return share === undefined
    ? undefined
    : { listenedShare: share, probeRequests: probeRequests[step] ?? null, devices: devices[step] ?? null };
}

/** The sensors as they listened at an instant, where they hang now. */
export function sensorsAt(
  sensors: readonly ShownSensor[],
  times: readonly SensorTimeline[],
  at: number,
): ShownSensor[] {
  const byId = new Map(times.map((one) => [one.sensorId, one]));
  return sensors.map((sensor) => {
    const own = byId.get(sensor.sensorId);
    const then = own && loadAt(own, at);
    return { ...sensor, state: then === undefined ? "unknown" : then.listenedShare > 0 ? "hearing" : "deaf" };
  });
}
