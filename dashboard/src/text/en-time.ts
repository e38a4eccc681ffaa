import type { Words } from "./words.ts";
import type { zhTime } from "./zh-CN-time.ts";

/** English words of a venue's time. */
export const enTime: Words<typeof zhTime> = {
  past: {
    panel: "Time",
    slider: "Moment shown",
    live: "Live",
    toLive: "Back to live",
    play: "Play",
    pause: "Pause",
    earlier: "A day earlier",
    later: "A day later",
    now: "Now",
    moment: "{{time}} · suspects active: {{n}}",
    allListened: "all sensors listening",
    notListened: "sensors not listening: {{deaf}} of {{n}}",
    stripActive: "Suspects active",
    stripDeaf: "Not listening",
    failed: "This time cannot be read; the plan shows the present.",
    simulated: "Simulated past: demo data, no real record",
    knownAt: "As known at {{time}}, without what came later",
    known: "Suspects then: {{n}}",
    none: "No suspects were known then.",
    score: "score {{score}}",
    today: "As it is now",
    listened: "Sensors listening then: {{n}} of {{all}}",
    sensorListened: "listened {{n}} %",
    sensorDeaf: "did not listen: its silence says nothing",
    sensorUnknown: "no record",
    placesNow: "Sensors are drawn where they hang now.",
  },
  layer: {
    title: "Layers",
    suspects: "Suspects",
    exposure: "Exposure",
    load: "Probing load",
    exposureScale: "{{n}} h",
    exposureMore:
      "{{from}} to {{to}}: hours in which somebody standing here was within {{reach}} m of an active suspect (suspected or strong, not settled), by the likelihood of its place as known then",
    exposureNone: "{{from}} to {{to}}: no suspect with a known place was active on this floor",
    loadMore: "Probe requests a minute, by the area of each sensor; mean of five minutes",
    loadScale: "{{n}} / min",
    loadNone: "No sensor listened then, or there is no record",
    load1: "{{requests}} probes / min · {{devices}} phones",
    few: "fewer than 5",
  },
};
