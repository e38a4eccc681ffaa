import type { Words } from "./words.ts";
import type { zhSurvey, zhSurveyCodes } from "./zh-CN-survey.ts";

/** What is in the air and is not recognised, in English. */
export const enSurvey: Words<typeof zhSurvey> = {
  survey: {
    title: "Air survey",
    lead: "What was heard in the last hour and is not on the venue's list of networks.",
    more: "To stand here says nothing against anybody: most are a neighbour's router, or something of the venue's own that was left off the list. Access points and suspects only; phones are counted and never listed. An access point is listed when it was heard for half an hour, one with a random address after a day, for it may be somebody's hotspot.",
    link: "Air survey",
    linkMore: "What is heard and not recognised, and which channels and floors nobody listens to",
    back: "Back to the sensors",
    where: "Venue",
    csv: "Save as CSV",
    none: "Nothing was heard that is not recognised",
    noneNext:
      "That holds for the channels and floors under “Where we listened”, and for no others: what is where nobody listened is not known.",
    deaf: "No sensor listened in the last hour.",
    deafMore: "An empty list does not mean that nothing is there: nobody listened. See to the sensors first.",
    noResidents:
      "This venue has switched off the report of resident networks: only suspects and new transmitters stand here, and nothing else that is heard.",
    coverage: "Where we listened",
    band: "{{band}} GHz",
    bandAll: "{{n}} channels listened to, none left out",
    bandSome: "{{n}} channels listened to; not listened to: {{channels}}",
    bandNone: "not listened to at all: what is in this band is not known",
    floors: "Floors on which no sensor listens: {{floors}}",
    deafSensors: "Sensors that did not listen in the last hour: {{sensors}}",
    phones: "Phones are only counted",
    phonesAt: "“{{sensor}}”: about {{n}} a minute",
    phonesNone: "no count",
    recognised: "{{n}} networks of the venue's own list were heard, and {{others}} others.",
    beyond: "{{n}} more are not listed: 2,000 are at once.",
    found: "Heard and not recognised",
    heardBy: "Loudest at “{{sensor}}”",
    alsoHeard: "{{n}} more sensors hear it",
    noAddress: "hides behind others' addresses; its own is not known",
    addresses: "{{n}} addresses",
    couldBe: "Could be: ",
    couldBeNothing: "What it is cannot be told from what was heard",
    why: "See why",
    workList: "On the list of new transmitters",
    loadMore: "More",
  },
};

export const enSurveyCodes: Words<typeof zhSurveyCodes> = {
  surveyKind: { suspect: "suspected", newcomer: "new here", resident: "not on the list" },
  surveyHint: {
    "maybe-ours": "another network of the venue's own access point (its address is next to one; the list may lack it)",
    "our-name": "it bears a name of the venue: one of ours that is not listed, or an imitation",
    "extra-network": "a further network of the same access point",
    hotspot: "a hotspot that stays, or an access point with a changed address",
    "wifi-direct": "a printer, a screen, or a camera waiting to be set up (Wi-Fi Direct)",
    inside: "close to that sensor",
    outside: "outside or next door: faint everywhere",
    unnamed: "its name is hidden, or may not be told",
  },
};
