/**
 * One IEEE 802.11 frame, as the parser reads it. The parser fills the same object for every frame (`FrameReader.read`), so a
 * consumer that keeps something copies it. Addresses are 48-bit integers in a double (exact up to 2^53): equal addresses are equal
 * numbers, and `address.ts` spells them. Absent values are -1 for numbers that cannot be negative, NaN for levels.
 */
export interface Frame {
  /** Frame Control, type: 0 management, 1 control, 2 data, 3 extension. */
  type: number;
  /** Frame Control, subtype. */
  subtype: number;
  /** Type and subtype as one number, see `FrameKind`. */
  kind: number;
  toDs: boolean;
  fromDs: boolean;
  retry: boolean;
  protected: boolean;
  /** Receiver address (Address 1). */
  receiver: number;
  /** Transmitter address (Address 2), -1 where the frame has none (ACK, CTS). */
  transmitter: number;
  /** BSSID by the ToDS/FromDS table (9.3.2.1, Table 9-30), -1 where the frame has none. */
  bssid: number;
  /** Source and destination of data frames, -1 where there is none. */
  source: number;
  destination: number;
  /** Sequence and fragment number, -1 where the frame has none. */
  sequence: number;
  fragment: number;
  /** Radio header: level in dBm (NaN when not said), further antennas, centre frequency in MHz (-1), TSFT in microseconds (-1). */
  rssiDbm: number;
  antennaDbm: number[];
  channelMhz: number;
  tsftMicroseconds: number;
  /** FCS: the radio's own flag (undefined when the header has no flags), and whether octets of an FCS are at the end. */
  fcsFlagBad: boolean | undefined;
  /** True when the flag says so, or the FCS in the capture is wrong and was computed (dissect only). */
  fcsBad: boolean;
  /** Management frames: capability field (-1), beacon interval in TU (-1), reason code (-1), timestamp of beacon and probe response as low and high 32 bits. */
  capability: number;
  beaconIntervalTu: number;
  reasonCode: number;
  hasTsf: boolean;
  tsfLow: number;
  tsfHigh: number;
  /** Elements of a management frame: a view on the octets that hold them, walked with `elements.ts`. Empty for others. */
  elements: Uint8Array;
  /** How many whole elements there are, and whether more followed: the last one is cut, or the snap length left them out. */
  elementCount: number;
  elementsCut: boolean;
  /** First SSID element (ID 0): a view; undefined when there is none or it does not fit; length 0 = wildcard or hidden. */
  ssid: Uint8Array | undefined;
  /** DS Parameter Set channel (ID 3) or HT primary channel (ID 61), -1 where absent. */
  advertisedChannel: number;
  /** Capture time in seconds since 1970. */
  atSeconds: number;
  /** The frame's octets from Frame Control on, without radio header and FCS: a view. */
  octets: Uint8Array;
}

/** Why a frame was skipped: a closed list, counted in `health` and in the summary of `replay`; explained in docs/architecture.md. */
export const SKIP_REASONS = [
  "unknown-link-type",
  "radio-header-truncated",
  "radio-header-malformed",
  "frame-too-short",
  "protocol-version",
  "extension-frame",
  "reserved-subtype",
  "fcs-bad",
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];
