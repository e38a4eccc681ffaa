import type { Camera, Sensor, Suspect, Venue } from "@probewarden/contract";
import type { Kysely } from "kysely";
import { readDrawings } from "../store/drawings.ts";
import type { StateTables } from "../store/state/tables.ts";
import type { Located, Placed } from "./geojson.ts";

// Where each list's rows are, for its GeoJSON; a row of which nobody knows it is left out.

export function locatedVenue({ venueId, name, timeZone, district, location }: Venue): Located[] {
  if (location === undefined) return [];
  return [{ id: venueId, location, properties: { name, timeZone, ...(district === undefined ? {} : { district }) } }];
}

export function placedSuspect({ suspectId, venueId, suspicion, band, state, lastHeardAt, place }: Suspect): Placed[] {
  if (place === undefined) return [];
  const { floorId, position, radiusMetres, method, floorError } = place;
  const properties = { venueId, suspicion, band, state, lastHeardAt, radiusMetres, method, floorError };
  return [{ id: suspectId, floorId, position, properties }];
}

export function placedSensor({ sensorId, venueId, floorId, name, state, position }: Sensor): Placed[] {
  if (position === undefined || floorId === undefined) return [];
  return [{ id: sensorId, floorId, position, properties: { venueId, name, state } }];
}

/** Cameras stand where a person drew them on a floor of their venue. */
export async function placedCameras(db: Kysely<StateTables>, rows: readonly Camera[]): Promise<Placed[]> {
  const drawn = new Map<string, Pick<Placed, "floorId" | "position">>();
  for (const venueId of new Set(rows.map((row) => row.venueId)))
    for (const [floorId, { cameras }] of await readDrawings(db, venueId))
      for (const { cameraId, position } of cameras)
        drawn.set(JSON.stringify([venueId, cameraId]), { floorId, position });
  return rows.flatMap(({ cameraId, venueId, sensorId, lastSeenAt, finding, onSite }) => {
    const place = drawn.get(JSON.stringify([venueId, cameraId]));
    if (place === undefined) return [];
    const { address, vendor, analytics } = finding;
    const said = { venueId, sensorId, lastSeenAt, address, vendor, analytics, place: onSite?.place };
    return [{ id: cameraId, ...place, properties: said }];
  });
}
