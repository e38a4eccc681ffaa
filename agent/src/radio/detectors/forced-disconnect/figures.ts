/** Figures that docs/detectors.md states; a test holds it to them. */
export const FORCED_DISCONNECT = {
  /** Ten new frames in ten seconds (all recorded floods, no innocent recording), or in a minute. */
  frames: 10,
  sustainedSeconds: 10,
  persistentSeconds: 60,
  /** Twenty new frames in one second to one receiver, or in each of five seconds of ten to several: a restart has two or three. */
  burstFrames: 20,
  burstSeconds: 5,
  /** Of several receivers only those count that were sent away before: who closes sends each away once, with one or two frames. */
  sentAwayBefore: 2,
  /** Five moments in ten seconds, or twelve in a minute, at which everybody is sent away: a restart has two or three. */
  moments: 5,
  momentsInMinute: 12,
  /** The five are counted in ten seconds of listening to the channel, for a radio that hops in so many at most: about as many as twelve in a minute. */
  momentsAtMostSeconds: 30,
  /** Seconds around the start of an access point's clock: good-byes to everybody there are the start's own. */
  restartSeconds: 1.5,
  /** What was told of them is taken back when the new clock has run for so long, by so many beacons, and the old one was not heard again. */
  anewSeconds: 10,
  anewBeacons: 10,
  /** Good-byes of somebody who had left, in a minute. */
  partedTwice: 5,
  /** Frames with an impossible sender, and numbers off the counter, each within ten minutes or one. */
  impossible: 3,
  breaks: 3,
  slowSeconds: 600,
  /** Good-byes in ten minutes after which both sides went on with the key that they have no more. */
  notKept: 5,
  /** Difference from the access point's own level in like frames, at least and in standard deviations of that level. */
  foreignDb: 8,
  foreignDeviations: 2,
  /** A frame is repeated at most so often, and within this time: the limits of 10.3.4.4 are 7 and 4, drivers go to 15. */
  repetitions: 15,
  repetitionSeconds: 0.1,
  /** Switches to another channel that were announced and not made, in a minute: one may fail. */
  switchesNotMade: 4,
  /** A reservation of the channel that no exchange needs: the longest, a fragment at 1 Mb/s with its answers, takes less; 12,580 was recorded of access points. */
  heldMicroseconds: 20_000,
  /** So much of a second leaves others less than half of it; in so many seconds of so many. */
  heldShare: 0.55,
  heldSeconds: 3,
  heldWithinSeconds: 20,
  /** SA queries in ten seconds that nobody protected. */
  queries: 20,
  /** Questions in five seconds after it began, as a multiple of those before, and so many more at least. */
  probingFactor: 3,
  probingLeast: 10,
} as const;
