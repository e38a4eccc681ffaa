import { BEAT_BEACONS } from "../../air/beat.ts";

/** Figures that docs/detectors.md states; a test holds it to them. */
export const IMPOSSIBLE_BEACON = {
  /** Seconds for which addresses that were thrown away are counted together: with eight of them, one false beacon in seven seconds is found. */
  windowSeconds: 60,
  /** Group addresses that are no damage. */
  groupBssids: 2,
  /** Frames of one group address that are no damage either. */
  groupFrames: 3,
  /** Eight throw-away BSSIDs within a minute: found at one false beacon in seven seconds, reached by no innocent recording. */
  throwAway: 8,
  /** Of BSSIDs that are only poor and gone, three times as many are asked, and that their clocks are young or one radio's; so of those whose elements were cut off. */
  poor: 24,
  /** Poor, gone, and with clocks and counters of their own, as the old access points along a road: no drive passes so many in a minute. */
  poorApart: 96,
  /** Of BSSIDs that have all that an access point has, and are gone: no drive, train or crowd brings so many in a minute that are heard three times at most. */
  comeAndGone: 48,
  /** One clock or counter behind so many is no radio that is sold: these have 16 networks, a few 31. */
  namesOfRadio: 33,
  /** Or they are louder than this, where each of an access point's ten beacons a second is heard, and so many of them within ten decibels, as from one place. */
  loudDbm: -75,
  /** So many of them, and so many whose clock has only just started, are all of them. */
  oneLevelShare: 0.75,
  /** An access point beacons ten times a second: who was heard at one moment only, and not for so long, has been thrown away. */
  goneSeconds: 5,
  /** Names of invented networks that are public or asked for here; this many are a list, not chance. */
  soughtNames: 3,
  /** Innocent beacons carried nine elements and more, apart from set-up networks of small devices, which carry five and a TIM. */
  elementsOfLittle: 8,
  /** The least that a beacon can have: SSID, rates, channel, TIM. */
  elementsOfLeast: 4,
  /** So many addresses that begin to beacon with no more in one second, by clocks that have just started: after no power cut, and more than are remembered until they are known to be gone. */
  leastInSecond: 128,
  /** A clock (TSF) younger than this belongs to an access point that has just started: 1 frame in 44,439, after a restart. */
  youngSeconds: 5,
  /** A clock that started within the hour, of which a street has hardly one. */
  recentSeconds: 3_600,
  /** One radio has eight networks at most where its beacons are poor, and an aircraft is one; a few may share a clock by chance. */
  networksOfRadio: 8,
  /** Aircraft that share a clock by chance, at most: each has a radio, and a clock, of its own. */
  aircraftOfRadio: 3,
  /** A clock that says ten years was written by a program: no access point runs for so long without a break. */
  oldestSeconds: 315_360_000,
  /** Beacons held against the interval before anything is said of it. */
  beatBeacons: BEAT_BEACONS,
  /** Regularity below which there is no beat: real access points were at 0.93 and above, those of a loaded simulator at 0.6, programs below 0.2. */
  irregular: 0.3,
  /** So few beacons are enough where their phases are as irregular as chance: of 2,200 times twenty of others' recordings none was below 0.5. */
  fewBeacons: 20,
  /** Regularity below which so few are enough: above it chance may have made it, and more are waited for. */
  fewIrregular: 0.2,
  /** Share of beacons in a sixteenth of the interval from which on somebody keeps a beat under this address, whoever else uses it: by chance 1 in 16. */
  peak: 0.25,
  /** Beacons after which the figures are told again. */
  beatAgain: 48,
  /** Beacons of an access point within which a beat must show to explain that there was none at first: whoever kept none for longer did what he did. */
  beatExplains: 192,
  /** Networks of one radio without a beat: a program that keeps several up. */
  networksWithoutBeat: 3,
  /** Beacons of all networks of a radio together that are as good as those of one network, and of each at least. */
  radioBeacons: 64,
  /** And of each network at least: its phases are held against each other, and of two nothing can be said. */
  eachBeacons: 3,
  /** Beacons of the radio after which it is asked again. */
  radioAgain: 32,
  /** Of the names of such a radio so many, and this share, are public or asked for here: it has them from phones. */
  askedNames: 6,
  /** And this share of all its names: of a list that was heard from phones nearly all are, of somebody's own networks few. */
  askedShare: 0.75,
  /** Or each of its networks came a moment after it was asked for, in seconds of listening to the channel: a program answers by its next round of beacons. */
  cameSeconds: 3,
  /** The same for a radio that hops: so long in all, however little of it was listened to. */
  cameAtMostSeconds: 30,
  /** Names that a program keeps up on one radio: nobody tries so many. */
  listWithoutBeat: 8,
  /** Beacons that tell another channel than they are heard on, before anything is said and each time again; in so many seconds of listening to that channel. */
  lieBeacons: 10,
  /** Seconds of listening to the channel that they are on, in which those beacons come: half of the ten a second that an access point sends. */
  lieSeconds: 2,
  /** Their level, at least: five channels beside its own a signal is 50 dB weaker (18.4.7.3), and no transmitter is so near. Recorded leaks: -69 dBm four channels beside, -77 dBm eight. */
  lieDbm: -60,
  /** And not so far below what the same address has on its own channel: a sensor may hang beside an access point. */
  lieLeakDb: 30,
  /** Seconds on a channel after which a driver hands over frames of no other. */
  lieStaySeconds: 0.25,
  /** Beacons on the channel that tell it: the radio knows where it is. */
  lieTruths: 10,
  /** Addresses that lie at once, at most: of more the radio itself is wrong. */
  liars: 2,
  /** Turns between beacons that tell the channel and those that tell another, under one address: two senders. */
  lieTurns: 8,
} as const;
