import type { EvidenceDefinition } from "../evidence.ts";
import { PUBLIC_NAME_LURE } from "./figures.ts";

/** Figures that stand behind every line of this detector. */
const FACTS = [
  "owners-of-the-names",
  "addresses-of-one-clock",
  "reasons",
  "is-new",
  "is-poor",
  "is-local",
  "is-without-beat",
  "cities-of-the-names",
  "is-without-data",
] as const;

/** What `public-name-lure` can say, stated once: the table of weights, the bounds and the documentation are made from it. */
export const PUBLIC_NAME_LURE_EVIDENCE = [
  {
    code: "lure-of-one-radio",
    facts: FACTS,
    list: { addresses: PUBLIC_NAME_LURE.ownersAtLeast, names: PUBLIC_NAME_LURE.ownersAtLeast },
    weights: [
      {
        suspicion: "impostor",
        family: "lure",
        usedDb: 43,
        basis: "judged",
        argument:
          "One radio wears the open networks of several owners, and is not built or placed as an operator's access point: it was just switched on, its beacons lack what access points for sale have, none of its addresses is a maker's, a program beacons all of these networks, or two are networks of different cities. Access points that operators share are rich, have makers' addresses and run for months; after a restart only the first of the reasons holds.",
      },
      {
        suspicion: "probe-box",
        family: "lure",
        usedDb: 43,
        basis: "judged",
        argument:
          "Phones join by themselves what they knew under such a name, and show their lasting address by it. Several owners' names on one radio have no other use.",
      },
    ],
  },
  {
    code: "public-names-of-one-radio",
    facts: FACTS,
    list: { addresses: PUBLIC_NAME_LURE.ownersAtLeast, names: PUBLIC_NAME_LURE.ownersAtLeast },
    weights: [
      {
        suspicion: "impostor",
        family: "lure",
        usedDb: 24,
        basis: "judged",
        argument:
          "One radio wears the open networks of several owners, and fewer reasons speak against it: operators do share access points. To be looked at.",
      },
    ],
  },
  {
    code: "public-name-of-a-newcomer",
    facts: FACTS,
    list: { addresses: 1, names: 1 },
    weights: [
      {
        suspicion: "impostor",
        family: "lure",
        usedDb: 12,
        basis: "judged",
        argument:
          "The open network of one operator or chain on a radio of which three hold: it was just switched on, lacks what access points for sale have, has no maker's address, a program beacons it. Hotspots that somebody named so have the first three, so it is not shown by itself; but they beacon in their time, so where a program does, two of these are enough beside it, and it is suspected.",
      },
    ],
  },
  {
    code: "public-name-without-data",
    facts: ["stations-let-in", "seconds-asked-in", "seconds-answered-in", "seconds-listened-for-data"],
    list: { addresses: 1, names: 1 },
    weights: [
      {
        suspicion: "impostor",
        family: "forwarding",
        usedDb: 12,
        basis: "judged",
        argument:
          "The open network of an operator or chain lets stations in, and gives them next to nothing for all that they ask, although frames to them, or their acknowledgements, would have been heard. An access point whose line is down, or that was left behind, does the same, so it is not shown by itself.",
      },
    ],
  },
] as const satisfies readonly EvidenceDefinition[];
