import type { Position, VenueLocation } from "@probewarden/contract";

/** Something with a place on earth. */
export interface Located {
  id: string;
  location: VenueLocation;
  properties: object;
}

/** Something with a place on a floor. */
export interface Placed {
  id: string;
  floorId: string;
  position: Position;
  properties: object;
}

/**
 * A collection of points in GeoJSON's form (RFC 7946) with what its standard does not have: the coordinates are metres on the floor's plan, to
 * the right and down from its upper left corner, and no longitudes: how a plan lies on the earth is not known. The old
 * member `crs` says so for programs that read it, and `coordinates` for people.
 */
export const toGeoJson = (placed: readonly Placed[]): object => ({
  type: "FeatureCollection",
  coordinates:
    "metres on the plan of floorId: x to the right, y down from its upper left corner; no longitude and latitude",
  crs: { type: "name", properties: { name: "urn:probewarden:crs:floor-metres" } },
  features: placed.map(({ id, floorId, position, properties }) => ({
    type: "Feature",
    id,
    geometry: { type: "Point", coordinates: [position.x, position.y] },
    properties: { ...properties, floorId },
  })),
});

/** The same as the standard has it (RFC 7946, 4): longitude first, then latitude, WGS 84. Any map shows it. */
export const toEarthGeoJson = (located: readonly Located[]): object => ({
  type: "FeatureCollection",
  features: located.map(({ id, location: { longitudeDegrees, latitudeDegrees }, properties }) => ({
    type: "Feature",
    id,
    geometry: { type: "Point", coordinates: [longitudeDegrees, latitudeDegrees] },
    properties,
  })),
});
