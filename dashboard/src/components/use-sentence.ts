import type { Suspect } from "@probewarden/contract";
import { useSensors, useVenues } from "../api/queries.ts";
import { useText } from "../text/text.ts";
import { useNow } from "./moment.tsx";
import { suspectSentence } from "./suspect-sentence.ts";
import { clockTime } from "./time-text.ts";

/** Names of floors and sensors as the operator typed them; an unknown id stands for itself. */
export function useNames() {
  const venues = useVenues().data ?? [];
  const sensors = useSensors().data ?? [];
  return {
    venue: (venueId: string): string => venues.find((venue) => venue.venueId === venueId)?.name ?? venueId,
    floor: (floorId: string): string | undefined =>
      venues.flatMap((venue) => venue.floors).find((floor) => floor.floorId === floorId)?.name,
    sensor: (sensorId: string): string => sensors.find((sensor) => sensor.sensorId === sensorId)?.name ?? sensorId,
  };
}

/** Says the sentence of a suspect in the language of the screen and the zone of its venue. */
export function useSentence(): (suspect: Suspect) => string {
  const { t, code, language } = useText();
  const names = useNames();
  const now = useNow();
  const venues = useVenues().data ?? [];
  return (suspect) =>
    suspectSentence(suspect, {
      t,
      code,
      time: (at) =>
        clockTime(Date.parse(at), now, venues.find((venue) => venue.venueId === suspect.venueId)?.timeZone, language),
      floorName: names.floor,
      sensorName: names.sensor,
    });
}
