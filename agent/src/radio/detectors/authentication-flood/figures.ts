/** Figures that docs/detectors.md states; a test holds it to them. */
export const AUTHENTICATION_FLOOD = {
  /** Applicants are counted for so long. */
  windowSeconds: 60,
  /** Addresses that were never heard before, asked to be let in and did nothing else. */
  lone: 40,
  /** Of all that asked to be let in: who is let in goes on within a moment, so of a crowd nearly everybody does. */
  loneShare: 0.8,
  /** Of their levels, within ten decibels: one radio has nine of ten there, a crowd fewer than half. */
  levelShare: 0.75,
  /** Levels are asked when as many did not come back within this time: equal devices stand at one level, too, but try again within seconds. */
  comeBackSeconds: 20,
  /** Pairs of applicants whose numbers follow each other: of strangers one pair in a thousand does. */
  pairs: 20,
  /** Of these pairs, the share whose numbers follow by one to three: frames of the same radio that are no requests, or are lost, stand between. */
  pairShare: 0.7,
  /** So many in ten seconds come from no crowd, whatever their levels: an access point has room for some hundred stations at all. */
  burst: 150,
  /** Seconds in which the burst is counted: a radio that is there one second in five hears two of them. */
  burstSeconds: 10,
  /**
   * Applicants that did nothing else, of which so many, and the share of all that were answered in time, acknowledged nothing. At the edge of the
   * range, where half of all frames are lost, seven tries fail in one case of a hundred.
   */
  deaf: 16,
  /** Of those whose answers were looked at, the share that did not acknowledge them. */
  deafShare: 0.8,
  /** Answers of a minute that nobody acknowledged: few addresses that ask again and again. */
  answers: 60,
  /** So many were sent meanwhile, at most. */
  answersAtMost: 75,
  /** To so many addresses, at least. */
  answered: 8,
  /** So many that acknowledged were there, however many came at once. */
  there: 30,
  /** Of those that were told as doing nothing else, the share that went on after all and makes a crowd of it. Another try says nothing. */
  turnedOutShare: 0.67,
  /** Addresses with the group bit: one or two are damage. */
  impossible: 5,
  /** New requests of one address in one second, and such seconds of ten: a station tries three times in half a second, then looks about. */
  repeated: 20,
  /** Such seconds of ten, at least: who tries three times and looks about has one. */
  repeatedSeconds: 3,
} as const;
