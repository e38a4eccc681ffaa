import type { EvidenceDefinition } from "../evidence.ts";
import { IMPOSSIBLE_BEACON } from "./figures.ts";

/** Figures that stand behind every line of this detector. */
const FACTS = [
  "bssids-in-one-minute",
  "seconds-between-first-and-last",
  "group-bit-bssids",
  "bssids-without-tim",
  "names-public-or-asked-for",
] as const;

const BEAT_FACTS = [
  "beacons-held-against-the-interval",
  "regularity-percent",
  "networks-without-beat",
  "names-public-or-asked-for",
] as const;

const STILL_FACTS = ["beacons-that-did-not-count"] as const;

const CHANNEL_FACTS = ["beacons-on-another-channel", "announced-channel", "heard-on-mhz", "level-dbm"] as const;

/** What `impossible-beacon` can say, stated once: the table of weights, the bounds and the documentation are made from it. */
export const IMPOSSIBLE_BEACON_EVIDENCE = [
  {
    code: "group-bit-bssids",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "fabrication",
        usedDb: 36,
        basis: "judged",
        argument:
          "9.2.4.3.4: a BSSID is an individual address. No maker assigns a group address; several of them are no damaged frame that a checksum let through.",
      },
      {
        suspicion: "probe-box",
        family: "fabrication",
        usedDb: 24,
        basis: "judged",
        argument:
          "A radio that invents access points wants phones or screens to see them. Invented names draw no phone out, so this alone stays a thing to watch.",
      },
    ],
  },
  {
    code: "group-bit-bssid",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "fabrication",
        usedDb: 6,
        basis: "measured",
        argument: "One such frame may be a damaged one where the radio does not report checksums.",
      },
    ],
  },
  {
    code: "throw-away-bssids",
    facts: FACTS,
    list: { addresses: IMPOSSIBLE_BEACON.throwAway },
    weights: [
      {
        suspicion: "disruption",
        family: "fabrication",
        usedDb: 34,
        basis: "judged",
        argument:
          "Eight networks within a minute that have too few elements for an access point and are gone again, or forty-eight with all elements that were written by one sender. After a power cut many clocks are young, but access points stay and are rich.",
      },
      {
        suspicion: "probe-box",
        family: "fabrication",
        usedDb: 22,
        basis: "judged",
        argument: "As for group addresses: it lures only when the names are those that phones look for.",
      },
    ],
  },
  {
    code: "sought-names",
    facts: FACTS,
    list: { addresses: IMPOSSIBLE_BEACON.throwAway },
    weights: [
      {
        suspicion: "probe-box",
        family: "lure",
        usedDb: 20,
        basis: "judged",
        argument:
          "Given invented access points: three and more of their names are public networks or names that stations here ask for. That is the list of a known-beacons box, not noise.",
      },
    ],
  },
  {
    code: "no-beat",
    facts: BEAT_FACTS,
    list: { addresses: 1 },
    weights: [
      {
        suspicion: "probe-box",
        family: "fabrication",
        usedDb: 22,
        basis: "judged",
        argument:
          "11.1.3.2: beacons are due when the clock is a multiple of the interval, and a radio sends them by itself. These come at any time: a program writes them. One network alone may be somebody's experiment, so it is watched.",
      },
    ],
  },
  {
    code: "no-beat-of-one-radio",
    facts: BEAT_FACTS,
    list: { addresses: IMPOSSIBLE_BEACON.networksWithoutBeat },
    weights: [
      {
        suspicion: "probe-box",
        family: "fabrication",
        usedDb: 36,
        basis: "judged",
        argument:
          "Three networks on one radio's clock and none keeps its beat: a program keeps up several names, which only phones that know them have a use for. A radio that is sold beacons all of its networks in its own time. Few programs were measured, so it takes evidence of another kind to make it suspected.",
      },
    ],
  },
  {
    code: "list-without-beat",
    facts: BEAT_FACTS,
    list: { addresses: IMPOSSIBLE_BEACON.networksWithoutBeat },
    weights: [
      {
        suspicion: "probe-box",
        family: "fabrication",
        usedDb: 42,
        basis: "judged",
        argument:
          "Eight names and more on one radio's clock, and all of their beacons together keep no beat, each network held against its own; or eight at one place, or six that are public or asked for here, or three without the TIM that every access point sends (9.3.3.2), none of which has a clock at all, or each one whose beat it does not keep, and which come at any time by ours: a program plays a list. Radios with so many networks are an enterprise's, and beacon each of them in its time; somebody's experiment has one or two. Left over: a laboratory that shows such a device.",
      },
    ],
  },
  {
    code: "asked-names-without-beat",
    facts: BEAT_FACTS,
    list: { addresses: IMPOSSIBLE_BEACON.networksWithoutBeat },
    weights: [
      {
        suspicion: "probe-box",
        family: "lure",
        usedDb: 12,
        basis: "judged",
        argument:
          "Given a radio whose networks are beaconed by a program: three of four of their names, six at least, are public networks' or those that stations here ask for; or all of them, three at least, were first heard a moment after a station had asked for them. A list of names that were heard looks so; a laboratory's names are asked for by its own devices, and those are seldom so many.",
      },
    ],
  },
  {
    code: "no-beat-of-a-public-name",
    facts: BEAT_FACTS,
    list: { addresses: 1, names: 1 },
    weights: [
      {
        suspicion: "impostor",
        family: "fabrication",
        usedDb: 36,
        basis: "judged",
        argument:
          "The open network of an operator or a chain, not in the venue's list, beaconed by a program, by its own clock or, where it has none, by ours: no operator's access point is one. Alone it is watched, as few programs were measured.",
      },
      {
        suspicion: "probe-box",
        family: "fabrication",
        usedDb: 26,
        basis: "judged",
        argument: "Phones join by themselves what they knew under such a name; one name alone is to be watched.",
      },
    ],
  },
  {
    code: "no-beat-of-the-venues-name",
    facts: BEAT_FACTS,
    list: { addresses: 1, venuesName: (entries) => entries.length > 0 },
    weights: [
      {
        suspicion: "impostor",
        family: "fabrication",
        usedDb: 36,
        basis: "judged",
        argument:
          "A name of the venue under an address that is not in its list, beaconed by a program: extenders, meshes and new access points are radios, and beacon in their time. Alone it is watched, as few programs were measured.",
      },
      {
        suspicion: "probe-box",
        family: "fabrication",
        usedDb: 22,
        basis: "judged",
        argument: "As for any network without a beat: one alone may be somebody's experiment.",
      },
    ],
  },
  {
    code: "frozen-clock",
    facts: STILL_FACTS,
    list: { addresses: 1 },
    weights: [
      {
        suspicion: "probe-box",
        family: "fabrication",
        usedDb: 22,
        basis: "judged",
        argument:
          "11.1.3.2: the time stamp of a beacon is the sender's clock at that moment. Twenty in a row with the same are copies, or a program's that leaves it out. Left over: a broken driver. To be looked at.",
      },
    ],
  },
  {
    code: "frozen-counter",
    facts: STILL_FACTS,
    list: { addresses: 1 },
    weights: [
      {
        suspicion: "probe-box",
        family: "fabrication",
        usedDb: 22,
        basis: "judged",
        argument:
          "10.3.2.14: a transmitter numbers its frames. Twenty beacons in a row with one number that is not zero, at times that keep no beat, were written by a program. Zero says nothing, for some drivers number no beacons. To be looked at.",
      },
    ],
  },
  {
    code: "channel-contradicted",
    facts: CHANNEL_FACTS,
    list: { addresses: 1 },
    weights: [
      {
        suspicion: "impostor",
        family: "fabrication",
        usedDb: 25,
        basis: "judged",
        argument:
          "9.4.2.4, 9.4.2.56: a beacon tells the channel that it is sent on. These tell one that is five channels and more away, or in another band, at a level at which nothing leaks so far, while others on the channel tell the truth. Whoever copies an access point's beacons to another channel forgets it, or wants devices to go there. Left over: a transmitter at the sensor's own antenna.",
      },
    ],
  },
  {
    code: "contradicted-by-turns",
    facts: CHANNEL_FACTS,
    weights: [
      {
        suspicion: "impostor",
        family: "twin",
        usedDb: 22,
        basis: "judged",
        argument:
          "Given beacons that tell another channel: under the same address somebody with another clock beacons by turns with them on the channel that he tells. An access point has one channel and one clock; two boards with one factory address each tell their own.",
      },
    ],
  },
] as const satisfies readonly EvidenceDefinition[];
