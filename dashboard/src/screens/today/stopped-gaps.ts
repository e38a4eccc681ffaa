import type { Venue } from "@probewarden/contract";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { unheardArea } from "../venue/coverage.ts";

/** A floor of which less is heard because somebody stopped sensors on it. */
export interface StoppedGap {
  floorId: string;
  venueId: string;
  floorName: string;
  sensorNames: string[];
  squareMetres: number;
}

/** Floors that would be heard more fully if the sensors that were stopped on purpose listened again. */
export function stoppedGaps(venues: readonly Venue[], sensors: readonly ShownSensor[]): StoppedGap[] {
  return venues.flatMap(({ venueId, floors }) =>
    floors.flatMap((floor) => {
      const here = sensors.filter((sensor) => sensor.venueId === venueId && sensor.floorId === floor.floorId);
      const stopped = here.filter(({ state, position }) => state === "stopped" && position !== undefined);
      if (stopped.length === 0) return [];
      const asIfOn = here.map((sensor) =>
        stopped.includes(sensor) ? { ...sensor, state: "hearing" as const } : sensor,
      );
      const squareMetres = unheardArea(floor, here) - unheardArea(floor, asIfOn);
      const { floorId, name: floorName } = floor;
      const sensorNames = stopped.map(({ name }) => name);
      return squareMetres > 0 ? [{ floorId, venueId, floorName, sensorNames, squareMetres }] : [];
    }),
  );
}
