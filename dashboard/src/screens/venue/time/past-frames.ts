import type { SensorTimeline, SuspectTimeline } from "@probewarden/contract";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import type { MarkedSuspect } from "../marked-suspect.ts";
import { knownAt, sensorsAt } from "./known-at.ts";
import type { LoadLayer } from "./load-layer.ts";
import { transmittersOf, type KnownTransmitter, type TransmitterOf } from "./one-transmitter.ts";
import { STEP_MS } from "./time-window.ts";

/** What the plan shows of a moment, on every floor. */
export interface PastFrame {
  suspects: readonly MarkedSuspect[];
  sensors: readonly ShownSensor[];
  load: LoadLayer | undefined;
}

/** What frames are made of. */
export interface FrameParts {
  timelines: readonly SuspectTimeline[];
  transmitterOf: TransmitterOf;
  /** The sensors where they hang. */
  sensors: readonly ShownSensor[];
  times: readonly SensorTimeline[];
  markOf: (known: KnownTransmitter) => MarkedSuspect;
  /** The load of a moment, where that is looked at. */
  loadOf: ((sensors: readonly ShownSensor[], at: number) => LoadLayer) | undefined;
}

/**
 * The frames of a stretch of time, each made once, when it is first asked for. In most steps nothing begins, ends or goes deaf: these are the same
 * frame, and who draws it again has nothing to do. There are as many as the stretch has steps at most.
 */
export function pastFrames(parts: FrameParts): (at: number) => PastFrame {
  const { timelines, transmitterOf, sensors, times, markOf, loadOf } = parts;
  const edges = [
    ...new Set(timelines.flatMap(({ spans }) => spans.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]))),
  ].toSorted((a, b) => a - b);
  const marks = new Map<number, readonly MarkedSuspect[]>();
  const heard = new Map<string, readonly ShownSensor[]>();
  const frames = new Map<string, PastFrame>();
  const latest = new Map<number, PastFrame>();

  const marksAt = (between: number, at: number): readonly MarkedSuspect[] => {
    const before = marks.get(between);
    if (before !== undefined) return before;
    const made = transmittersOf(knownAt(timelines, at), transmitterOf).map(markOf);
    marks.set(between, made);
    return made;
  };
  return (at) => {
    const step = Math.floor(at / STEP_MS);
    const known = latest.get(step);
    if (known !== undefined) return known;
    const between = edgesBefore(edges, at);
    const then = sensorsAt(sensors, times, at);
    const states = then.map(({ state }) => state).join(" ");
    const own = heard.get(states) ?? then;
    heard.set(states, own);
    const key = loadOf === undefined ? `${between} ${states}` : `${step}`;
    const frame = frames.get(key) ?? { suspects: marksAt(between, at), sensors: own, load: loadOf?.(own, at) };
    frames.set(key, frame);
    latest.set(step, frame);
    return frame;
  };
}

/** How many instants of a sorted list lie at or before a moment. */
function edgesBefore(edges: readonly number[], at: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
