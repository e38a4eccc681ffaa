/** Longest frame that is believed, in octets: libpcap's own limit. A larger length is a damaged or hostile file. */
export const MAX_RECORD_OCTETS = 262_144;

/** Takes whole records out of a window on a capture file, and hands each to the consumer it was made with. */
export interface RecordParser {
  /**
   * Parses what is whole in `window[0]` to `window[end - 1]`. Returns how many octets are done with; more than `end` when what follows is to
   * be passed over unread. The rest comes again, with more behind it.
   */
  parse(window: Uint8Array, end: number): number;
  /** Why parsing cannot go on at the octet where it stopped, in words for a technician; undefined while all is well. */
  readonly broken: string | undefined;
  /** Set from outside to end early: no record is delivered after it. */
  stopped: boolean;
}
