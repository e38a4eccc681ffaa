/** Made by `npm run calibrate -- test/fixtures/lab ../shared/captures`; do not edit. */
export interface Bound {
  /** Innocent access points in the recordings, and how many of them showed the observation. */
  innocent: number;
  innocentWith: number;
  /** Attacks that the detector is there to find, and how many of them showed it. */
  guilty: number;
  guiltyWith: number;
  /** Decibans that these counts alone support (both shares at their 95 % bounds); null where they support none. */
  boundDb: number | null;
}

/** What labelled recordings alone support, per evidence code: of 92 captures, by their hashes in docs/calibration.tsv; 2026-11-27. */
export const BOUNDS: Readonly<Record<string, Bound>> = {
  "five-names": { innocent: 157, innocentWith: 0, guilty: 3, guiltyWith: 3, boundDb: 12.9 },
  "three-names": { innocent: 157, innocentWith: 0, guilty: 3, guiltyWith: 1, boundDb: -0.5 },
  "echoed-names": { innocent: 157, innocentWith: 0, guilty: 3, guiltyWith: 2, boundDb: 8.5 },
  "names-in-turn": { innocent: 157, innocentWith: 0, guilty: 3, guiltyWith: 0, boundDb: null },
  "several-names": { innocent: 157, innocentWith: 0, guilty: 3, guiltyWith: 0, boundDb: null },
  "unadvertised-names": { innocent: 157, innocentWith: 0, guilty: 3, guiltyWith: 3, boundDb: 12.9 },
  "group-bit-bssids": { innocent: 157, innocentWith: 0, guilty: 5, guiltyWith: 5, boundDb: 14.6 },
  "group-bit-bssid": { innocent: 157, innocentWith: 0, guilty: 5, guiltyWith: 5, boundDb: 14.6 },
  "throw-away-bssids": { innocent: 157, innocentWith: 0, guilty: 5, guiltyWith: 5, boundDb: 14.6 },
  "sought-names": { innocent: 157, innocentWith: 0, guilty: 5, guiltyWith: 0, boundDb: null },
  "no-beat": { innocent: 157, innocentWith: 0, guilty: 5, guiltyWith: 0, boundDb: null },
  "no-beat-of-one-radio": { innocent: 157, innocentWith: 0, guilty: 5, guiltyWith: 0, boundDb: null },
  "list-without-beat": { innocent: 157, innocentWith: 0, guilty: 5, guiltyWith: 0, boundDb: null },
  "asked-names-without-beat": { innocent: 157, innocentWith: 0, guilty: 5, guiltyWith: 0, boundDb: null },
  "no-beat-of-a-public-name": { innocent: 157, innocentWith: 0, guilty: 5, guiltyWith: 0, boundDb: null },
  "frozen-clock": { innocent: 157, innocentWith: 0, guilty: 5, guiltyWith: 0, boundDb: null },
  "frozen-counter": { innocent: 157, innocentWith: 0, guilty: 5, guiltyWith: 0, boundDb: null },
  "channel-contradicted": { innocent: 157, innocentWith: 0, guilty: 5, guiltyWith: 0, boundDb: null },
  "contradicted-by-turns": { innocent: 157, innocentWith: 0, guilty: 5, guiltyWith: 0, boundDb: null },
  sustained: { innocent: 157, innocentWith: 0, guilty: 11, guiltyWith: 11, boundDb: 16.1 },
  persistent: { innocent: 157, innocentWith: 1, guilty: 11, guiltyWith: 5, boundDb: 8.3 },
  "repeated-untimed": { innocent: 157, innocentWith: 0, guilty: 11, guiltyWith: 0, boundDb: null },
  burst: { innocent: 157, innocentWith: 0, guilty: 11, guiltyWith: 9, boundDb: 14.5 },
  "repeated-broadcast": { innocent: 157, innocentWith: 0, guilty: 11, guiltyWith: 3, boundDb: 6.2 },
  "parted-twice": { innocent: 157, innocentWith: 0, guilty: 11, guiltyWith: 8, boundDb: 13.6 },
  "impossible-sender": { innocent: 157, innocentWith: 0, guilty: 11, guiltyWith: 2, boundDb: 2.5 },
  "good-byes-not-kept": { innocent: 157, innocentWith: 0, guilty: 11, guiltyWith: 0, boundDb: null },
  "foreign-and-off-count": { innocent: 157, innocentWith: 0, guilty: 11, guiltyWith: 0, boundDb: null },
  "foreign-level": { innocent: 157, innocentWith: 0, guilty: 11, guiltyWith: 1, boundDb: -6.1 },
  "sequence-break": { innocent: 157, innocentWith: 0, guilty: 11, guiltyWith: 1, boundDb: -6.1 },
  "frozen-sequence": { innocent: 157, innocentWith: 0, guilty: 11, guiltyWith: 2, boundDb: 2.5 },
  "probing-follows": { innocent: 157, innocentWith: 0, guilty: 11, guiltyWith: 1, boundDb: -6.1 },
  "switch-not-made": { innocent: 157, innocentWith: 0, guilty: 11, guiltyWith: 0, boundDb: null },
  "channel-held": { innocent: 157, innocentWith: 0, guilty: 11, guiltyWith: 0, boundDb: null },
  "unprotected-queries": { innocent: 157, innocentWith: 0, guilty: 11, guiltyWith: 0, boundDb: null },
  "lone-applicants": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 1, boundDb: 4.2 },
  "applicants-of-one-radio": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 1, boundDb: 4.2 },
  "applicant-burst": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 1, boundDb: 4.2 },
  "unacknowledged-answers": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 0, boundDb: null },
  "impossible-applicants": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 1, boundDb: 4.2 },
  "repeated-applications": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 0, boundDb: null },
  "addresses-some-who-asked": { innocent: 157, innocentWith: 0, guilty: 3, guiltyWith: 3, boundDb: 12.9 },
  "addresses-who-asked": { innocent: 157, innocentWith: 0, guilty: 3, guiltyWith: 3, boundDb: 12.9 },
  "addresses-strangers": { innocent: 157, innocentWith: 0, guilty: 3, guiltyWith: 0, boundDb: null },
  "passing-senders": { innocent: 157, innocentWith: 0, guilty: 3, guiltyWith: 0, boundDb: null },
  "product-bound-name": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 1, boundDb: 4.2 },
  "product-bound-wording": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 0, boundDb: null },
  "product-name": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 0, boundDb: null },
  "open-twin": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 1, boundDb: 4.2 },
  "open-twin-of-an-address": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 0, boundDb: null },
  "open-neighbour": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 0, boundDb: null },
  "weaker-twin": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 0, boundDb: null },
  "address-of-two": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 0, boundDb: null },
  "capabilities-by-turns": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 0, boundDb: null },
  "unlisted-twin": { innocent: 157, innocentWith: 0, guilty: 1, guiltyWith: 0, boundDb: null },
  "names-as-asked": { innocent: 157, innocentWith: 0, guilty: 2, guiltyWith: 1, boundDb: 1.3 },
  "names-of-one-clock-and-counter": { innocent: 157, innocentWith: 0, guilty: 2, guiltyWith: 1, boundDb: 1.3 },
  "names-of-one-clock": { innocent: 157, innocentWith: 0, guilty: 2, guiltyWith: 0, boundDb: null },
  "lure-of-one-radio": { innocent: 157, innocentWith: 0, guilty: 2, guiltyWith: 2, boundDb: 10.7 },
  "public-names-of-one-radio": { innocent: 157, innocentWith: 0, guilty: 2, guiltyWith: 0, boundDb: null },
  "answered-bait": { innocent: 157, innocentWith: 0, guilty: 3, guiltyWith: 1, boundDb: -0.5 },
  "addressed-bait": { innocent: 157, innocentWith: 0, guilty: 3, guiltyWith: 0, boundDb: null },
};
