/** Figures that docs/detectors.md states; a test holds it to them. Hours are hours of listening: while a sensor is off, nobody arrives. */
export const NEW_TRANSMITTER = {
  /** What is met before it is over was there before. Three days hear twice what a shop switches off at night, whenever the sensor was put up. */
  warmUpHours: 72,
  /** Minutes of an hour with a beacon for the hour to count: a third, for a hopping radio is on a channel for a fifth of the time, and the weak are lost in a crowd. */
  hourMinutes: 20,
  /** Hours in which it was heard. A venue is open for twelve, its staff are there for fourteen: no visit, and no day of work, has so many. */
  hours: 16,
  /** Hours from the first to now: a night lies between them, in which visitors and their phones are elsewhere. */
  spanHours: 24,
  /**
   * Decibels between the 10th and the 90th percentile of its hours. A radio that stays put scatters by 4 dB (one standard deviation) from
   * hour to hour with people in the way, which is 10 between these two; one that is carried from 5 m to 20 m changes by 18 dB, at 30 dB
   * a decade, and by 5 to 15 with the body that carries it.
   */
  spreadDb: 10,
  /** Hours whose level is remembered, the latest: a day. */
  levels: 24,
  /** Nothing is written on the sensor's disk of what was heard for less: until then it may be a visit. */
  keptHours: 14,
  /** Unheard for so long, a stay is over, and the next one is another. */
  overHours: 48,
  /** What was here and has not been heard for 90 days is forgotten, and new when it comes again. */
  forgottenHours: 2_160,
  /** It is told each hour for 30 days, and known after that. */
  toldHours: 720,
  /** Stays remembered. A mall's sensor hears some hundreds of access points; what was heard in the fewest hours goes first. */
  stays: 2_048,
  /** Of those that could be told, so many an hour are, those that came first before others: what a person can look at in a day. */
  openingsAnHour: 8,
} as const;
