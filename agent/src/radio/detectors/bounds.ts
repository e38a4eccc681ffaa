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
  "answered-bait": { innocent: 40, innocentWith: 0, guilty: 4, guiltyWith: 1, boundDb: -7.5 },
  "five-names": { innocent: 40, innocentWith: 0, guilty: 4, guiltyWith: 2, boundDb: 1.3 },
  "three-names": { innocent: 40, innocentWith: 0, guilty: 4, guiltyWith: 1, boundDb: -7.5 },
  "echoed-names": { innocent: 40, innocentWith: 0, guilty: 4, guiltyWith: 3, boundDb: 5.4 },
  "unadvertised-names": { innocent: 40, innocentWith: 0, guilty: 4, guiltyWith: 4, boundDb: 8.2 },
  "group-bit-bssids": { innocent: 40, innocentWith: 0, guilty: 7, guiltyWith: 7, boundDb: 9.6 },
  "group-bit-bssid": { innocent: 40, innocentWith: 0, guilty: 7, guiltyWith: 7, boundDb: 9.6 },
  "throw-away-bssids": { innocent: 40, innocentWith: 0, guilty: 7, guiltyWith: 7, boundDb: 9.6 },
  "sought-names": { innocent: 40, innocentWith: 0, guilty: 7, guiltyWith: 0, boundDb: null },
  sustained: { innocent: 40, innocentWith: 0, guilty: 11, guiltyWith: 11, boundDb: 10.2 },
  persistent: { innocent: 40, innocentWith: 0, guilty: 11, guiltyWith: 4, boundDb: 2.7 },
  burst: { innocent: 40, innocentWith: 0, guilty: 11, guiltyWith: 9, boundDb: 8.7 },
  "repeated-broadcast": { innocent: 40, innocentWith: 0, guilty: 11, guiltyWith: 4, boundDb: 2.7 },
  "parted-twice": { innocent: 40, innocentWith: 0, guilty: 11, guiltyWith: 7, boundDb: 6.9 },
  "impossible-sender": { innocent: 40, innocentWith: 0, guilty: 11, guiltyWith: 1, boundDb: -11.9 },
  "foreign-level": { innocent: 40, innocentWith: 0, guilty: 11, guiltyWith: 1, boundDb: -11.9 },
  "sequence-break": { innocent: 40, innocentWith: 0, guilty: 11, guiltyWith: 1, boundDb: -11.9 },
  "frozen-sequence": { innocent: 40, innocentWith: 0, guilty: 11, guiltyWith: 3, boundDb: 0.4 },
};
