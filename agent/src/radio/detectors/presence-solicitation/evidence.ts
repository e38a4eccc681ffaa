import type { EvidenceDefinition } from "../evidence.ts";
import { PRESENCE_SOLICITATION } from "./figures.ts";

/** Figures that stand behind every line of this detector. */
const FACTS = [
  "stations-that-had-only-asked",
  "other-stations",
  "senders",
  "control-frames",
  "null-frames",
  "data-frames",
  "requests",
  "unasked-answers",
] as const;

/** What `presence-solicitation` can say, stated once: the table of weights, the bounds and the documentation are made from it. */
export const PRESENCE_SOLICITATION_EVIDENCE = [
  {
    code: "addresses-some-who-asked",
    facts: FACTS,
    list: { addresses: 1, countsLicensed: true },
    weights: [
      {
        suspicion: "probe-box",
        family: "solicitation",
        usedDb: 22,
        basis: "judged",
        argument:
          "Three stations that had only asked for networks were addressed by somebody that none of them was heard talking to. An access point does so when its stations are heard badly: it is a thing to watch.",
      },
    ],
  },
  {
    code: "addresses-who-asked",
    facts: FACTS,
    list: { addresses: 1, countsLicensed: true },
    weights: [
      {
        suspicion: "probe-box",
        family: "solicitation",
        usedDb: 42,
        basis: "judged",
        argument:
          "Who only asks for networks belongs to nobody yet, and nothing but an answer is for it (11.1.4, 11.3.3). Somebody who is no access point, and no other network of one, addressed six of them by frames that make a station show itself, each after it had asked; or fewer of them among ten and more receivers of Null frames, requests, answers, good-byes or RTS that reserve no time for a frame, none of which is an access point; or an access point eight within a minute, and hardly any others. A station talks to its access point, an access point to stations that joined it, and it was heard addressing those before they asked. Left over: an access point whose beacons are not heard here, and whose stations all asked a moment before.",
      },
    ],
  },
  {
    code: "addresses-strangers",
    facts: FACTS,
    list: { addresses: 1, countsLicensed: true },
    weights: [
      {
        suspicion: "probe-box",
        family: "solicitation",
        usedDb: 41,
        basis: "judged",
        argument:
          "Null frames and RTS that reserve no time for a frame carry nothing but the question whether the receiver is there. Sixteen different receivers within a minute by somebody who is neither an access point nor talks to one, while access points are heard: a list is being tried. Or six, each known as a station, that were asked what only an access point is asked (11.3, 11.22.3), or sent Null frames as if they were one, or such RTS: nobody asks stations that. Left over: repeaters whose beacons are not heard, of which there are one or two.",
      },
    ],
  },
  {
    code: "passing-senders",
    facts: FACTS,
    list: { addresses: PRESENCE_SOLICITATION.senders, countsLicensed: true },
    weights: [
      {
        suspicion: "probe-box",
        family: "solicitation",
        usedDb: 41,
        basis: "judged",
        argument:
          "Twelve senders that nobody knows addressed sixteen stations that had only asked for networks, one or two each; or thirty-two did so once and no more, to four such stations and more, where no damage makes addresses up. All at one level, and their addresses are not one address damaged: one radio takes a new address for every question.",
      },
    ],
  },
] as const satisfies readonly EvidenceDefinition[];
