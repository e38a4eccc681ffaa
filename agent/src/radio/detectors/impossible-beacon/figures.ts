/** Figures that docs/detectors.md states; a test holds it to them. */
export const IMPOSSIBLE_BEACON = {
  windowSeconds: 60,
  /** Group addresses that are no damage. */
  groupBssids: 2,
  /** Eight throw-away BSSIDs within a minute: found at one false beacon in seven seconds, reached by no innocent recording. */
  throwAway: 8,
  /** Of BSSIDs that are only poor and gone, with a clock as any, three times as many are asked. */
  poor: 24,
  /** An access point beacons ten times a second: who was heard at one moment only, and not for so long, has been thrown away. */
  goneSeconds: 5,
  /** Names of invented networks that are public or asked for here; this many are a list, not chance. */
  soughtNames: 3,
  /** Innocent beacons carried nine elements and more, apart from set-up networks of small devices, which carry five and a TIM. */
  elementsOfLittle: 8,
  /** The least that a beacon can have: SSID, rates, channel, TIM. No innocent one had so little. */
  elementsOfLeast: 4,
  /** A clock (TSF) younger than this belongs to an access point that has just started: 1 frame in 44,439, after a restart. */
  youngSeconds: 5,
} as const;
