import { ConfigError } from "@probewarden/cli";
import { VenueLocation } from "@probewarden/contract";
import { Check } from "typebox/value";

/** What a row of `venues` holds of a location: both or neither. */
export interface LocationColumns {
  latitude: number | null;
  longitude: number | null;
}

/** A location as it is told; undefined where none is kept, or one that is on no earth. */
export function locationOf({ latitude, longitude }: LocationColumns): VenueLocation | undefined {
  const location = { latitudeDegrees: latitude, longitudeDegrees: longitude };
  return Check(VenueLocation, location) ? location : undefined;
}

export const columnsOf = (location: VenueLocation | undefined): LocationColumns => ({
  latitude: location?.latitudeDegrees ?? null,
  longitude: location?.longitudeDegrees ?? null,
});

/**
 * A location as a person types it: latitude, comma, longitude, in degrees.
 * @throws ConfigError
 */
export function readLocation(text: string, place: string): VenueLocation {
  const [latitude, longitude, ...more] = text
    .split(",")
    .map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const location = { latitudeDegrees: latitude, longitudeDegrees: longitude };
  if (more.length === 0 && Check(VenueLocation, location)) return location;
  throw new ConfigError(
    `${place} ${JSON.stringify(text.slice(0, 80))}: it is no latitude and longitude in degrees, north and east positive (example: ${place} 31.2304,121.4737)`,
  );
}
