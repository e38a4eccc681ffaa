import type { Words } from "./words.ts";
import type { zhNext } from "./zh-CN-next.ts";

/** What to do now about a suspect, in English. */
export const enNext: Words<typeof zhNext> = {
  next: {
    title: "What to do now",
    settled: "Somebody has checked it: there is nothing to do. New evidence opens it again.",
    reopened: "The earlier decision no longer covers it: look at what is new, and decide again.",
    "to-visit": "Somebody is sent. Note here what they found: authorised device, or dismiss.",
    ended: "It is heard no more: no visit is needed. To keep evidence, print or save this page.",
    unobserved:
      "The sensors that heard it are lost, and nobody knows whether it is there. Mend them first, under Sensors.",
    silent: "Nobody hears it now: it may be off, or gone. Ask at its last place; this page changes when it comes back.",
    watch: "Little evidence, nobody to send. Read the reasons and the innocent causes, and come back in a while.",
    goPlace:
      "Look {{place}} for a wireless device that nobody knows: a small box with aerials, a router, something in a socket. Take a photograph first; do not unplug it.",
    goAnywhere:
      "No place is known yet: ask who has put up a new wireless device. Take a photograph first; do not unplug it.",
    goDisruption:
      "Visitors' phones may be losing their network: tell whoever runs it, and look {{place}} for a wireless device that nobody knows.",
    goDisruptionAnywhere:
      "Visitors' phones may be losing their network: tell whoever runs it, and ask who has put up a new wireless device.",
    decide: "Its owner is known: choose “Authorised device” or “Dismiss”. Nobody knows: choose “Send someone”.",
  },
};
