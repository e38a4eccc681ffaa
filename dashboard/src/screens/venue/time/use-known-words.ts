import { placeText } from "../../../components/suspect-sentence.ts";
import { useNames } from "../../../components/use-sentence.ts";
import { useText } from "../../../text/text.ts";
import type { KnownSuspect } from "./known-at.ts";

/** What was known of a suspect at a moment, in a line. */
export function useKnownWords(): (known: KnownSuspect) => string {
  const { t, code } = useText();
  const names = useNames();
  return ({ timeline, span, place }) =>
    [
      code("suspicion", timeline.suspicion),
      code("band", span.band),
      ...(place === undefined ? [] : [placeText(place, { t, floorName: names.floor, sensorName: names.sensor })]),
    ].join(" · ");
}
