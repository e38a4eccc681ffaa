import type { CapturedFrame } from "../radio/capture/frame-source.ts";
import { spellAddress } from "../radio/dot11/address.ts";
import { ElementId, findElement } from "../radio/dot11/elements.ts";
import type { SkipReason } from "../radio/dot11/frame.ts";
import type { ParsedFrame } from "../radio/dot11/parsed-frame.ts";

/** One line of `dissect --jsonl`. `null` = the frame has no such field. The order of the keys is the order on the line. */
export interface DissectedFrame {
  /** Number in the file, from 1. */
  n: number;
  /** Epoch seconds with nine digits behind the point; null where the stamp cannot be true. */
  t: string | null;
  /** Octets on air and octets captured, both with the radio header. */
  len: number;
  capLen: number;
  type: number | null;
  subtype: number | null;
  /** Transmitter, receiver, BSSID: lower case, with colons. */
  ta: string | null;
  ra: string | null;
  bssid: string | null;
  /** The first SSID element as UTF-8 text (U+FFFD for what is none), and its octets in hex; "" = wildcard or hidden. */
  ssid: string | null;
  ssidHex: string | null;
  channelMhz: number | null;
  rssiDbm: number | null;
  /** All levels of the header, only where there is more than one. */
  antSignals?: number[];
  seq: number | null;
  frag: number | null;
  /** Timestamp of beacons and probe responses, decimal. */
  tsf: string | null;
  /** The flag or the computed FCS says bad; null when neither says anything. */
  fcsBad: boolean | null;
  fcsFlagBad: boolean | null;
  fcsComputed: "good" | "bad" | "none";
  retry: boolean | null;
  protected: boolean | null;
  /** Reason code of deauthentication and disassociation. */
  reason: number | null;
  /** Why the frame cannot be read. Then only what the radio header said is given beside it. */
  skipped?: SkipReason;
}

/** Describes the frame that was read last from `captured`, or, with `skipped`, what little is known of it. */
export function describeFrame(
  n: number,
  captured: CapturedFrame,
  frame: ParsedFrame,
  skipped: SkipReason | undefined,
): DissectedFrame {
  const read = skipped === undefined;
  const ssid = read ? findElement(frame.elements, ElementId.Ssid) : undefined;
  const levels = [frame.rssiDbm, ...frame.antennaDbm];
  // One that nobody announced is found where it helps to read the frame, and not told: tshark does not look for it either.
  const fcsComputed = read && frame.fcsAtEnd ? frame.fcsComputed : "none";
  const isBad = read ? frame.fcsBad : frame.fcsFlagBad === true || captured.damage === "fcs-bad";
  return {
    n,
    t: captured.timeUnknown ? null : spellTime(captured.atNanoseconds),
    len: captured.originalLength,
    capLen: captured.bytes.length,
    type: read ? frame.type : null,
    subtype: read ? frame.subtype : null,
    ta: read ? spellOrNull(frame.transmitter) : null,
    ra: read ? spellOrNull(frame.receiver) : null,
    bssid: read ? spellOrNull(frame.bssid) : null,
    ssid: ssid === undefined ? null : Buffer.from(ssid).toString("utf8"),
    ssidHex: ssid === undefined ? null : Buffer.from(ssid).toString("hex"),
    channelMhz: presentOrNull(frame.channelMhz),
    rssiDbm: Number.isNaN(frame.rssiDbm) ? null : frame.rssiDbm,
    ...(levels.length > 1 ? { antSignals: levels } : {}),
    seq: read ? presentOrNull(frame.sequence) : null,
    frag: read ? presentOrNull(frame.fragment) : null,
    tsf: frame.hasTsf ? ((BigInt(frame.tsfHigh) << 32n) | BigInt(frame.tsfLow)).toString() : null,
    fcsBad: isBad ? true : frame.fcsFlagBad === undefined && fcsComputed === "none" ? null : false,
    fcsFlagBad: frame.fcsFlagBad ?? null,
    fcsComputed,
    retry: read ? frame.retry : null,
    protected: read ? frame.protected : null,
    reason: presentOrNull(frame.reasonCode),
    ...(read ? {} : { skipped }),
  };
}

function presentOrNull(value: number): number | null {
  return value < 0 ? null : value;
}

function spellOrNull(address: number): string | null {
  return address < 0 ? null : spellAddress(address);
}

function spellTime(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? "-" : "";
  const digits = (nanoseconds < 0n ? -nanoseconds : nanoseconds).toString().padStart(10, "0");
  return `${sign}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
