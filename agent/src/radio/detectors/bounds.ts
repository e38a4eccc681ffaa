/** Made by `npm run calibrate -- test/fixtures/lab ../shared/captures`; do not edit. */
export interface Bound {
  /** Of the innocent access points, how many showed the observation. */
  innocentWith: number;
  /** Attacks that the detector is there to find, and how many of them showed it. */
  guilty: number;
  guiltyWith: number;
  /** Likelihood ratio in decibans, with half a hit and half a miss added to both counts (Jeffreys' prior); null where no attack showed it. */
  ratioDb: number | null;
  /** Decibans that these counts alone support (both shares at their 95 % bounds); null where they support none. */
  boundDb: number | null;
}

/** Innocent access points in the recordings. */
export const INNOCENT = 157;

/** What labelled recordings alone support, per evidence code: of 92 captures, by their hashes in docs/calibration.tsv; 2026-11-29. */
export const BOUNDS: Readonly<Record<string, Bound>> = {
  "five-names": { innocentWith: 0, guilty: 3, guiltyWith: 3, ratioDb: 24.4, boundDb: 12.9 },
  "three-names": { innocentWith: 0, guilty: 3, guiltyWith: 1, ratioDb: 20.7, boundDb: -0.5 },
  "echoed-names": { innocentWith: 0, guilty: 3, guiltyWith: 2, ratioDb: 23, boundDb: 8.5 },
  "names-in-turn": { innocentWith: 0, guilty: 3, guiltyWith: 0, ratioDb: null, boundDb: null },
  "answers-without-beacons": { innocentWith: 0, guilty: 3, guiltyWith: 0, ratioDb: null, boundDb: null },
  "several-names": { innocentWith: 0, guilty: 3, guiltyWith: 0, ratioDb: null, boundDb: null },
  "unadvertised-names": { innocentWith: 0, guilty: 3, guiltyWith: 3, ratioDb: 24.4, boundDb: 12.9 },
  "group-bit-bssids": { innocentWith: 0, guilty: 5, guiltyWith: 5, ratioDb: 24.6, boundDb: 14.6 },
  "group-bit-bssid": { innocentWith: 0, guilty: 5, guiltyWith: 3, ratioDb: 22.7, boundDb: 10 },
  "throw-away-bssids": { innocentWith: 0, guilty: 5, guiltyWith: 5, ratioDb: 24.6, boundDb: 14.6 },
  "sought-names": { innocentWith: 0, guilty: 5, guiltyWith: 0, ratioDb: null, boundDb: null },
  "no-beat": { innocentWith: 0, guilty: 5, guiltyWith: 0, ratioDb: null, boundDb: null },
  "no-beat-of-one-radio": { innocentWith: 0, guilty: 5, guiltyWith: 0, ratioDb: null, boundDb: null },
  "list-without-beat": { innocentWith: 0, guilty: 5, guiltyWith: 0, ratioDb: null, boundDb: null },
  "asked-names-without-beat": { innocentWith: 0, guilty: 5, guiltyWith: 0, ratioDb: null, boundDb: null },
  "no-beat-of-a-public-name": { innocentWith: 0, guilty: 5, guiltyWith: 0, ratioDb: null, boundDb: null },
  "no-beat-of-the-venues-name": { innocentWith: 0, guilty: 5, guiltyWith: 0, ratioDb: null, boundDb: null },
  "frozen-clock": { innocentWith: 0, guilty: 5, guiltyWith: 0, ratioDb: null, boundDb: null },
  "frozen-counter": { innocentWith: 0, guilty: 5, guiltyWith: 0, ratioDb: null, boundDb: null },
  "channel-contradicted": { innocentWith: 0, guilty: 5, guiltyWith: 0, ratioDb: null, boundDb: null },
  "contradicted-by-turns": { innocentWith: 0, guilty: 5, guiltyWith: 0, ratioDb: null, boundDb: null },
  sustained: { innocentWith: 0, guilty: 11, guiltyWith: 11, ratioDb: 24.8, boundDb: 16.1 },
  persistent: { innocentWith: 1, guilty: 11, guiltyWith: 5, ratioDb: 16.8, boundDb: 8.3 },
  "repeated-untimed": { innocentWith: 0, guilty: 11, guiltyWith: 0, ratioDb: null, boundDb: null },
  burst: { innocentWith: 0, guilty: 11, guiltyWith: 9, ratioDb: 24, boundDb: 14.5 },
  "repeated-broadcast": { innocentWith: 0, guilty: 11, guiltyWith: 3, ratioDb: 19.6, boundDb: 6.2 },
  "parted-twice": { innocentWith: 0, guilty: 11, guiltyWith: 8, ratioDb: 23.5, boundDb: 13.6 },
  "impossible-sender": { innocentWith: 0, guilty: 11, guiltyWith: 2, ratioDb: 18.2, boundDb: 2.5 },
  "foreign-in-two-ways": { innocentWith: 0, guilty: 11, guiltyWith: 0, ratioDb: null, boundDb: null },
  "foreign-level": { innocentWith: 0, guilty: 11, guiltyWith: 1, ratioDb: 16, boundDb: -6.1 },
  "sequence-break": { innocentWith: 0, guilty: 11, guiltyWith: 1, ratioDb: 16, boundDb: -6.1 },
  "frozen-sequence": { innocentWith: 0, guilty: 11, guiltyWith: 2, ratioDb: 18.2, boundDb: 2.5 },
  "probing-follows": { innocentWith: 0, guilty: 11, guiltyWith: 1, ratioDb: 16, boundDb: -6.1 },
  "switch-not-made": { innocentWith: 0, guilty: 11, guiltyWith: 0, ratioDb: null, boundDb: null },
  "channel-held": { innocentWith: 0, guilty: 11, guiltyWith: 0, ratioDb: null, boundDb: null },
  "unprotected-queries": { innocentWith: 0, guilty: 11, guiltyWith: 0, ratioDb: null, boundDb: null },
  "lone-applicants": { innocentWith: 0, guilty: 1, guiltyWith: 1, ratioDb: 23.7, boundDb: 4.2 },
  "applicants-of-one-radio": { innocentWith: 0, guilty: 1, guiltyWith: 1, ratioDb: 23.7, boundDb: 4.2 },
  "applicant-burst": { innocentWith: 0, guilty: 1, guiltyWith: 1, ratioDb: 23.7, boundDb: 4.2 },
  "unacknowledged-answers": { innocentWith: 0, guilty: 1, guiltyWith: 0, ratioDb: null, boundDb: null },
  "impossible-applicants": { innocentWith: 0, guilty: 1, guiltyWith: 1, ratioDb: 23.7, boundDb: 4.2 },
  "repeated-applications": { innocentWith: 0, guilty: 1, guiltyWith: 0, ratioDb: null, boundDb: null },
  "addresses-some-who-asked": { innocentWith: 0, guilty: 3, guiltyWith: 3, ratioDb: 24.4, boundDb: 12.9 },
  "addresses-who-asked": { innocentWith: 0, guilty: 3, guiltyWith: 3, ratioDb: 24.4, boundDb: 12.9 },
  "addresses-strangers": { innocentWith: 0, guilty: 3, guiltyWith: 0, ratioDb: null, boundDb: null },
  "passing-senders": { innocentWith: 0, guilty: 3, guiltyWith: 0, ratioDb: null, boundDb: null },
  "product-bound-name": { innocentWith: 0, guilty: 1, guiltyWith: 1, ratioDb: 23.7, boundDb: 4.2 },
  "product-bound-wording": { innocentWith: 0, guilty: 1, guiltyWith: 0, ratioDb: null, boundDb: null },
  "product-name": { innocentWith: 0, guilty: 1, guiltyWith: 0, ratioDb: null, boundDb: null },
  "open-twin": { innocentWith: 0, guilty: 1, guiltyWith: 1, ratioDb: 23.7, boundDb: 4.2 },
  "open-twin-of-an-address": { innocentWith: 0, guilty: 1, guiltyWith: 0, ratioDb: null, boundDb: null },
  "open-neighbour": { innocentWith: 0, guilty: 1, guiltyWith: 0, ratioDb: null, boundDb: null },
  "weaker-twin": { innocentWith: 0, guilty: 1, guiltyWith: 0, ratioDb: null, boundDb: null },
  "address-of-two": { innocentWith: 0, guilty: 1, guiltyWith: 0, ratioDb: null, boundDb: null },
  "clock-by-turns": { innocentWith: 0, guilty: 1, guiltyWith: 0, ratioDb: null, boundDb: null },
  "counter-by-turns": { innocentWith: 0, guilty: 1, guiltyWith: 0, ratioDb: null, boundDb: null },
  "level-by-turns": { innocentWith: 0, guilty: 1, guiltyWith: 0, ratioDb: null, boundDb: null },
  "capabilities-by-turns": { innocentWith: 0, guilty: 1, guiltyWith: 0, ratioDb: null, boundDb: null },
  "unlisted-twin": { innocentWith: 0, guilty: 1, guiltyWith: 0, ratioDb: null, boundDb: null },
  "names-as-asked": { innocentWith: 0, guilty: 2, guiltyWith: 1, ratioDb: 22, boundDb: 1.3 },
  "networks-in-turn": { innocentWith: 0, guilty: 2, guiltyWith: 0, ratioDb: null, boundDb: null },
  "names-of-one-clock-and-counter": { innocentWith: 0, guilty: 2, guiltyWith: 1, ratioDb: 22, boundDb: 1.3 },
  "names-of-one-clock": { innocentWith: 0, guilty: 2, guiltyWith: 0, ratioDb: null, boundDb: null },
  "names-of-one-counter": { innocentWith: 0, guilty: 2, guiltyWith: 0, ratioDb: null, boundDb: null },
  "strangers-of-one-counter": { innocentWith: 0, guilty: 2, guiltyWith: 0, ratioDb: null, boundDb: null },
  "lure-of-one-radio": { innocentWith: 0, guilty: 2, guiltyWith: 2, ratioDb: 24.2, boundDb: 10.7 },
  "public-names-of-one-radio": { innocentWith: 0, guilty: 2, guiltyWith: 0, ratioDb: null, boundDb: null },
  "public-name-of-a-newcomer": { innocentWith: 0, guilty: 2, guiltyWith: 0, ratioDb: null, boundDb: null },
  "public-name-without-data": { innocentWith: 0, guilty: 2, guiltyWith: 0, ratioDb: null, boundDb: null },
  "answered-bait": { innocentWith: 0, guilty: 3, guiltyWith: 1, ratioDb: 20.7, boundDb: -0.5 },
  "addressed-bait": { innocentWith: 0, guilty: 3, guiltyWith: 0, ratioDb: null, boundDb: null },
};
