import type { Floor, SensorTimeline } from "@probewarden/contract";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import type { Painter } from "../floor-canvas.ts";
import { loadAt } from "./known-at.ts";
import { loadCells, type LoadCells, type LoadSource } from "./load-cells.ts";
import { loadPainter } from "./past-painters.ts";

/** What phones ask around the sensors of a floor, and how it is painted. */
export interface LoadLayer {
  sources: LoadSource[];
  paint: Painter;
}

/** The load of each moment. Which cell belongs to which sensor is worked out anew only when other sensors listen. */
export function loadLayers(
  floor: Floor,
  times: readonly SensorTimeline[],
): (sensors: readonly ShownSensor[], at: number, isLive: boolean) => LoadLayer {
  const byId = new Map(times.map((one) => [one.sensorId, one]));
  let last: { key: string; cells: LoadCells } | undefined;
  return (sensors, at, isLive) => {
    const sources = sensors.flatMap((sensor): LoadSource[] => {
      const own = byId.get(sensor.sensorId);
      const then = own && loadAt(own, at, isLive);
      if (sensor.floorId !== floor.floorId || sensor.position === undefined) return [];
      if (then === undefined || then.probeRequests === null || then.devices === null) return [];
      const { sensorId, position, hearingRadiusMetres: radiusMetres } = sensor;
      return [{ sensorId, position, radiusMetres, probeRequests: then.probeRequests, devices: then.devices }];
    });
    const key = sources.map(
      ({ sensorId, position: { x, y }, radiusMetres }) => `${sensorId} ${x} ${y} ${radiusMetres}`,
    );
    const cells = last?.key === key.join("\n") ? last.cells : loadCells(floor, sources);
    last = { key: key.join("\n"), cells };
    const discs = sources.map(({ position: centre, radiusMetres }) => ({ centre, radiusMetres }));
    return { sources, paint: loadPainter(cells, sources, discs) };
  };
}
