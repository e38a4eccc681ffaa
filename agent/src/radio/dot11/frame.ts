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
  /** Duration (9.2.4.2): for how many microseconds everybody shall keep silent; -1 where the field holds something else. */
  durationMicroseconds: number;
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
  /** Data rate of a frame that was not sent by HT or later, in kb/s; -1 where the header does not say. */
  rateKbps: number;
  /** FCS: the radio's own flag; undefined when the header has no flags. */
  fcsFlagBad: boolean | undefined;
  /** True when the flag or the capture file says so, or the FCS was computed, is wrong, and those of this radio are worth something (see fcs-habit.ts). */
  fcsBad: boolean;
  /** Why the frame is known not to be what was sent; such a frame is not judged. Undefined: nobody calls it damaged. */
  damage: FrameDamage | undefined;
  /** What speaks for the frame being whole. */
  checksums: Checksums;
  /** Nothing does: neither was its FCS found right, nor is its radio known to flag damaged frames. Any octet may have a wrong bit. */
  mayBeDamaged: boolean;
  /** Management frames: capability field (-1), beacon interval in TU (-1), reason code (-1), timestamp of beacon and probe response as low and high 32 bits. */
  capability: number;
  beaconIntervalTu: number;
  reasonCode: number;
  /** Action frames that are not protected: category × 256 + action (9.4.1.11, see `action.ts`); -1 for others. */
  action: number;
  hasTsf: boolean;
  tsfLow: number;
  tsfHigh: number;
  /** Elements of a management frame: a view on the octets that hold them, walked with `elements.ts`. Empty for others. */
  elements: Uint8Array;
  /** Where they stand in `captured`: for who needs no view. Both are the frame's end where there are none. */
  elementsStart: number;
  end: number;
  /** Room for what `element-form.ts` says of them, whether they fit; -1 until somebody asks. */
  elementsFit: number;
  /** IDs below 31 that are among them, a last one that was cut included, as bits: see `element-form.ts`. */
  lowElements: number;
  /** How many whole elements there are. */
  elementCount: number;
  /** Octets behind the last whole element: 0 as a rule; a frame that somebody forged carelessly, or damage, has more. */
  elementsRemainder: number;
  /**
   * What a judge would need may be missing: the snap length left octets out, or what follows the last whole element is too long to be stray
   * octets or begins like an element that every beacon needs and that was not there yet. The elements before it are whole all the same.
   */
  elementsCut: boolean;
  /** First SSID element (ID 0): a view; undefined when there is none or it does not fit; length 0 = wildcard or hidden. */
  ssid: Uint8Array | undefined;
  /** Where that SSID's octets begin in `captured`, -1 when there is none, and how many they are: for who needs no view. */
  captured: Uint8Array;
  ssidStart: number;
  ssidLength: number;
  /** Room for the number that stands for the SSID (`venue/network-name.ts`), which several ask for; -1 until the first has computed it. */
  nameNumber: number;
  /** DS Parameter Set channel (ID 3) or HT primary channel (ID 61), -1 where absent. */
  advertisedChannel: number;
  /** Channel that the access point says it will go to, by a channel switch announcement in an element or an action frame (9.4.2.17, 9.4.2.51), and how many beacons before it does; -1 where it says none. */
  switchChannel: number;
  switchCount: number;
  /** Capture time in seconds since 1970, and whether it cannot be true (see `CapturedFrame.timeUnknown`). */
  atSeconds: number;
  timeUnknown: boolean;
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
  "s1g-frame",
  "reserved-subtype",
  "fcs-bad",
  "phy-error",
  "looks-damaged",
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Why a frame counts as damaged: its FCS is wrong; or the reception failed before that (PLCP header, symbols, preamble, length). */
export type FrameDamage = Extract<SkipReason, "fcs-bad" | "phy-error">;

/**
 * What speaks for a frame being whole. `verified`: its FCS was computed and is right. `flagged`: the radio says so, and has called others
 * damaged before. `unknown`: nothing; a flags octet that is always zero is no proof, for some drivers never fill it in.
 */
export type Checksums = "verified" | "flagged" | "unknown";

/** Odd habits of a radio or a file that were noticed and allowed for: a closed list of counts of frames, explained in docs/architecture.md. */
export const NOTICES = [
  "fcs-announced-but-absent",
  "fcs-never-right",
  "fcs-not-announced",
  "radiotap-not-announced",
  "time-impossible",
] as const;
export type Notice = (typeof NOTICES)[number];
