import type { Band, Camera, FloorDrawing, Venue } from "@probewarden/contract";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import type { Emitter } from "../../../components/emitters.ts";
import { isSettled } from "../../../components/settled.ts";
import { camerasOn, type CameraOnFloor } from "../use-floor-cameras.ts";

/** What is on one floor, for a look at all of them. */
export interface FloorFacts {
  floorId: string;
  /** Transmitters that are thought to be on it, those that nobody has settled first. */
  emitters: Emitter[];
  /** Of those that nobody has settled, how many are of each band. */
  bands: Record<Band, number>;
  settled: number;
  sensors: ShownSensor[];
  hearing: number;
  cameras: CameraOnFloor[];
  /** Cameras in a private zone. */
  inside: number;
}

export interface VenueFacts {
  floors: FloorFacts[];
  /** Transmitters whose place is known on no floor of the venue. */
  unplaced: number;
}

/** Where any suspect of a transmitter is thought to be: one that is known stands for all. */
export const placeOf = ({ suspects }: Emitter) => suspects.find(({ place }) => place !== undefined)?.place;

/**
 * What is on each floor of a venue, in the order of its floors.
 * @param emitters what needs a person first in front
 * @param drawings what is drawn on each floor, by its id; of a floor that is missing no camera is known
 */
export function venueFacts(
  venue: Venue,
  known: {
    emitters: readonly Emitter[];
    sensors: readonly ShownSensor[];
    cameras: readonly Camera[];
    drawings: ReadonlyMap<string, FloorDrawing>;
  },
): VenueFacts {
  const here = known.emitters.filter(({ lead }) => lead.venueId === venue.venueId);
  const floors = venue.floors.map(({ floorId }): FloorFacts => {
    const emitters = here
      .filter((emitter) => placeOf(emitter)?.floorId === floorId)
      .toSorted((a, b) => Number(isSettled(a.lead)) - Number(isSettled(b.lead)));
    const open = emitters.filter(({ lead }) => !isSettled(lead));
    const count = (band: Band): number => open.filter(({ lead }) => lead.band === band).length;
    const sensors = known.sensors.filter((one) => one.venueId === venue.venueId && one.floorId === floorId);
    const drawing = known.drawings.get(floorId);
    const cameras = drawing === undefined ? [] : camerasOn(drawing, known.cameras);
    return {
      floorId,
      emitters,
      bands: { strong: count("strong"), suspected: count("suspected"), watch: count("watch") },
      settled: emitters.length - open.length,
      sensors,
      hearing: sensors.filter(({ state }) => state === "hearing").length,
      cameras,
      inside: cameras.filter(({ zone }) => zone !== undefined).length,
    };
  });
  const placed = floors.reduce((sum, { emitters }) => sum + emitters.length, 0);
  return { floors, unplaced: here.length - placed };
}
