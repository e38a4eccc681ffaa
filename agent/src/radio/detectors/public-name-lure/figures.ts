/** Figures that docs/detectors.md states; a test holds it to them. */
export const PUBLIC_NAME_LURE = {
  /** Owners whose networks one radio wears: two operators may share an access point, and all three do in places. */
  owners: 3,
  /** Owners below which nothing is said: one owner's names are those of an access point of his. */
  ownersAtLeast: 2,
  /** Further reasons beside three owners, beside two, and beside one, where it is not enough by itself. */
  reasons: 2,
  /** Further reasons that two owners need, which are all that there are. */
  reasonsOfTwo: 3,
  /** Further reasons that the names of one owner need. */
  reasonsOfOne: 3,
  /** Cities whose networks one radio cannot have, for each has its own place. */
  cities: 2,
  /** So many reasons that is. */
  reasonsOfCities: 2,
  /** Age of the radio's clock below which it is new. */
  youngSeconds: 600,
  /** It is new too when others were heard on its channel for so long before it, and it is heard as well as this: it was switched on or carried in. */
  listenedSeconds: 10,
  /**
   * Level above which it would have been heard before: there each of an access point's ten beacons a second is heard; and acknowledgements at
   * 24 Mb/s are, which a receiver reads from -74 on at the latest (17.3.10.2).
   */
  nearDbm: -75,
  /** A network is held against what its stations asked, anew after so long: one whose line is mended answers from then on. */
  trafficSeconds: 3600,
  /** So long its channel must have been listened to meanwhile: an outage of a line or of an address server is often over within some minutes. */
  trafficListenedSeconds: 600,
  /** Stations that were let in and acknowledged it: one may be a device that is told apart by its address. */
  joinedStations: 3,
  /** Seconds in which stations that are as loud as `nearDbm` asked for something. */
  askedSeconds: 40,
  /**
   * Seconds in which anything came to them, of those at most. Where data are forwarded something comes in most seconds in which a station asks
   * (of 40, ten or fewer in one case of a million, were it six of ten); a box that gives out addresses itself does that in two of a visit.
   */
  answeredShare: 0.25,
  /** Frames of an address after which its radio is looked at again. */
  again: 32,
} as const;
