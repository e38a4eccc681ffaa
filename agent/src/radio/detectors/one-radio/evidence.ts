import type { EvidenceDefinition } from "../evidence.ts";
import { ONE_RADIO } from "./figures.ts";

/** Figures that stand behind every line of this detector. */
const FACTS = ["names-of-one-clock", "addresses-of-one-clock", "names-that-came-when-asked-for"] as const;

const COUNTER_FACTS = ["names-of-one-counter", "unrelated-addresses-of-one-counter", "clocks-of-one-counter"] as const;

/** What `one-radio` can say, stated once: the table of weights, the bounds and the documentation are made from it. */
export const ONE_RADIO_EVIDENCE = [
  {
    code: "names-as-asked",
    facts: FACTS,
    list: { addresses: ONE_RADIO.asked },
    weights: [
      {
        suspicion: "probe-box",
        family: "one-radio",
        usedDb: 43,
        basis: "judged",
        argument:
          "A radio that was well heard beacons further networks while it runs, at three moments and more, each a moment after a station had asked for just that name. Access points have their networks from a configuration, and hidden ones beacon before they are asked. Left over: somebody who tries names on his own access point and phone.",
      },
    ],
  },
  {
    code: "networks-in-turn",
    facts: ["names-of-one-clock", "addresses-of-one-clock"],
    list: { addresses: ONE_RADIO.namesInTurn },
    weights: [
      {
        suspicion: "probe-box",
        family: "one-radio",
        usedDb: 42,
        basis: "judged",
        argument:
          "11.1.3.2: an access point beacons each of its networks in every interval. This radio, on one clock that ran on, beaconed one network at a time, and went on to another eight times within an hour, under four names and more: a list is played slowly. A setting that is changed brings another network once, and mostly by a restart. Left over: a laboratory's test script.",
      },
    ],
  },
  {
    code: "names-of-one-clock-and-counter",
    facts: FACTS,
    list: { addresses: ONE_RADIO.names },
    weights: [
      {
        suspicion: "probe-box",
        family: "one-radio",
        usedDb: 43,
        basis: "judged",
        argument:
          "More than thirty-two different names behind one clock and one sequence counter: no radio that is sold has so many networks, and clocks of several radios are not alike to a fiftieth of a second, let alone their counters.",
      },
    ],
  },
  {
    code: "names-of-one-clock",
    facts: FACTS,
    list: { addresses: ONE_RADIO.names },
    weights: [
      {
        suspicion: "probe-box",
        family: "one-radio",
        usedDb: 34,
        basis: "judged",
        argument:
          "More than thirty-two different names behind one clock, whose counters are apart or always the same. Access points whose clocks a controller keeps alike are thinkable, so this is to be looked at.",
      },
    ],
  },
  {
    code: "names-of-one-counter",
    facts: COUNTER_FACTS,
    list: { addresses: ONE_RADIO.names },
    weights: [
      {
        suspicion: "probe-box",
        family: "one-radio",
        usedDb: 32,
        basis: "judged",
        argument:
          "10.3.2.14.2: a transmitter numbers its management frames by one counter. More than thirty-two different names, each of which kept to one counter for six frames and more, although they are not on one clock: a number by chance is one of a counter's next four once in a thousand times, and counters that run side by side give every number twice. No radio that is sold has so many networks. A number is twelve bits that whoever sends may write, and nothing else was held against them, so this weighs less than the clock.",
      },
    ],
  },
  {
    code: "strangers-of-one-counter",
    facts: COUNTER_FACTS,
    list: { addresses: ONE_RADIO.strangers },
    weights: [
      {
        suspicion: "probe-box",
        family: "one-radio",
        usedDb: 26,
        basis: "judged",
        argument:
          "Eight names and more behind one counter, under addresses that have nothing in common, by clocks that are seconds and days apart or are none. A radio makes the addresses of its networks from one, since it answers to all of them by one mask, and has one clock, a few have four: networks of a mall's tenants on one radio differ in name only. Left over: a recording whose addresses and clocks were both replaced, and a laboratory's equipment. To be looked at.",
      },
    ],
  },
] as const satisfies readonly EvidenceDefinition[];
