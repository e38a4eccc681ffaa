import type { Words } from "./words.ts";
import type { zhPlaces } from "./zh-CN-places.ts";

/** English words for floors and venues at a glance. */
export const enPlaces: Words<typeof zhPlaces> = {
  place: {
    floorLikely: "on this floor: {{n}} % likely",
  },
  floors: {
    all: "All floors",
    calm: "No suspect with a known place on this floor",
    unheard: "No sensor listens: nobody knows",
    noSensors: "No sensor hangs on this floor",
    settled: "{{n}} settled",
    unplaced: "Suspects without a known place, on no floor's plan: {{n}}.",
    cameras: "Cameras: {{n}}",
    inside: "{{n}} in private zones",
    likeliest: "Likeliest place: {{place}}",
    legend:
      "All as it is now. The darker and the lighter region hold half and 95 % of the likelihood; hatched is what no sensor hears. At most 12 suspects are drawn on a floor; the figures count all.",
  },
};
