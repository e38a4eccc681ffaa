import { NO_ADDRESS } from "./address.ts";
import type { Checksums, Frame, FrameDamage } from "./frame.ts";
import { isLevel } from "./level.ts";

const NOTHING = new Uint8Array(0);

/**
 * The one frame that a `FrameReader` fills again and again. Where the octets lie is kept as offsets; the views `octets`, `elements`
 * and `ssid` are made when somebody asks, because most frames are only counted.
 */
export class ParsedFrame implements Frame {
  type = -1;
  subtype = -1;
  kind = -1;
  toDs = false;
  fromDs = false;
  retry = false;
  protected = false;
  durationMicroseconds = -1;
  receiver = NO_ADDRESS;
  transmitter = NO_ADDRESS;
  bssid = NO_ADDRESS;
  source = NO_ADDRESS;
  destination = NO_ADDRESS;
  sequence = -1;
  fragment = -1;
  rssiDbm = Number.NaN;
  /** Levels after the first one, in the order of the header. */
  antennaDbm: number[] = [];
  channelMhz = -1;
  tsftMicroseconds = -1;
  rateKbps = -1;
  fcsFlagBad: boolean | undefined = undefined;
  fcsBad = false;
  damage: FrameDamage | undefined = undefined;
  checksums: Checksums = "unknown";
  mayBeDamaged = true;
  capability = -1;
  beaconIntervalTu = -1;
  reasonCode = -1;
  action = -1;
  hasTsf = false;
  tsfLow = 0;
  tsfHigh = 0;
  elementCount = 0;
  elementsRemainder = 0;
  elementsCut = false;
  advertisedChannel = -1;
  switchChannel = -1;
  switchCount = -1;
  atSeconds = 0;
  timeUnknown = false;

  /** What the FCS in the capture is worth: `none` when it is not there, or nobody asked for it to be computed. */
  fcsComputed: "good" | "bad" | "none" = "none";
  /** The radio header, or else the capture file, says that an FCS is at the end. */
  fcsAtEnd = false;
  /** There is a place where the radio would say that the frame is damaged. */
  wouldFlagDamage = false;
  /** The octets as captured, and where the frame lies in them: from Frame Control to before the FCS. */
  captured: Uint8Array = NOTHING;
  start = 0;
  end = 0;
  /** Elements were walked, however few: the frame is of a kind that has them, and its fixed fields are whole. */
  hasElements = false;
  /** Where elements begin in `captured`; equals `end` when there are none. */
  elementsStart = 0;
  /** Where the first SSID's octets begin in `captured`, -1 when there is none. */
  ssidStart = -1;
  ssidLength = 0;
  nameNumber = -1;
  elementsFit = -1;
  lowElements = 0;

  #octets: Uint8Array | undefined = undefined;
  #elements: Uint8Array | undefined = undefined;
  #ssid: Uint8Array | undefined = undefined;

  get octets(): Uint8Array {
    return (this.#octets ??= this.captured.subarray(this.start, this.end));
  }

  get elements(): Uint8Array {
    if (this.elementsStart >= this.end) return NOTHING;
    return (this.#elements ??= this.captured.subarray(this.elementsStart, this.end));
  }

  get ssid(): Uint8Array | undefined {
    if (this.ssidStart < 0) return undefined;
    return (this.#ssid ??= this.captured.subarray(this.ssidStart, this.ssidStart + this.ssidLength));
  }

  /**
   * Forgets the frame before: nothing of one frame may be taken for a part of the next. What was captured of this one stands from `start` to
   * before `end`. What was read behind the MAC header stays until {@link resetBody}, which whoever reads on calls.
   */
  reset(captured: Uint8Array, atSeconds: number, start = 0, end = captured.length): void {
    this.type = -1;
    this.subtype = -1;
    this.kind = -1;
    this.toDs = false;
    this.fromDs = false;
    this.retry = false;
    this.protected = false;
    this.durationMicroseconds = -1;
    this.receiver = NO_ADDRESS;
    this.transmitter = NO_ADDRESS;
    this.bssid = NO_ADDRESS;
    this.source = NO_ADDRESS;
    this.destination = NO_ADDRESS;
    this.sequence = -1;
    this.fragment = -1;
    this.rssiDbm = Number.NaN;
    if (this.antennaDbm.length > 0) this.antennaDbm.length = 0;
    this.channelMhz = -1;
    this.tsftMicroseconds = -1;
    this.rateKbps = -1;
    this.fcsFlagBad = undefined;
    this.fcsBad = false;
    this.damage = undefined;
    this.checksums = "unknown";
    this.mayBeDamaged = true;
    this.atSeconds = atSeconds;
    this.timeUnknown = false;
    this.fcsComputed = "none";
    this.fcsAtEnd = false;
    this.wouldFlagDamage = false;
    this.captured = captured;
    this.start = start;
    this.end = end;
  }

  /** Forgets what was read behind the MAC header, and ends the frame at `end`: it is read again, with or without its last octets. */
  resetBody(end: number): void {
    this.capability = -1;
    this.beaconIntervalTu = -1;
    this.reasonCode = -1;
    this.action = -1;
    this.hasTsf = false;
    this.tsfLow = 0;
    this.tsfHigh = 0;
    this.hasElements = false;
    this.elementCount = 0;
    this.elementsRemainder = 0;
    this.elementsCut = false;
    this.advertisedChannel = -1;
    this.switchChannel = -1;
    this.switchCount = -1;
    this.end = end;
    this.elementsStart = end;
    this.ssidStart = -1;
    this.ssidLength = 0;
    this.nameNumber = -1;
    this.elementsFit = -1;
    this.lowElements = 0;
    this.#octets = undefined;
    this.#elements = undefined;
    this.#ssid = undefined;
  }

  /** One more level from the radio header: the first is the frame's, the others are single antennas'. What stands for "not known" is none. */
  addLevel(dbm: number): void {
    if (!isLevel(dbm)) return;
    if (Number.isNaN(this.rssiDbm)) this.rssiDbm = dbm;
    else this.antennaDbm.push(dbm);
  }
}
