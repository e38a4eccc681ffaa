import { placeText } from "../../../components/suspect-sentence.ts";
import { useNames } from "../../../components/use-sentence.ts";
import { useText } from "../../../text/text.ts";
import type { MarkedSuspect } from "../marked-suspect.ts";
import type { KnownSuspect } from "./known-at.ts";
import type { KnownTransmitter } from "./one-transmitter.ts";

/** What was known of a suspect at a moment, in a line; of a transmitter, with what else it was suspected of. */
export function useKnownWords(venueId: string): (known: KnownSuspect & { others?: readonly KnownSuspect[] }) => string {
  const { t, code } = useText();
  const names = useNames(venueId);
  return ({ timeline, span, place, others = [] }) =>
    [
      code("suspicion", timeline.suspicion),
      code("band", span.band),
      ...(place === undefined ? [] : [placeText(place, { t, floorName: names.floor, sensorName: names.sensor })]),
      ...others.map((other) => code("suspicion", other.timeline.suspicion)),
    ].join(" · ");
}

/** A transmitter of a moment as the plan marks it: it stands for all that it was suspected of, and while one of these is chosen, for that one. */
export function markOf(
  known: KnownTransmitter,
  chosen: string | undefined,
  words: ReturnType<typeof useKnownWords>,
): MarkedSuspect {
  const { timeline, span } = [known, ...known.others].find((own) => own.timeline.suspectId === chosen) ?? known;
  const { band, state, settled } = span;
  return {
    suspectId: timeline.suspectId,
    band,
    state,
    settled,
    place: known.place,
    get label() {
      return words(known);
    },
  };
}
