/** Figures that docs/detectors.md states; a test holds it to them. */
export const FORCED_DISCONNECT = {
  /** Ten new frames in ten seconds (all recorded floods, no innocent recording), or in a minute. */
  frames: 10,
  sustainedSeconds: 10,
  persistentSeconds: 60,
  /** Twenty new frames in one second to one receiver, or in each of five seconds of ten to several: a restart has two or three. */
  burstFrames: 20,
  burstSeconds: 5,
  /** Five moments in ten seconds, or twelve in a minute, at which everybody is sent away: a restart has two or three. */
  moments: 5,
  momentsInMinute: 12,
  /** Good-byes of somebody who had left, in a minute. */
  partedTwice: 5,
  /** Frames with an impossible sender. */
  impossible: 3,
  breaks: 3,
  /** Difference from the access point's own level, at least and in standard deviations of that level. */
  foreignDb: 8,
  foreignDeviations: 2,
} as const;
