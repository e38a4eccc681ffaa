import type { Floor, FleetRow, Position, Venue } from "@probewarden/contract";
import type { ShownSensor } from "../../api/shown-sensor.ts";

/** A sensor of the fleet with all that is known of it. */
export interface FleetMember {
  row: FleetRow;
  sensor: ShownSensor | undefined;
}
export type PlacedMember = FleetMember & { at: Position };

/** One floor of a venue, or a venue of which there is no plan, with the sensors that are to be looked at there. */
export interface FleetPlace {
  key: string;
  venueId: string;
  venueName: string;
  floor: Floor | undefined;
  placed: PlacedMember[];
  /** Sensors of the venue that stand on no plan: the same on each of its floors. */
  unplaced: FleetMember[];
}

/** Every plan on which the fleet can be looked at. Each sensor is somewhere: on the plan that it stands on, or beside those of its venue. */
export function fleetPlaces(members: readonly FleetMember[], venues: readonly Venue[]): FleetPlace[] {
  const known = new Set(venues.map(({ venueId }) => venueId));
  const unknown = [...new Set(members.map(({ row }) => row.venueId))]
    .filter((venueId) => !known.has(venueId))
    .map((venueId) => ({ venueId, name: venueId, floors: [] }));
  return [...venues, ...unknown].flatMap(({ venueId, name, floors }): FleetPlace[] => {
    const own = members.filter(({ row }) => row.venueId === venueId);
    if (own.length === 0) return [];
    const onFloor = (floorId: string): PlacedMember[] =>
      own.flatMap((member) =>
        member.sensor?.floorId === floorId && member.sensor.position !== undefined
          ? [{ ...member, at: member.sensor.position }]
          : [],
      );
    const placed = new Set(floors.flatMap(({ floorId }) => onFloor(floorId)).map(({ row }) => row.sensorId));
    const unplaced = own.filter(({ row }) => !placed.has(row.sensorId));
    const place = { venueId, venueName: name, unplaced };
    if (floors.length === 0) return [{ ...place, key: venueId, floor: undefined, placed: [] }];
    return floors.map((floor) => ({
      ...place,
      key: `${venueId}/${floor.floorId}`,
      floor,
      placed: onFloor(floor.floorId),
    }));
  });
}
