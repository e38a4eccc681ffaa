import type { Suspicion } from "@probewarden/contract";
import { BOUNDS } from "./bounds.ts";

/** Every observation that a detector can give evidence of. The name stands in findings, in the documentation and on the screen. */
export const EVIDENCE_CODES = [
  "answered-bait",
  "five-names",
  "three-names",
  "echoed-names",
  "unadvertised-names",
  "group-bit-bssids",
  "group-bit-bssid",
  "throw-away-bssids",
  "sought-names",
  "sustained",
  "persistent",
  "burst",
  "repeated-broadcast",
  "parted-twice",
  "impossible-sender",
  "foreign-level",
  "sequence-break",
  "frozen-sequence",
] as const;
export type EvidenceCode = (typeof EVIDENCE_CODES)[number];

/** What one observation weighs for one suspicion, and why. */
export interface Weight {
  code: EvidenceCode;
  suspicion: Suspicion;
  /** Families are independent of each other; within one, only the heaviest weight counts. */
  family: string;
  /** Decibans of the table. */
  usedDb: number;
  basis: "measured" | "judged";
  /** Why the figure is right although the recordings alone support less. Printed in docs/detectors.md. */
  argument: string;
}

/** THE table: one row per observation and suspicion. `boundDb` of a row is in bounds.ts, which `npm run calibrate` makes. */
export const WEIGHTS: readonly Weight[] = [
  {
    code: "answered-bait",
    suspicion: "probe-box",
    family: "impersonation",
    usedDb: 50,
    basis: "judged",
    argument:
      "The name is random, was sent once and exists nowhere; only what answers for any name can answer for it. Left over: products that do so on purpose.",
  },
  {
    code: "five-names",
    suspicion: "probe-box",
    family: "impersonation",
    usedDb: 46,
    basis: "judged",
    argument:
      "An access point sends one name per BSSID; five within ten minutes are beyond renaming by hand. Left over: a reconfigured test bench, old radios with several names per BSSID.",
  },
  {
    code: "three-names",
    suspicion: "probe-box",
    family: "impersonation",
    usedDb: 41,
    basis: "judged",
    argument:
      "Three names that alternate within ten minutes are no renaming, which goes one way. Old radios with several names per BSSID remain, hence less than for five.",
  },
  {
    code: "echoed-names",
    suspicion: "probe-box",
    family: "impersonation",
    usedDb: 43,
    basis: "judged",
    argument:
      "Three different names, each to the station that had asked for just that name within 100 ms: the names come from the phones, not from a configuration.",
  },
  {
    code: "unadvertised-names",
    suspicion: "probe-box",
    family: "concealment",
    usedDb: 6,
    basis: "measured",
    argument:
      "Given several names, a renamed access point beacons what it answers; a responder does not. Hidden networks answer under one name only, so the figure stays small.",
  },
  {
    code: "group-bit-bssids",
    suspicion: "disruption",
    family: "fabrication",
    usedDb: 36,
    basis: "judged",
    argument:
      "9.2.4.3.4: a BSSID is an individual address. No maker assigns a group address; several of them are no damaged frame that a checksum let through.",
  },
  {
    code: "group-bit-bssid",
    suspicion: "disruption",
    family: "fabrication",
    usedDb: 8,
    basis: "measured",
    argument: "One such frame may be a damaged one where the radio does not report checksums.",
  },
  {
    code: "throw-away-bssids",
    suspicion: "disruption",
    family: "fabrication",
    usedDb: 34,
    basis: "judged",
    argument:
      "Eight networks within a minute that have too few elements for an access point and are gone again. After a power cut many clocks are young, but access points stay and are rich.",
  },
  {
    code: "group-bit-bssids",
    suspicion: "probe-box",
    family: "fabrication",
    usedDb: 24,
    basis: "judged",
    argument:
      "A radio that invents access points wants phones or screens to see them. Invented names draw no phone out, so this alone stays a thing to watch.",
  },
  {
    code: "throw-away-bssids",
    suspicion: "probe-box",
    family: "fabrication",
    usedDb: 22,
    basis: "judged",
    argument: "As for group addresses: it lures only when the names are those that phones look for.",
  },
  {
    code: "sought-names",
    suspicion: "probe-box",
    family: "lure",
    usedDb: 20,
    basis: "judged",
    argument:
      "Given invented access points: three and more of their names are public networks or names that stations here ask for. That is the list of a known-beacons box, not noise.",
  },
  {
    code: "sustained",
    suspicion: "disruption",
    family: "rate",
    usedDb: 8,
    basis: "measured",
    argument: "Access points that steer busy clients reach the same rate: alone it is below the list.",
  },
  {
    code: "persistent",
    suspicion: "disruption",
    family: "rate",
    usedDb: 5,
    basis: "judged",
    argument:
      "Ten in a minute are less than ten in ten seconds: a station with a wrong password, or at the edge of the range, is sent away as often. It only says that there is something to attribute.",
  },
  {
    code: "burst",
    suspicion: "disruption",
    family: "rate",
    usedDb: 33,
    basis: "judged",
    argument:
      "Twenty new frames in one second to one receiver, or in five seconds of ten to several. A steering access point sends a few; a restart sends a few per station and is over. Left over: an access point that answers each frame of a station it does not know.",
  },
  {
    code: "repeated-broadcast",
    suspicion: "disruption",
    family: "rate",
    usedDb: 32,
    basis: "judged",
    argument:
      "An access point says good-bye to everybody when it stops, once or twice at one moment, and when it starts again. At five moments in ten seconds, or twelve in a minute, none does.",
  },
  {
    code: "parted-twice",
    suspicion: "disruption",
    family: "direction",
    usedDb: 31,
    basis: "judged",
    argument:
      "11.3: who has left cannot leave. Five times within a minute somebody did, with nobody heard joining in between: both ends dismissed each other by turns, or an association was ended after the authentication that it needs. It is how tools hit both ends. Left over: firmware that says both good-byes in the wrong order each time.",
  },
  {
    code: "impossible-sender",
    suspicion: "disruption",
    family: "attribution",
    usedDb: 31,
    basis: "judged",
    argument:
      "9.2.4.3.7: a transmitter is one station, never a group and never the receiver itself. Three such good-byes were written by a program that took every address it saw for a station; damage seldom hits that bit, and not three times.",
  },
  {
    code: "foreign-level",
    suspicion: "disruption",
    family: "attribution",
    usedDb: 25,
    basis: "judged",
    argument:
      "The median of ten frames is more than 8 dB, and more than twice the scatter, from the access point's own level on its channel; a fixed access point varies by 2 to 3 dB, with people in the way by up to 8.",
  },
  {
    code: "sequence-break",
    suspicion: "disruption",
    family: "attribution",
    usedDb: 25,
    basis: "judged",
    argument:
      "Three times the frames' numbers lay outside the access point's counter, which went on as if they had not been: 10.3.2.14.2 gives management frames one counter. Asked only where the access point's answers to stations were shown to be on it, four times in a row over five seconds, so that a radio with two counters is not taken for two radios.",
  },
  {
    code: "frozen-sequence",
    suspicion: "disruption",
    family: "attribution",
    usedDb: 22,
    basis: "judged",
    argument:
      "10.3.2.14: a transmitter numbers its frames. Ten new frames with one number, none marked as a repetition, were written by a program.",
  },
];

/** Decibans that the labelled recordings alone support; null where they support none. */
export function boundDb(code: EvidenceCode): number | null {
  return BOUNDS[code]?.boundDb ?? null;
}

/** Rows of one observation. */
export function weightsOf(code: EvidenceCode): readonly Weight[] {
  return BY_CODE.get(code) ?? [];
}

const BY_CODE = new Map<EvidenceCode, Weight[]>();
for (const weight of WEIGHTS) BY_CODE.set(weight.code, [...(BY_CODE.get(weight.code) ?? []), weight]);
