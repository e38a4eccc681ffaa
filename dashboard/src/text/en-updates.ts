import type { Words } from "./words.ts";
import type { zhUpdates, zhUpdatesCodes } from "./zh-CN-updates.ts";

/** Updates of sensors, in English. */
export const enUpdates: Words<typeof zhUpdates> = {
  updates: {
    title: "Updates",
    lead: "A new version goes to one sensor first, or to the canaries; when these are well, to the others, ten at a time. Whatever goes wrong with one stops the update.",
    releases: "Versions to install:",
    noRelease: "There is no version to install yet. On the server this takes one in:",
    begin: "Update…",
    version: "Version to install",
    venue: "Venue",
    onlyChosen: "Only the {{n}} chosen",
    soak: "Minutes for which the first must be well",
    first: "First:",
    firstChosen: "No canary can be updated, so this one was taken by itself.",
    others: "When that is well, the other {{n}}, ten at a time.",
    others_one: "When that is well, the other {{n}}.",
    current: "{{n}} run this version already.",
    current_one: "{{n}} runs this version already.",
    cannot: "{{n}} cannot be updated:",
    nobody: "No sensor can be updated.",
    start: "Begin the update",
    of: "{{venue}} to {{version}}",
    by: "begun by {{who}}",
    stoppedBy: "Stopped by {{who}}.",
    stoppedItself: "It stopped by itself: {{sensor}}: {{why}}.",
    soaking: "The first must be well for {{n}} minutes.",
    counted: "{{step}}: {{n}}",
    stop: "Stop the update",
    resume: "Go on",
    resumeMore: "What failed is tried again.",
    every: "Each sensor",
    less: "Close",
    from: "ran {{version}}",
    isFirst: "first",
  },
};
/** Words for how far an update and each of its sensors is, in English. */
export const enUpdatesCodes: Words<typeof zhUpdatesCodes> = {
  rolloutState: { running: "◐ under way", stopped: "◇ stopped", done: "● done" },
  rolloutStep: {
    waiting: "○ waits",
    told: "◐ installs",
    proving: "◐ installed, being watched",
    updated: "● updated",
    current: "● ran it before",
    failed: "▲ failed",
    "left-out": "– left out",
  },
  rolloutReason: {
    "no-release": "there is no version for its processor",
    "too-old": "what it runs is too old for updates from afar",
    "never-seen": "it has never reported",
    retired: "it was retired",
    away: "it is away",
    "not-well": "it is not well now",
    "no-answer": "it never answered",
    "not-back": "it did not come back",
    "other-version": "it still reports another version",
    "unwell-after": "it was not well again after the update",
  },
};
