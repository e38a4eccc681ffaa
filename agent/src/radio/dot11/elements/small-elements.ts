import { OctetReader } from "../octet-reader.ts";

/** Rates are units of 500 kb/s; the highest bit says that one must be supported (9.4.2.3), and the last numbers are no rates but memberships. */
const RATE_UNIT_MBPS = 0.5;
const BASIC = 0x80;
const MEMBERSHIPS: ReadonlyMap<number, string> = new Map([
  [127, "HT"],
  [126, "VHT"],
  [125, "GLK"],
  [124, "EPD"],
  [123, "SAE hash-to-element only"],
  [122, "HE"],
  [121, "EHT"],
]);

/** Supported Rates (9.4.2.3, ID 1) and Extended Supported Rates (9.4.2.13, ID 50). */
export function readRates(information: Uint8Array) {
  const rates: number[] = [];
  const basic: number[] = [];
  const memberships: string[] = [];
  for (const octet of information) {
    const value = octet & ~BASIC;
    const membership = (octet & BASIC) === 0 ? undefined : MEMBERSHIPS.get(value);
    if (membership !== undefined) memberships.push(membership);
    else ((octet & BASIC) === 0 ? rates : basic).push(value * RATE_UNIT_MBPS);
  }
  return { rates, basic, memberships, fault: information.length === 0 ? ("too-short" as const) : undefined };
}

/** TIM (9.4.2.5, ID 5): DTIM Count and Period, and who has traffic waiting, which is not read: it is about stations. */
export function readTim(information: Uint8Array) {
  const from = new OctetReader(information);
  const dtimCount = from.uint8();
  const dtimPeriod = from.uint8();
  // A TIM of two octets says that nobody has (802.11-2020, 9.4.2.5.1: S1G only); all others have the control octet and a bitmap.
  const control = from.bits(1, [
    ["groupTraffic", 1],
    ["bitmapOffset", 7],
  ]);
  const bitmapOctets = from.left;
  if (bitmapOctets === 0 || bitmapOctets > 251) from.fail(bitmapOctets === 0 ? "too-short" : "too-long");
  if (dtimPeriod === 0 || (dtimCount ?? 0) >= (dtimPeriod ?? 256)) from.fail("reserved-value");
  return { dtimCount, dtimPeriod, control, bitmapOctets, fault: from.fault };
}

/** Channel Switch Announcement (9.4.2.17, ID 37). */
export function readChannelSwitch(information: Uint8Array) {
  const from = new OctetReader(information);
  const it = { mode: from.uint8(), channel: from.uint8(), count: from.uint8() };
  from.end();
  return { ...it, fault: from.fault };
}

/** Extended Channel Switch Announcement (9.4.2.51, ID 60). */
export function readExtendedChannelSwitch(information: Uint8Array) {
  const from = new OctetReader(information);
  const it = { mode: from.uint8(), operatingClass: from.uint8(), channel: from.uint8(), count: from.uint8() };
  from.end();
  return { ...it, fault: from.fault };
}

/** Wide Bandwidth Channel Switch (9.4.2.160, ID 194). */
export function readWideBandwidthSwitch(information: Uint8Array) {
  const from = new OctetReader(information);
  return { width: from.uint8(), centre0: from.uint8(), centre1: from.uint8(), fault: from.fault };
}

/** BSS Load (9.4.2.27, ID 11): stations, share of time that the channel is busy in 255ths, admission capacity in 32 µs/s. */
export function readBssLoad(information: Uint8Array) {
  const from = new OctetReader(information);
  const it = { stations: from.uint16(), busy255ths: from.uint8(), admissionCapacity: from.uint16() };
  from.end();
  return { ...it, fault: from.fault };
}

/** Mobility Domain (9.4.2.46, ID 54). */
export function readMobilityDomain(information: Uint8Array) {
  const from = new OctetReader(information);
  const domain = from.uint16();
  const capability = from.bits(1, [
    ["overDs", 1],
    ["resourceRequest", 1],
  ]);
  from.end();
  return { domain, capability, fault: from.fault };
}

/** Transmit Power Envelope (9.4.2.161, ID 195): how many limits there are is in the first octet, each for a width or a channel. */
export function readTransmitPowerEnvelope(information: Uint8Array) {
  const from = new OctetReader(information);
  const kind = from.bits(1, [
    ["count", 3],
    ["interpretation", 3],
    ["category", 2],
  ]);
  // Local and regulatory EIRP (0, 2) are per width, count + 1 of them; PSD (1, 3) per channel: none but one for all at 0, else 2^(count − 1).
  const isPsd = kind !== undefined && kind.interpretation % 2 === 1;
  const count = kind === undefined ? 0 : isPsd ? (kind.count === 0 ? 1 : 2 ** (kind.count - 1)) : kind.count + 1;
  if (kind !== undefined && (kind.interpretation > 3 || (!isPsd && kind.count > 3))) from.fail("reserved-value");
  const limits = from.list(count, 1, (octets) => ((octets[0]! << 24) >> 24) / 2);
  return { kind, isPsd, limits, fault: from.fault };
}

/** Multiple BSSID Configuration (IEEE 802.11ax, 9.4.2.261, extension 55): how many BSSIDs there are, and in how many beacons all are told. */
export function readMultipleBssidConfiguration(information: Uint8Array) {
  const from = new OctetReader(information);
  return { bssids: from.uint8(), beaconsForAll: from.uint8(), fault: from.fault };
}
