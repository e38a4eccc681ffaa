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

/** What labelled recordings alone support, per evidence code. */
export const BOUNDS: Readonly<Record<string, Bound>> = {
  "five-names": { innocent: 160, innocentWith: 0, guilty: 4, guiltyWith: 3, boundDb: 11.3 },
  "three-names": { innocent: 160, innocentWith: 0, guilty: 4, guiltyWith: 1, boundDb: -1.6 },
  "echoed-names": { innocent: 160, innocentWith: 0, guilty: 4, guiltyWith: 3, boundDb: 11.3 },
  "names-in-turn": { innocent: 160, innocentWith: 0, guilty: 4, guiltyWith: 0, boundDb: null },
  "several-names": { innocent: 160, innocentWith: 0, guilty: 4, guiltyWith: 0, boundDb: null },
  "unadvertised-names": { innocent: 160, innocentWith: 0, guilty: 4, guiltyWith: 4, boundDb: 14.1 },
  "group-bit-bssids": { innocent: 160, innocentWith: 0, guilty: 7, guiltyWith: 7, boundDb: 15.5 },
  "group-bit-bssid": { innocent: 160, innocentWith: 0, guilty: 7, guiltyWith: 7, boundDb: 15.5 },
  "throw-away-bssids": { innocent: 160, innocentWith: 0, guilty: 7, guiltyWith: 7, boundDb: 15.5 },
  "sought-names": { innocent: 160, innocentWith: 0, guilty: 7, guiltyWith: 0, boundDb: null },
  sustained: { innocent: 160, innocentWith: 0, guilty: 14, guiltyWith: 14, boundDb: 16.4 },
  persistent: { innocent: 160, innocentWith: 1, guilty: 14, guiltyWith: 5, boundDb: 7.2 },
  "repeated-untimed": { innocent: 160, innocentWith: 0, guilty: 14, guiltyWith: 0, boundDb: null },
  burst: { innocent: 160, innocentWith: 0, guilty: 14, guiltyWith: 12, boundDb: 15.2 },
  "repeated-broadcast": { innocent: 160, innocentWith: 0, guilty: 14, guiltyWith: 4, boundDb: 7.5 },
  "parted-twice": { innocent: 160, innocentWith: 0, guilty: 14, guiltyWith: 9, boundDb: 13.2 },
  "impossible-sender": { innocent: 160, innocentWith: 0, guilty: 14, guiltyWith: 2, boundDb: 1.5 },
  "foreign-level": { innocent: 160, innocentWith: 0, guilty: 14, guiltyWith: 1, boundDb: -7.1 },
  "sequence-break": { innocent: 160, innocentWith: 0, guilty: 14, guiltyWith: 1, boundDb: -7.1 },
  "frozen-sequence": { innocent: 160, innocentWith: 0, guilty: 14, guiltyWith: 3, boundDb: 5.2 },
  "probing-follows": { innocent: 160, innocentWith: 0, guilty: 14, guiltyWith: 1, boundDb: -7.1 },
  "switch-not-made": { innocent: 160, innocentWith: 0, guilty: 14, guiltyWith: 0, boundDb: null },
  "channel-held": { innocent: 160, innocentWith: 0, guilty: 14, guiltyWith: 0, boundDb: null },
  "unprotected-queries": { innocent: 160, innocentWith: 0, guilty: 14, guiltyWith: 0, boundDb: null },
  "lone-applicants": { innocent: 160, innocentWith: 0, guilty: 1, guiltyWith: 1, boundDb: 4.3 },
  "applicants-of-one-radio": { innocent: 160, innocentWith: 0, guilty: 1, guiltyWith: 1, boundDb: 4.3 },
  "applicant-burst": { innocent: 160, innocentWith: 0, guilty: 1, guiltyWith: 1, boundDb: 4.3 },
  "impossible-applicants": { innocent: 160, innocentWith: 0, guilty: 1, guiltyWith: 1, boundDb: 4.3 },
  "repeated-applications": { innocent: 160, innocentWith: 0, guilty: 1, guiltyWith: 0, boundDb: null },
  "addresses-some-who-asked": { innocent: 160, innocentWith: 0, guilty: 3, guiltyWith: 3, boundDb: 13 },
  "addresses-who-asked": { innocent: 160, innocentWith: 0, guilty: 3, guiltyWith: 3, boundDb: 13 },
  "addresses-strangers": { innocent: 160, innocentWith: 0, guilty: 3, guiltyWith: 0, boundDb: null },
  "passing-senders": { innocent: 160, innocentWith: 0, guilty: 3, guiltyWith: 0, boundDb: null },
  "product-bound-name": { innocent: 160, innocentWith: 0, guilty: 1, guiltyWith: 1, boundDb: 4.3 },
  "product-bound-wording": { innocent: 160, innocentWith: 0, guilty: 1, guiltyWith: 0, boundDb: null },
  "product-name": { innocent: 160, innocentWith: 0, guilty: 1, guiltyWith: 0, boundDb: null },
  "open-twin": { innocent: 160, innocentWith: 0, guilty: 2, guiltyWith: 1, boundDb: 1.4 },
  "open-twin-of-an-address": { innocent: 160, innocentWith: 0, guilty: 2, guiltyWith: 0, boundDb: null },
  "open-neighbour": { innocent: 160, innocentWith: 0, guilty: 2, guiltyWith: 0, boundDb: null },
  "weaker-twin": { innocent: 160, innocentWith: 0, guilty: 2, guiltyWith: 0, boundDb: null },
  "address-of-two": { innocent: 160, innocentWith: 0, guilty: 2, guiltyWith: 0, boundDb: null },
  "unlisted-twin": { innocent: 160, innocentWith: 0, guilty: 2, guiltyWith: 0, boundDb: null },
  "names-as-asked": { innocent: 160, innocentWith: 0, guilty: 2, guiltyWith: 1, boundDb: 1.4 },
  "names-of-one-clock-and-counter": { innocent: 160, innocentWith: 0, guilty: 2, guiltyWith: 1, boundDb: 1.4 },
  "names-of-one-clock": { innocent: 160, innocentWith: 0, guilty: 2, guiltyWith: 0, boundDb: null },
  "lure-of-one-radio": { innocent: 160, innocentWith: 0, guilty: 2, guiltyWith: 2, boundDb: 10.8 },
  "public-names-of-one-radio": { innocent: 160, innocentWith: 0, guilty: 2, guiltyWith: 0, boundDb: null },
  "answered-bait": { innocent: 160, innocentWith: 0, guilty: 4, guiltyWith: 1, boundDb: -1.6 },
  "addressed-bait": { innocent: 160, innocentWith: 0, guilty: 4, guiltyWith: 0, boundDb: null },
};
