/** Figures that docs/detectors.md states; a test holds it to them. */
export const PRODUCT_FINGERPRINT = {
  /** Beacons and answers of an address before its name is looked at: damage gives a name once or twice. */
  advertisements: 4,
  /** And again after so many: a minute of beacons, so that a box that was renamed is seen, and the figures stay fresh. */
  again: 512,
  /** Of the last octets of its address the name must carry so many hexadecimal digits: four fit by chance one time in 65,536. */
  digits: 4,
} as const;
