import type { Suspect } from "@probewarden/contract";
import { useText } from "../text/text.ts";
import { useKnownSensors, useKnownVenues } from "./known-rows.tsx";
import { useNow } from "./moment.tsx";
import { suspectSentence } from "./suspect-sentence.ts";
import { clockTime } from "./time-text.ts";

/** Stands for a name until the names have come: an id in its place would flash. */
const NOT_YET = "…";

/**
 * Names of floors and sensors as the operator typed them; an unknown id stands for itself.
 * @param venueId whose floors are meant: two venues may both have a `floor-1`
 */
export function useNames(venueId?: string) {
  const venues = useKnownVenues();
  const sensors = useKnownSensors();
  return {
    floor: (floorId: string, ofVenue = venueId): string =>
      venues
        ? (venues.find((venue) => venue.venueId === ofVenue)?.floors.find((floor) => floor.floorId === floorId)?.name ??
          floorId)
        : NOT_YET,
    sensor: (sensorId: string): string =>
      sensors ? (sensors.find((sensor) => sensor.sensorId === sensorId)?.name ?? sensorId) : NOT_YET,
  };
}

/** Says the sentence of a suspect in the language of the screen and the zone of its venue. */
export function useSentence(): (suspect: Suspect) => string {
  const { t, code, language } = useText();
  const names = useNames();
  const now = useNow();
  const venues = useKnownVenues() ?? [];
  return (suspect) =>
    suspectSentence(suspect, {
      t,
      code,
      time: (at) =>
        clockTime(Date.parse(at), now, venues.find((venue) => venue.venueId === suspect.venueId)?.timeZone, language),
      floorName: (floorId) => names.floor(floorId, suspect.venueId),
      sensorName: names.sensor,
    });
}
