import type { EvidenceDefinition } from "../evidence.ts";
import { isSecured, weakestOf } from "./security.ts";

/** Figures that stand behind every line of this detector. */
const FACTS = ["frames", "frames-without-encryption", "seconds-since-the-listed-one", "level-difference-db"] as const;

/** What `evil-twin` can say, stated once: the table of weights, the bounds and the documentation are made from it. */
export const EVIL_TWIN_EVIDENCE = [
  {
    code: "open-twin",
    facts: FACTS,
    list: { addresses: 1, venuesName: isSecured },
    weights: [
      {
        suspicion: "impostor",
        family: "twin",
        usedDb: 43,
        basis: "judged",
        argument:
          "All of the venue's access points of this name are listed as secured, one of them was heard so a moment before, and an address that is neither listed nor next to a listed one beacons the name without any encryption. Extenders, meshes and new access points copy the security, or devices could not roam to them. Left over: an access point of the venue's that was set up wrongly and listed nowhere.",
      },
    ],
  },
  {
    code: "open-twin-of-an-address",
    facts: FACTS,
    list: { target: true },
    weights: [
      {
        suspicion: "impostor",
        family: "twin",
        usedDb: 43,
        basis: "judged",
        argument:
          "The address of a listed access point is used by two senders, with two clocks, counters or places, and one of them advertises without encryption while the other is secured as listed. Two boards with one factory address are not set up so.",
      },
    ],
  },
  {
    code: "open-neighbour",
    facts: FACTS,
    list: { addresses: 1, venuesName: isSecured },
    weights: [
      {
        suspicion: "impostor",
        family: "twin",
        usedDb: 34,
        basis: "judged",
        argument:
          "As for an open twin, but its address is next to a listed one's, as a second radio's is, or the listed access point is not heard here, or the name is a chain's that others use too. A wrong setting explains it: to be looked at.",
      },
    ],
  },
  {
    code: "weaker-twin",
    facts: FACTS,
    list: { addresses: 1, venuesName: (entries) => weakestOf(entries) === "current" },
    weights: [
      {
        suspicion: "impostor",
        family: "twin",
        usedDb: 28,
        basis: "judged",
        argument:
          "The name of the venue with WEP or the first WPA only, where the list has WPA2 or later. Old extenders do that, hence only to be looked at.",
      },
    ],
  },
  {
    code: "address-of-two",
    facts: FACTS,
    list: { target: true },
    weights: [
      {
        suspicion: "impostor",
        family: "twin",
        usedDb: 30,
        basis: "judged",
        argument:
          "Two senders use the address of a listed access point: each goes on from its own clock, counter or level, again and again. Boards with one factory address and radios that answer by a second clock remain, so this alone is to be looked at.",
      },
    ],
  },
  {
    code: "clock-by-turns",
    facts: ["returns-in-a-minute"],
    list: { target: true },
    weights: [
      {
        suspicion: "impostor",
        family: "twin",
        usedDb: 28,
        basis: "judged",
        argument:
          "11.1.3: an access point has one clock. The time stamps under a listed address went on from one clock, then from another, and from each again where it had been, four times within a minute. Radios that answer by a second clock do so too, and boards with one factory address.",
      },
    ],
  },
  {
    code: "counter-by-turns",
    facts: ["returns-in-a-minute"],
    list: { target: true },
    weights: [
      {
        suspicion: "impostor",
        family: "twin",
        usedDb: 28,
        basis: "judged",
        argument:
          "10.3.2.14.2: management frames of one radio have one counter. The numbers under a listed address went on from one, then from another, and from each again where it had been, four times within a minute, beacons and answers each for themselves. Boards with one factory address do so too.",
      },
    ],
  },
  {
    code: "level-by-turns",
    facts: ["returns-in-a-minute"],
    list: { target: true },
    weights: [
      {
        suspicion: "impostor",
        family: "twin",
        usedDb: 24,
        basis: "judged",
        argument:
          "Two levels eighteen decibels apart and more under a listed address, and back from one to the other twelve times within a minute: one sender stands in one place. The weakest of the signs, for people walk by, and some radios read levels in leaps.",
      },
    ],
  },
  {
    code: "capabilities-by-turns",
    facts: ["returns-to-other-capabilities"],
    list: { target: true },
    weights: [
      {
        suspicion: "impostor",
        family: "capabilities",
        usedDb: 16,
        basis: "judged",
        argument:
          "9.4.2: what beacons say that a radio can do (its rates, its MCS set, the generations of the standard that it knows) is its hardware's. A setting or an update changes it once, and mostly by a restart; four times back and forth in a minute are two senders of different makes. Two boards that were given one address in the factory are alike in this. It adds to what shows two senders, and is not shown by itself.",
      },
    ],
  },
  {
    code: "unlisted-twin",
    facts: FACTS,
    list: { addresses: 1, venuesName: (entries) => entries.length > 0 },
    weights: [
      {
        suspicion: "impostor",
        family: "twin",
        usedDb: 12,
        basis: "judged",
        argument:
          "An address that is not listed uses the venue's name, as well secured as the venue's own. Lists are seldom whole: extenders, meshes and new access points all look so.",
      },
    ],
  },
] as const satisfies readonly EvidenceDefinition[];
