import type { EvidenceDefinition } from "../evidence.ts";
import { MANY_NAMES } from "./figures.ts";

/** Figures that stand behind every line of this detector. */
const FACTS = [
  "distinct-names",
  "names-echoed-to-the-asker",
  "names-beaconed",
  "names-answered-but-never-beaconed",
] as const;

/** What `many-names` can say, stated once: the table of weights, the bounds and the documentation are made from it. */
export const MANY_NAMES_EVIDENCE = [
  {
    code: "five-names",
    facts: FACTS,
    weights: [
      {
        suspicion: "probe-box",
        family: "impersonation",
        usedDb: 46,
        basis: "judged",
        argument:
          "An access point sends one name per BSSID; five within ten minutes are beyond renaming by hand. Left over: a reconfigured test bench, old radios with several names per BSSID.",
      },
    ],
  },
  {
    code: "three-names",
    facts: FACTS,
    weights: [
      {
        suspicion: "probe-box",
        family: "impersonation",
        usedDb: 41,
        basis: "judged",
        argument:
          "Three names that alternate within ten minutes are no renaming, which goes one way. Old radios with several names per BSSID remain, hence less than for five.",
      },
    ],
  },
  {
    code: "echoed-names",
    facts: FACTS,
    weights: [
      {
        suspicion: "probe-box",
        family: "impersonation",
        usedDb: 43,
        basis: "judged",
        argument:
          "Three different names, each to the station that had asked for just that name within 100 ms: the names come from the phones, not from a configuration.",
      },
    ],
  },
  {
    code: "names-in-turn",
    facts: FACTS,
    weights: [
      {
        suspicion: "probe-box",
        family: "impersonation",
        usedDb: 42,
        basis: "judged",
        argument:
          "Eight names within ten minutes, beaconed one after the other and none again: a person renames an access point once or twice, a list of names is played by a program. Left over: a laboratory's test script.",
      },
    ],
  },
  {
    code: "answers-without-beacons",
    facts: ["names-answered-but-never-beaconed", "seconds-listened-for-a-beacon"],
    list: { addresses: MANY_NAMES.silentNames },
    weights: [
      {
        suspicion: "probe-box",
        family: "impersonation",
        usedDb: 43,
        basis: "judged",
        argument:
          "11.1.3.2: an access point beacons. Four different names and more were answered, each by an address of its own to the station that had asked for just that name, at one level at which a beacon is heard; nobody beacons any of these names, and no beacon of these addresses came while the channel was listened to. Left over: a protection system that answers for networks which it keeps visitors from.",
      },
    ],
  },
  {
    code: "several-names",
    facts: FACTS,
    weights: [
      {
        suspicion: "probe-box",
        family: "impersonation",
        usedDb: 21,
        basis: "judged",
        argument:
          "Several names that have an innocent reason: a clock and a channel of its own behind each, as boards with one factory address have; or at most four, of which an access point that has run for long beacons one, and names that others ask for stay unanswered. What the air says can be forged at some cost, so it stays to be watched.",
      },
    ],
  },
  {
    code: "unadvertised-names",
    facts: FACTS,
    weights: [
      {
        suspicion: "probe-box",
        family: "concealment",
        usedDb: 6,
        basis: "measured",
        argument:
          "Given several names, a renamed access point beacons what it answers; a responder does not. Hidden networks answer under one name only, so the figure stays small.",
      },
    ],
  },
] as const satisfies readonly EvidenceDefinition[];
