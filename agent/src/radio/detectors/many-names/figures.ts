/** Figures that docs/detectors.md states; a test holds it to them. */
export const MANY_NAMES = {
  /** Names are held against each other within ten minutes: a renamed access point is not remembered with its old name for days. */
  windowSeconds: 600,
  /** Three names that alternate, or four at all: innocent BSSIDs showed one name per recording (reference captures). */
  alternating: 3,
  atAll: 4,
  many: 5,
  echoed: 3,
  /** Names answered under and never beaconed: a hidden network has one. */
  concealed: 2,
  /** An answer belongs to a question when it follows within this time; drivers answer within 20 ms, loaded ones within 100. */
  answerSeconds: 0.1,
  /** An access point heard this often, by a radio that reports no checksums, makes a name heard once a damaged frame. */
  wellKnownFrames: 20,
} as const;
