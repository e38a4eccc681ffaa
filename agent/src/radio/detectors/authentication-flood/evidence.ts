import type { EvidenceDefinition } from "../evidence.ts";

/** Figures that stand behind every line of this detector. */
const FACTS = [
  "applicants-in-one-minute",
  "applicants-that-went-on",
  "share-within-ten-db-percent",
  "numbers-that-follow-each-other-percent",
  "applicants-that-cannot-exist",
  "requests-of-one-address-in-one-second",
  "applicants-that-acknowledge-nothing",
] as const;

/** What `authentication-flood` can say, stated once: the table of weights, the bounds and the documentation are made from it. */
export const AUTHENTICATION_FLOOD_EVIDENCE = [
  {
    code: "lone-applicants",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "flooding",
        usedDb: 12,
        basis: "judged",
        argument:
          "Forty addresses within a minute that were never heard before ask to be let in and do nothing else. An access point that is full, or a network whose key was changed, turns as many away in a crowd: it only says that there is something to attribute.",
      },
    ],
  },
  {
    code: "applicants-of-one-radio",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "attribution",
        usedDb: 24,
        basis: "judged",
        argument:
          "Three of four such applicants lie within ten decibels, where one radio has nine of ten and a crowd fewer than half, and forty did not come back in twenty seconds; or their numbers follow each other as those of one counter (10.3.2.14.2), which of strangers one pair in a thousand does. Left over: a room full of equal devices that are all turned away and do not try again.",
      },
    ],
  },
  {
    code: "applicant-burst",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "flooding",
        usedDb: 33,
        basis: "judged",
        argument:
          "A hundred and fifty addresses within ten seconds, each of which asks to be let in and does nothing else. After a power cut as many may come back, but they go on to associate and to send data, or try again under the same address; of a train that comes in while the access point is full, each acknowledges that it is turned away.",
      },
    ],
  },
  {
    code: "unacknowledged-answers",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "attribution",
        usedDb: 32,
        basis: "judged",
        argument:
          "10.3.2.11: whoever gets a frame acknowledges it, or it is repeated. Sixteen addresses within a minute that were never heard before, four of five of all that were answered in time, let the access point repeat its answer; or sixty answers in a minute to eight addresses and more, of which nothing but requests is heard. Who hears the beacons and asks hears the answer as well, for both are as strong: nobody is there. Left over: a disturbance at the place of the stations that lets one beacon of ten pass, and no answer.",
      },
    ],
  },
  {
    code: "impossible-applicants",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "attribution",
        usedDb: 32,
        basis: "judged",
        argument:
          "9.2.4.3.7: a transmitter is one station, never a group. Five such addresses within a minute, none of which is a known station's with one bit hit, were invented by a program; damage seldom hits that bit, and not five times in so few frames.",
      },
    ],
  },
  {
    code: "repeated-applications",
    facts: FACTS,
    weights: [
      {
        suspicion: "disruption",
        family: "flooding",
        usedDb: 33,
        basis: "judged",
        argument:
          "One address asks to be let in twenty times a second, in three seconds of ten, repetitions left out. Stations try three times in half a second and then look for another access point; broken ones that start anew come to three a second.",
      },
    ],
  },
] as const satisfies readonly EvidenceDefinition[];
