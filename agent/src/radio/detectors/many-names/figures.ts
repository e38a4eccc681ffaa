/** Figures that docs/detectors.md states; a test holds it to them. */
export const MANY_NAMES = {
  /** Names are held against each other within ten minutes: a renamed access point is not remembered with its old name for days. */
  windowSeconds: 600,
  /** Three names that alternate, or four at all: innocent BSSIDs showed one name per recording (reference captures). */
  alternating: 3,
  /** Names, none of which came back, when some of them are answered and never beaconed: a renamed access point beacons what it answers. */
  atAll: 4,
  /** Names for the heavier evidence: nobody renames an access point four times in ten minutes. */
  many: 5,
  /** Names told in turn and none again: a person renames an access point once or twice, a script in a laboratory did six times. */
  inTurn: 8,
  /** Names that were each told to the station which had asked for just that one: of a renamed access point, its old name and its new one are two. */
  echoed: 3,
  /** Names answered under and never beaconed: a hidden network has one. */
  concealed: 2,
  /** An answer belongs to a question when it follows within this time; drivers answer within 20 ms, loaded ones within 100. */
  answerSeconds: 0.1,
  /** An access point heard this often, by a radio that reports no checksums, makes a name heard once a damaged frame. */
  wellKnownFrames: 20,
  /** Unless so many names, with nothing in common and in frames that fit, were heard once each. */
  once: 6,
  /** A damaged name comes again less often than this share of the name itself: 1 in 90 in a busy building. */
  shadowShare: 0.1,
  /** Times that a name must have been heard to count beside one that damage could have made it of. */
  shadowTimes: 3,
  /** Boards with one factory address: time after which each must have shown a clock of its own, by so many beacons. */
  boardSeconds: 30,
  /** Beacons by which each must have shown its clock: two lie on a line by chance, and one may be damaged. */
  boardBeacons: 4,
  /** Two boards on one channel are told apart by at least this difference of level. */
  boardDb: 6,
  /** Old access points with several names on one address have four at most. */
  ownNames: 4,
  /** Age of such an access point's clock, and the beacons under its one open name. */
  ownAgeSeconds: 3_600,
  /** Beacons under its open name, by which it is known to beacon that one and no other. */
  ownBeacons: 5,
  /** It leaves so many names that stations ask for unanswered, which is seen within this time; an impersonator answers whatever is asked. */
  unanswered: 3,
  /** Seconds for which that is waited for: so long it has the benefit of the doubt, and an impersonator is asked meanwhile. */
  unansweredSeconds: 120,
  /** Names for which addresses answer that never beacon: fewer may be damaged answers of several hidden networks. */
  silentNames: 4,
  /** No beacon of theirs in so many seconds of listening to the channel, in which an access point sends fifty. */
  silentSeconds: 5,
  /** At this level a beacon is heard at any rate that beacons have: 24 Mb/s is understood from -79 dBm on. */
  loudDbm: -75,
  /** Levels of one radio lie in so many decibels. */
  oneLevelDb: 10,
  /** A responder may wait before it answers; stations listen for some tens of milliseconds and come back. */
  lateAnswerSeconds: 1,
} as const;
