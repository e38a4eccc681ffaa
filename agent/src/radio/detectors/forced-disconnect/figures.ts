/** Figures that docs/detectors.md states; a test holds it to them. */
export const FORCED_DISCONNECT = {
  /** Ten new frames in ten seconds (all recorded floods, no innocent recording), or in a minute. */
  frames: 10,
  /** Seconds in which ten are a flood's rate: all recorded floods reach it, and so do access points that steer. */
  sustainedSeconds: 10,
  /** Seconds for the slower rate, one in six seconds, and in which contradictions are counted. */
  persistentSeconds: 60,
  /** Twenty new frames in one second to one receiver, or in each of five seconds of ten to several: a restart has two or three. */
  burstFrames: 20,
  /** Such seconds of ten, when they go to several receivers: who closes an access point is over in two or three. */
  burstSeconds: 5,
  /** Of several receivers only those count that were sent away before: who closes sends each away once, with one or two frames. */
  sentAwayBefore: 2,
  /** Five moments in ten seconds, or twelve in a minute, at which everybody is sent away: a restart has two or three. */
  moments: 5,
  /** The same in a minute, for a flood that sends one in five seconds: a restart has two or three in all. */
  momentsInMinute: 12,
  /** The five are counted in ten seconds of listening to the channel, for a radio that hops in so many at most: about as many as twelve in a minute. */
  momentsAtMostSeconds: 30,
  /** Seconds around the start of an access point's clock: good-byes to everybody there are the start's own. */
  restartSeconds: 1.5,
  /** What was told of them is taken back when the new clock has run for so long, by so many beacons, and the old one was not heard again. */
  anewSeconds: 10,
  /** Beacons of the new clock that must have been heard meanwhile: one that a liar sends explains nothing. */
  anewBeacons: 10,
  /** Good-byes of somebody who had left, in a minute. */
  partedTwice: 5,
  /** Frames with an impossible sender, and numbers off the counter, each within ten minutes or one. */
  impossible: 3,
  /** Times that numbers left the access point's counter, which went on as before: one may be a damaged number. */
  breaks: 3,
  /** The ten minutes. */
  slowSeconds: 600,
  /** Good-byes in ten minutes after which both sides went on with the key that they have no more. */
  notKept: 5,
  /** Difference from the access point's own level in like frames, at least and in standard deviations of that level. */
  foreignDb: 8,
  /** The same in standard deviations of the access point's own level, where people in the way make that scatter. */
  foreignDeviations: 2,
  /** A frame is repeated at most so often, and within this time: the limits of 10.3.4.4 are 7 and 4, drivers go to 15. */
  repetitions: 15,
  /** Seconds within which a frame's repetitions come: in a recorded handshake seven of them took five milliseconds, behind a busy channel more. */
  repetitionSeconds: 0.1,
  /** Switches to another channel that were announced and not made, in a minute: one may fail. */
  switchesNotMade: 4,
  /** A reservation of the channel that no exchange needs: the longest, a fragment at 1 Mb/s with its answers, takes less; 12,580 was recorded of access points. */
  heldMicroseconds: 20_000,
  /** So much of a second leaves others less than half of it; in so many seconds of so many. */
  heldShare: 0.55,
  /** Such seconds before it is told: a device with Bluetooth beside its Wi-Fi has single ones. */
  heldSeconds: 3,
  /** Seconds within which they must lie: a radio that is there one second in five hears four of them. */
  heldWithinSeconds: 20,
  /** SA queries in ten seconds that nobody protected. */
  queries: 20,
  /** Questions in five seconds after it began, as a multiple of those before, and so many more at least. */
  probingFactor: 3,
  /** And so many more at least: three times two or three questions is chance. */
  probingLeast: 10,
} as const;
