/** Whom and what the capture of an excerpt may name. */
export interface MayStand {
  /** Addresses, as `aa:bb:cc:dd:ee:ff`. */
  addresses: ReadonlySet<string>;
  /** Network names in hex. */
  names: ReadonlySet<string>;
}
