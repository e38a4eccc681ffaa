import { OctetReader } from "../octet-reader.ts";
import { streamsOfMap } from "./mcs-map.ts";

/** VHT Capabilities Information (9.4.2.157.2). */
const CAPABILITIES = [
  ["longestMpdu", 2],
  ["channelWidthSet", 2],
  ["rxLdpc", 1],
  ["shortGi80", 1],
  ["shortGi160", 1],
  ["txStbc", 1],
  ["rxStbc", 3],
  ["suBeamformer", 1],
  ["suBeamformee", 1],
  ["beamformeeStreams", 3],
  ["soundingDimensions", 3],
  ["muBeamformer", 1],
  ["muBeamformee", 1],
  ["txopPowerSave", 1],
  ["htControl", 1],
  ["longestAMpduExponent", 3],
  ["linkAdaptation", 2],
  ["rxAntennaPattern", 1],
  ["txAntennaPattern", 1],
  ["extendedNssBandwidth", 2],
] as const;
/** Supported VHT-MCS and NSS Set (9.4.2.157.3) behind each map: highest rate in Mb/s. */
const RX_REST = [
  ["highestMbps", 13],
  ["nstsTotal", 3],
] as const;
const TX_REST = [
  ["highestMbps", 13],
  ["extendedNssBandwidthCapable", 1],
] as const;
const RESERVED_LENGTH = 3;
const RESERVED_WIDTH = 3;

/** VHT Capabilities (9.4.2.157, ID 191): 12 octets. */
export function readVhtCapabilities(information: Uint8Array) {
  const from = new OctetReader(information);
  const capabilities = from.bits(4, CAPABILITIES);
  const rxMap = from.uint16();
  const rx = from.bits(2, RX_REST);
  const txMap = from.uint16();
  const tx = from.bits(2, TX_REST);
  from.end();
  if (capabilities?.longestMpdu === RESERVED_LENGTH || capabilities?.channelWidthSet === RESERVED_WIDTH)
    from.fail("reserved-value");
  const streams = { rx: streamsOfMap(rxMap), tx: streamsOfMap(txMap) };
  return { capabilities, streams, rx, tx, fault: from.fault };
}

const NO_80_MHZ = 0;
const ANY_80_MHZ = 1;
const ONE_160_MHZ = 2;
const TWO_80_MHZ = 3;

/** VHT Operation (9.4.2.158, ID 192): 5 octets. */
export function readVhtOperation(information: Uint8Array) {
  const from = new OctetReader(information);
  const { channelWidth, centre0, centre1 } = readVhtOperationInformation(from);
  const basicMap = from.uint16();
  from.end();
  if ((channelWidth ?? 0) > TWO_80_MHZ) from.fail("reserved-value");
  const widthMhz = vhtWidth(channelWidth, centre0, centre1);
  return { channelWidth, centre0, centre1, widthMhz, basicMap, fault: from.fault };
}

/** The three octets that HE Operation carries too. */
export function readVhtOperationInformation(from: OctetReader) {
  return { channelWidth: from.uint8(), centre0: from.uint8(), centre1: from.uint8() };
}

/** BSS bandwidth (11.38.1, Table 11-23): by the distance of the two centres, in channels. `40`: 20 or 40, as HT Operation says. */
export function vhtWidth(
  width: number | undefined,
  centre0 = 0,
  centre1 = 0,
): "40" | "80" | "160" | "80+80" | undefined {
  if (width === NO_80_MHZ) return "40";
  if (width === ONE_160_MHZ) return "160";
  if (width === TWO_80_MHZ) return "80+80";
  if (width !== ANY_80_MHZ) return undefined;
  return centre1 === 0 ? "80" : wideByCentres(centre0, centre1);
}

/** Two centres, in channel numbers: eight apart they are those of 80 and of 160 MHz in one piece, more than sixteen apart of two pieces. */
export function wideByCentres(centre0: number, centre1: number): "160" | "80+80" | undefined {
  if (centre0 === 0 || centre1 === 0) return undefined;
  const apart = Math.abs(centre1 - centre0);
  if (apart === 8) return "160";
  return apart > 16 ? "80+80" : undefined;
}
