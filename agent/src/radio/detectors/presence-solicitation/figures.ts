/** Figures that docs/detectors.md states; a test holds it to them. */
export const PRESENCE_SOLICITATION = {
  /** Who asked for networks is addressed within this time: a box forgets who has not asked for so long, and a phone has gone. */
  askedSeconds: 120,
  /** Stations that had only asked for networks and were then addressed by somebody who is no access point: so many there, and within so long. */
  receivers: 6,
  /** Seconds in which they are counted: a box that asks one phone a minute is found by its sixth. */
  windowSeconds: 300,
  /** An access point talks to its stations all day, and of some no other frame is heard: more of them, within a minute. */
  accessPointReceivers: 8,
  /** Seconds in which an access point's are counted: in so short a time few of its own stations are heard asking and not talking. */
  accessPointSeconds: 60,
  /** Of all stations that it addressed meanwhile, the share that had only asked. Of an access point's own stations few are in that state. */
  accessPointShare: 0.75,
  /** The same share, where only control frames were heard on a channel whose neighbours carry copies of them. */
  copiesShare: 0.5,
  /** So many are told, to be watched. */
  some: 3,
  /** So many are enough among ten receivers of Null frames, of requests, or of RTS that reserve nothing, none of them an access point: who misses most questions hears the pings all the same. */
  receiversInAll: 10,
  /** And two among as many strangers as are told of Null frames. */
  few: 2,
  /**
   * An RTS reserves the time of the CTS, of the frame that it is for and of what acknowledges that, each a SIFS apart (9.2.5.2): at 54 Mb/s,
   * with nothing but a preamble between, a hundred microseconds. One that reserves less is for no frame.
   */
  leastReservedMicroseconds: 80,
  /** An access point that protects its answers sends an RTS within this time of the question. */
  answerSeconds: 0.2,
  /** Frames that carry nothing, of somebody who is no access point, to so many different stations in a minute, whether these were heard or not. */
  strangers: 16,
  /** Seconds in which they are counted: a list is tried within a minute, devices that know each other come and go more slowly. */
  strangersSeconds: 60,
  /** Stations that were heard as such, of which somebody who is no access point asks, within `windowSeconds`, what only an access point is asked. */
  stations: 6,
  /** Senders with one receiver each, so many receivers in all, at one level. */
  senders: 12,
  /** Receivers of those senders together, one or two each: a list that is tried, and not a few devices that talk with each other. */
  sendersReceivers: 16,
  /** Of their levels, the share within ten decibels: one radio has nine of ten there, a crowd fewer than half. */
  levelShare: 0.75,
  /** Senders that were heard with one frame and no more. */
  sendersOnce: 32,
  /** Their receivers, at least: few phones that are asked again and again. */
  sendersOnceReceivers: 4,
} as const;
