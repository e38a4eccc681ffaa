/** Figures that docs/detectors.md states; a test holds it to them. */
export const EVIL_TWIN = {
  /** Beacons and answers of one kind of security before an address is spoken of: damage changes one, not eight. */
  frames: 8,
  /** And again after so many, so that the figures stay fresh. */
  again: 64,
  /** Of its frames, so many to one must be of the weaker security: an access point whose security is being changed was the other for long. */
  share: 4,
  /** Seconds within which the venue's own access point was heard with the security of the list: then the list is not out of date. */
  realSeconds: 120,
  /** Seconds over which frames are counted. */
  windowSeconds: 600,
  /** Times within so long that a listed address came back to capabilities that it had told before: a setting or an update changes them once. */
  changes: 4,
  /** Seconds within which it must come back so often: settings that a person changes to and fro are minutes apart. */
  changesSeconds: 60,
} as const;
