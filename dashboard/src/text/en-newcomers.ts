import type { Words } from "./words.ts";
import type { zhNewcomers } from "./zh-CN-newcomers.ts";

/** The work list of new transmitters, in English. */
export const enNewcomers: Words<typeof zhNewcomers> = {
  newcomers: {
    title: "New transmitters",
    lead: "A list of things to check, and no list of suspects.",
    more: "Wireless networks that appeared after the sensors had learnt their surroundings, and have stayed where they are. To stand here says nothing against anybody: most are a neighbour's new router, or something the venue put up. Find out whose it is, and mark it.",
    link: "New transmitters",
    linkMore: "Networks that appeared later and stay: things to check, no suspects",
    linkOpen: "{{n}} to check",
    linkNone: "nothing to check",
    back: "Back to the sensors",
    none: "Nothing new transmits here",
    noneNext:
      "Sensors learn their surroundings for three days. Networks that appear later and stay for more than a day and a night are listed here then; phones are not.",
    open: "To check",
    settled: "Checked",
    noName: "name not told",
    near: "Loudest at “{{sensor}}”: {{level}}, within {{spread}}\u00a0dB",
    channel: "channel {{channel}}",
    megahertz: "{{mhz}} MHz",
    since: "since",
    last: "last",
    hours: "heard for {{n}} h in all",
    alsoHeard: "{{n}} more sensors hear it",
    suspect: "The same address is suspected: see why",
    note: "Note (may be empty)",
    noteHint: "for example: router of the tea shop on floor 2",
    save: "Mark: {{mark}}",
    choose: { "to-visit": "Look at it", known: "Known whose it is", ours: "Belongs to us", none: "Take the mark back" },
    means: {
      "to-visit": "It comes first, and reminds somebody to look around the sensor that hears it best.",
      known: "Somebody knows whose it is, and nobody needs to check. No suspicion changes by it.",
      ours: "It belongs to the venue, and nobody needs to check. Put it on the venue's list of networks too, so that the sensors know it.",
      none: "It is to be checked again.",
    },
    marked: "{{mark}} · {{by}}",
    waiting:
      "“{{sensor}}” has {{n}} more that are not listed yet: it lists 8 an hour at most. Dozens at once are forged as a rule, or the sensor was moved.",
    loadMore: "More",
  },
};
