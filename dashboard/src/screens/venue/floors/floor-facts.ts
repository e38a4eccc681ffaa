import type { Band, Camera, FloorDrawing, Place, Venue } from "@probewarden/contract";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import type { Emitter } from "../../../components/emitters.ts";
import { isSettled } from "../../../components/settled.ts";
import type { KnownTransmitter } from "../time/one-transmitter.ts";
import { camerasOn, type CameraOnFloor } from "../use-floor-cameras.ts";

/** A transmitter as a floor shows it, of now or of a moment before. */
export interface Found {
  id: string;
  /** The suspect that leads, to go to. */
  suspectId: string;
  band: Band;
  settled: boolean;
  place: Place | undefined;
}

/** The transmitters of now. A place that any of its suspects has stands for all. */
export const foundNow = (emitters: readonly Emitter[]): Found[] =>
  emitters.map(({ id, lead, suspects }) => ({
    id,
    suspectId: lead.suspectId,
    band: lead.band,
    settled: isSettled(lead),
    place: suspects.find(({ place }) => place !== undefined)?.place,
  }));

/** The transmitters of a moment, as they were known then. */
export const foundThen = (known: readonly KnownTransmitter[]): Found[] =>
  known.map(({ timeline: { suspectId }, span: { band, settled }, place }) => ({
    id: suspectId,
    suspectId,
    band,
    settled,
    place,
  }));

/** What is on one floor, for a look at all of them. */
export interface FloorFacts {
  floorId: string;
  /** Transmitters that are thought to be on it, those that nobody has settled first. */
  found: Found[];
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

/**
 * What is on each floor of a venue, in the order of its floors.
 * @param found of this venue, what needs a person first in front
 * @param drawings what is drawn on each floor, by its id; of a floor that is missing no camera is known
 */
export function venueFacts(
  venue: Venue,
  known: {
    found: readonly Found[];
    sensors: readonly ShownSensor[];
    cameras: readonly Camera[];
    drawings: ReadonlyMap<string, FloorDrawing>;
  },
): VenueFacts {
  const floors = venue.floors.map(({ floorId }): FloorFacts => {
    const found = known.found
      .filter(({ place }) => place?.floorId === floorId)
      .toSorted((a, b) => Number(a.settled) - Number(b.settled));
    const open = found.filter(({ settled }) => !settled);
    const count = (band: Band): number => open.filter((one) => one.band === band).length;
    const sensors = known.sensors.filter((one) => one.venueId === venue.venueId && one.floorId === floorId);
    const drawing = known.drawings.get(floorId);
    const cameras = drawing === undefined ? [] : camerasOn(drawing, known.cameras);
    return {
      floorId,
      found,
      bands: { strong: count("strong"), suspected: count("suspected"), watch: count("watch") },
      settled: found.length - open.length,
      sensors,
      hearing: sensors.filter(({ state }) => state === "hearing").length,
      cameras,
      inside: cameras.filter(({ zone }) => zone !== undefined).length,
    };
  });
  const placed = floors.reduce((sum, { found }) => sum + found.length, 0);
  return { floors, unplaced: known.found.length - placed };
}
