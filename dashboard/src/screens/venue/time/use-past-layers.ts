import type { Floor, SensorTimeline } from "@probewarden/contract";
import { useDeferredValue, useMemo } from "react";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import { heardDiscs } from "../coverage.ts";
import type { Painter } from "../floor-canvas.ts";
import { exposureField, type ExposureField } from "./exposure.ts";
import type { TransmitterTimeline } from "./one-transmitter.ts";
import { loadLayers, type LoadLayer } from "./load-layer.ts";
import { exposurePainter } from "./past-painters.ts";
import type { Layer } from "./use-layers.ts";

/** About as far as a phone and a box hear each other where no sensor says how far: the estimate for a furnished floor. */
const REACH_METRES = 16;
/** An exposure is worked out anew for each half hour of the time that it tells of. */
const EXPOSURE_STEP_MS = 1_800_000;

export interface PastLayers {
  exposure?: {
    field: ExposureField;
    paint: Painter;
    fromMs: number;
    untilMs: number;
    isLive: boolean;
    reachMetres: number;
  };
  load?: LoadLayer;
}

/** The layers of a stretch of time, up to the moment that is shown; only those that are looked at are worked out. */
export function usePastLayers({
  floor,
  places,
  sensors,
  timelines,
  times,
  fromMs,
  at,
  isLive,
  shown,
}: {
  floor: Floor;
  /** The sensors where they hang. */
  places: readonly ShownSensor[];
  /** As they listened at the moment. */
  sensors: readonly ShownSensor[];
  /** Each transmitter once. */
  timelines: readonly TransmitterTimeline[];
  times: readonly SensorTimeline[];
  fromMs: number;
  at: number;
  isLive: boolean;
  shown: ReadonlySet<Layer>;
}): PastLayers {
  const [wantsExposure, wantsLoad] = [shown.has("exposure"), shown.has("load")];
  const untilMs = useDeferredValue(isLive ? at : Math.ceil(at / EXPOSURE_STEP_MS) * EXPOSURE_STEP_MS);
  const reachMetres = sensors[0]?.hearingRadiusMetres ?? REACH_METRES;
  // Of a stretch of time, not of a moment: it is told of where anybody listened in it.
  const listened = useMemo(() => {
    const ever = new Set(
      times.filter((one) => one.listenedShare.some((share) => share > 0)).map((one) => one.sensorId),
    );
    const heard = places.filter(({ sensorId }) => ever.has(sensorId));
    return heardDiscs(
      heard.map((sensor) => ({ ...sensor, state: "hearing" as const })),
      floor.floorId,
    );
  }, [places, times, floor.floorId]);
  const exposure = useMemo(() => {
    if (!wantsExposure) return undefined;
    const until = Math.min(untilMs, at);
    const field = exposureField(timelines, floor, { fromMs, untilMs: until, reachMetres });
    return { field, paint: exposurePainter(field, listened), fromMs, untilMs: until, isLive, reachMetres };
    // The moment itself changes thirty times a second while it plays; the exposure each half hour.
  }, [wantsExposure, timelines, floor, fromMs, untilMs, isLive, reachMetres, listened]);

  const step = Math.floor(at / 300_000);
  const loadOf = useMemo(() => loadLayers(floor, times), [floor, times]);
  const load = useMemo(() => {
    if (!wantsLoad) return undefined;
    return loadOf(sensors, at, isLive);
  }, [wantsLoad, loadOf, sensors, step, isLive]);
  return { ...(exposure && { exposure }), ...(load && { load }) };
}
