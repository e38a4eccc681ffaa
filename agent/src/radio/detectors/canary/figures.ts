/** Figures that docs/detectors.md states; a test holds it to them. */
export const CANARY = {
  /** For so long after it was asked for a name is bait: boxes answer at once, those that repeat names within minutes. Later somebody else may have noted it. */
  nameSeconds: 600,
  /** What is heard of a name or address so much before we first used it was somebody's already. Clocks of sensor and file may differ by less. */
  earlierSeconds: 10,
  /** An access point that protects its answers sends an RTS at once, and a damaged answer may look like anything: such frames count when they come again so much later. */
  againSeconds: 2,
  /** Other beacons and answers of the same address from which it is known to be an access point's. */
  ownFrames: 4,
  /** Frames that keep to one clock, over `clockSpanSeconds`, before it is known what the access point's clock says. */
  clockFrames: 8,
  /** Seconds over which those frames must lie: the frames of one moment lie on any clock. */
  clockSpanSeconds: 3,
  /** Time stamps further apart come from two clocks: capture times may be as coarse as seconds. */
  clockSeconds: 2,
  /** Frames, or seconds, after which an access point that keeps to no clock is taken for the sender of what bears its address. */
  noClockFrames: 24,
  /** Seconds for which an access point's own clock is waited for: a radio that hops is back on the channel in less. */
  waitSeconds: 30,
  /** Level that is another transmitter's, in dB, as for forged good-byes. */
  foreignDb: 8,
} as const;
