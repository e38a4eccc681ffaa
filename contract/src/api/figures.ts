/**
 * Values of the contract that the screens need, apart from the schemas: whoever takes them from `@probewarden/contract/figures` loads nothing
 * of what checks messages, which would be 27 kB for a browser to fetch and read.
 */
export { BAND_CHANNELS, isLowerChannel, isSixGhzChannel, WALK_OF_24_GHZ } from "../channels.ts";

/** Steps in which the past is told, and their milliseconds. A step begins at a whole multiple of itself since 1970, in UTC. */
export const TIME_STEP_MS = { "1m": 60_000, "5m": 300_000, "15m": 900_000, "1h": 3_600_000 } as const;

/** Rooms in which no camera may hang, in the order in which they are offered. */
export const ZONE_KINDS = ["toilet", "changing-room", "bathroom", "guest-room", "other"] as const;

/** How many alerts one request may change. */
export const MOST_STEPS_AT_ONCE = 200;

/** Ways by which people are told, in the order in which they are offered. */
export const CHANNEL_KINDS = ["dingtalk", "wecom", "feishu", "email", "ntfy", "telegram", "webhook"] as const;

/** Part of a minute, in milliseconds, that must have been spent at a place of a calibration walk for it to count there: its median is that of the larger part. */
export const LEAST_OF_A_MINUTE_MS = 45_000;

export * from "./rights.ts";

/** Files of one package of evidence that are listed; more are not made of it. */
export const MOST_TAKEN = 20;

/** Access points on a venue's own list, and rows of what its sensors heard beside it: how many stand behind them is counted. */
export const MOST_OWN_NETWORKS = 1_024;
export const MOST_HEARD_NETWORKS = 2_000;

/** How a network of the list may be said to be secured, from the weakest on. */
export const NETWORK_SECURITY = ["open", "owe", "wep", "wpa", "wpa2", "wpa3", "enterprise"] as const;

/** Octets of a document that comes with a decision: some scanned pages. */
export const MOST_DOCUMENT_BYTES = 4 * 1024 * 1024;

/** Boxes that join by one site code: a hall of them unless somebody says otherwise, and at most; more takes another code. */
export const SITE_CODE_USES = { usual: 40, most: 200 } as const;

/** Alerts that are counted for one number of the inbox: so many stand for "or more". */
export const MOST_ALERTS_COUNTED = 10_000;

/** Sensors of one update at most, and minutes for which its first ones must be well before the others follow. */
export const ROLLOUT_LIMITS = { sensors: 500, soakMinutes: { least: 5, usual: 30, most: 1_440 } } as const;

/** Why a sensor of an update is not updated, beside the reasons that it answers with itself. */
export const ROLLOUT_REASONS = [
  // It cannot be: there is no package for its processor; it knows no updates; it never reported; it was retired meanwhile.
  "no-release",
  "too-old",
  "never-seen",
  "retired",
  // Its turn waits.
  "away",
  "not-well",
  // It came to nothing.
  "no-answer",
  "not-back",
  "other-version",
  "unwell-after",
] as const;
export type RolloutReason = (typeof ROLLOUT_REASONS)[number];

/** Why a new version was not well, as the sensor's own watch saw it (`agent/src/update/watch.ts`). */
export const UNWELL_CAUSES = [
  "not-started",
  "not-acknowledged",
  "not-hearing",
  "not-steady",
  "restarted-too-often",
  "install-failed",
] as const;
export type UnwellCause = (typeof UNWELL_CAUSES)[number];
