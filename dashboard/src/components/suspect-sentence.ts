import type { Place, Suspect } from "@probewarden/contract";
import { spaced } from "./spaced.ts";
import type { Say } from "../text/text.ts";

/** What the sentence needs besides the suspect itself. */
export interface SentenceWords {
  t: Say;
  code: (group: "suspicion" | "band", name: string) => string;
  /** Clock time in the venue's zone. */
  time: (at: string) => string;
  floorName: (floorId: string) => string;
  sensorName: (sensorId: string) => string;
}

/** Since when it is heard, or how it stands with it when nobody hears it: not heard is not the same as gone. */
function standing(suspect: Suspect, { t, time }: SentenceWords): string {
  switch (suspect.state) {
    case "active":
      return t("sentence.since", { time: time(suspect.firstHeardAt) });
    case "silent":
      return t("sentence.silent", { time: time(suspect.lastHeardAt) });
    case "unobserved":
      return t("sentence.unobserved", { time: time(suspect.stateSince ?? suspect.lastHeardAt) });
    case "ended":
      return t("sentence.ended", { time: time(suspect.lastHeardAt) });
  }
}

/** How many sensors hear it; of one that is silent or has ended, how many ever did. */
function heardBy({ state, heardBy: { ever, now } }: Suspect, t: Say): string {
  if (state !== "active" || now === 0)
    return t(ever === 1 ? "sentence.heardInAllOne" : "sentence.heardInAll", { n: ever });
  return t(now === 1 ? "sentence.heardByOne" : "sentence.heardBy", { n: now });
}

/** A half of the likelihood that is spread wider than this is near no one sensor. */
const NEAR_METRES = 15;

/** Where a suspect is, no more exact than it is known: within hearing of a sensor, near one, or on a floor. */
export function placeText(place: Place, words: Pick<SentenceWords, "t" | "floorName" | "sensorName">): string {
  const floor = words.floorName(place.floorId);
  const name = words.sensorName(place.nearestSensorId);
  const sensor = name.startsWith(floor) ? name : `${floor} ${name}`;
  if (place.method === "nearest-sensor") return spaced(words.t("sentence.within", { place: sensor }));
  return place.radiusMetres > NEAR_METRES
    ? words.t("sentence.onFloor", { floor })
    : spaced(words.t("sentence.near", { place: sensor }));
}

/**
 * The sentence of a suspect: subject, band, how many heard it, since when, where.
 * 「疑似探针盒 · 高度可疑 · 3 个传感器听到 · 14:05 起 · B1 三号门附近」
 */
export function suspectSentence(suspect: Suspect, words: SentenceWords): string {
  const { t, code } = words;
  const parts = [
    code("suspicion", suspect.suspicion),
    code("band", suspect.band),
    heardBy(suspect, t),
    standing(suspect, words),
  ];
  if (suspect.place) parts.push(placeText(suspect.place, words));
  return parts.join(" · ");
}
