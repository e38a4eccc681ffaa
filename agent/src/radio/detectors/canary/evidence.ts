import type { EvidenceDefinition } from "../evidence.ts";

/** What `canary` can say, stated once: the table of weights, the bounds and the documentation are made from it. */
export const CANARY_EVIDENCE = [
  {
    code: "answered-bait",
    facts: ["frames-under-bait-names", "bait-names", "seconds-since-the-bait-asked"],
    weights: [
      {
        suspicion: "probe-box",
        family: "canary",
        usedDb: 50,
        basis: "judged",
        argument:
          "The name is random, was sent by the venue's own sensor and exists nowhere; only what answers for any name can answer for it. Left over: products that do so on purpose.",
      },
    ],
  },
  {
    code: "addressed-bait",
    facts: ["frames-to-bait", "bait-addresses", "seconds-since-the-bait-asked"],
    weights: [
      {
        suspicion: "probe-box",
        family: "canary",
        usedDb: 50,
        basis: "judged",
        argument:
          "The address is random, was used by the venue's own sensor for one question and belongs to no device: only who collects the addresses of those that ask can address it by anything but an answer. Left over: the venue's own positioning or protection system, which collects them too.",
      },
    ],
  },
] as const satisfies readonly EvidenceDefinition[];
