/** Figures that docs/detectors.md states; a test holds it to them. */
export const ONE_RADIO = {
  /** Names of one radio beyond which it is none that is sold: access points have at most sixteen a radio, a few products thirty-one. */
  names: 33,
  /** Names that came after they had been asked for, each at a moment of its own: a setting that is changed brings all at once. */
  asked: 3,
  /** Seconds between two such moments, at least: what comes within one may be one setting. */
  momentSeconds: 1,
  /** A name was asked for so long before it came, in seconds of listening to the channel: a program answers by its next round of beacons. */
  askedSeconds: 3,
  /** The same for a radio that hops: so long in all, however little of it was listened to. */
  askedAtMostSeconds: 30,
  /** Beacons of the radio that were heard before, for each of its names: half of them while the new one was getting known, and the chance that one of its own was missed in the others is below one in a hundred. */
  beaconsPerName: 9,
  /** Turns from one network that beacons alone to another, on one clock: a radio for sale beacons all of its networks. */
  turns: 8,
  /** Names under which they are. */
  namesInTurn: 4,
  /** Within so long. */
  turnsWithinSeconds: 3_600,
  /** Names under addresses that have nothing in common, and clocks, behind one counter: a radio has one clock, a few have four, and all its addresses are made from one. */
  strangers: 8,
  /** Octets in which two addresses of a radio are the same, at least: makers count one up, or set bits of two or three, one of them the first. */
  sameOctets: 3,
  /** Clocks of one radio's networks may start so far apart: by their turns within an interval of 0.1 s, twice that allowed. */
  clocksApartSeconds: 0.2048,
  /** Names of a radio before it is looked at. */
  atLeast: 5,
  /** Frames of an address after which its radio is looked at again. */
  again: 32,
} as const;
