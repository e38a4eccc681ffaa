import type { VenueLocation } from "@probewarden/contract";

/** Two numbers, as maps give them to copy: a comma of either width or a space between them, and the sign of degrees at will. */
const TWO = /^\s*(-?\d+(?:\.\d+)?)\s*°?\s*(?:[,，;；]|\s)\s*(-?\d+(?:\.\d+)?)\s*°?\s*$/;

/** Coordinates as a person types or pastes them: latitude, then longitude. Undefined where it is nowhere on earth. */
export function readCoordinates(text: string): VenueLocation | undefined {
  const [, latitude, longitude] = TWO.exec(text.replaceAll("−", "-")) ?? [];
  if (latitude === undefined || longitude === undefined) return undefined;
  const location = { latitudeDegrees: Number(latitude), longitudeDegrees: Number(longitude) };
  return Math.abs(location.latitudeDegrees) <= 90 && Math.abs(location.longitudeDegrees) <= 180 ? location : undefined;
}

/** The same to be shown and changed. */
export const coordinatesText = (location: VenueLocation | undefined): string =>
  location === undefined ? "" : `${location.latitudeDegrees}, ${location.longitudeDegrees}`;
