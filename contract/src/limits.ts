/** Sizes that both ends enforce. A message beyond them is a dead letter (collector) or is never made (sensor). */
export const LIMITS = {
  /** Octets of one MQTT payload. */
  payloadBytes: 256 * 1024,
  /** Addresses on a venue's watch list. */
  watchEntries: 256,
  /** Adapters of one sensor, and addresses of our own radios that a sensor is told of its venue. */
  adapters: 8,
  ownRadios: 512,
  /** Pieces of bait that one report of a sensor tells, and that a sensor is told of its venue. */
  toldCanaries: 16,
  canaries: 128,
  /** Addresses named by one finding. */
  transmitters: 16,
  /** Redacted frames behind one line of evidence. */
  framesPerEvidence: 20,
  /** Withdrawn lines that one finding still tells. */
  withdrawn: 8,
  /** Octets kept of one redacted frame. */
  frameBytes: 512,
  /** Lines of evidence in one finding. */
  evidence: 32,
  /** Addresses of each sort that stand in an excerpt as they are: what its three findings name at most. */
  excerptAddresses: 16,
  /** Network names that stand in an excerpt as they are. */
  excerptNames: 64,
  /** Characters of an excerpt's capture in base64: 96 KiB of octets. */
  captureCharacters: 131_072,
  /** Access points that came and stayed, as one sensor tells them at a time. */
  newcomers: 64,
  /** Arguments of one command, and channels of a plan. */
  commandArguments: 8,
  settingsChannels: 64,
  /** Milliseconds for which a command may hold, beside settings, which stand. */
  commandMilliseconds: 3_600_000,
  /** Octets of a package that a sensor installs, and of a piece of it: two of them, in base64, wait in the broker for a sensor that reads slowly. */
  releaseBytes: 64 * 1024 * 1024,
  pieceBytes: 32 * 1024,
  /** Lines of its log that a sensor sends when it is asked for a snapshot. */
  logLines: 200,
  /** Signal rows or census minutes in one batch. */
  batchRows: 512,
  /** Unacknowledged messages in flight on MQTT. */
  inFlight: 32,
  /** Ranges of sequence numbers in one acknowledgement. */
  /** Authorities that a sensor trusts beside the one that it was given: the collector's now, the next, and those of a change. */
  authorities: 4,
  ackRanges: 256,
  /** Characters of a plan's image in base64: 8 MiB of octets. */
  planCharacters: 11_184_812,
  /** Characters of a photo of a mounting in base64: 384 KiB of octets, which hold 1280 pixels a side well. */
  photoCharacters: 524_288,
  /** Metres that a side of a floor may have: a cupboard, and more than the longest hall there is. A mistyped digit is neither. */
  floorMetres: { least: 0.5, most: 2000 },
  /**
   * What a person may draw on a floor. Each straight piece of a wall is computed with for each cell and sensor: 400 of them are more than the
   * walls of a mall's storey that matter, and cost a tenth of a second when one moves.
   */
  drawing: { walls: 200, wallPoints: 64, wallPieces: 400, zones: 64, zoneCorners: 64, cameras: 500 },
  /**
   * Points of a floor's calibration, a channel each, and sensors that one names. Twelve places teach nearly all, and each that is held out costs
   * a fit anew.
   */
  calibration: { points: 128, sensors: 64, walkPoints: 64, accessPoints: 200 },
} as const;
