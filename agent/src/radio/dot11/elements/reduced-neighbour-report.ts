import { operatingMhz } from "../channels.ts";
import { readBits, type Bits } from "../bit-fields.ts";
import { readAddress } from "../address.ts";
import { readInt8, readUint32 } from "../little-endian.ts";
import { OctetReader } from "../octet-reader.ts";

/** TBTT Information Header (9.4.2.170.2). The count is one less than there are. */
const HEADER = [
  ["type", 2],
  ["filtered", 1],
  ["", 1],
  ["count", 4],
  ["length", 8],
] as const;
/** BSS Parameters (IEEE 802.11ax, 9.4.2.170.2). */
const BSS_PARAMETERS = [
  ["onChannelTunnelling", 1],
  ["sameSsid", 1],
  ["inSet", 1],
  ["transmitted", 1],
  ["colocatedEss", 1],
  ["unsolicitedResponses", 1],
  ["colocatedAp", 1],
] as const;
/** MLD Parameters (IEEE 802.11be, 9.4.2.170.2). */
const MLD_PARAMETERS = [
  ["mldId", 8],
  ["linkId", 4],
  ["bssParametersChangeCount", 8],
  ["allUpdates", 1],
  ["disabledLink", 1],
] as const;
const MLD_OCTETS = 3;
/** TBTT Information Field Type: 0 with an offset first, 1 MLD Parameters only (802.11be). */
const ONLY_MLD = 1;
/** Units of 0.5 dBm per MHz. */
const PSD_UNIT = 0.5;
/** 20 MHz PSD that is no power: no limit is told; the channel may not be used. */
const NO_LIMIT = 127;
const NO_USE = -128;
const UNKNOWN_OFFSET = 255;

type Part = "bssid" | "shortSsid" | "bssParameters" | "psd" | "mld";
/** What stands behind the offset, by TBTT Information Length (Table 9-281, with 802.11ax and be). Longer than 16: the first 16. */
const PARTS: ReadonlyMap<number, readonly Part[]> = new Map<number, readonly Part[]>([
  [1, []],
  [2, ["bssParameters"]],
  [5, ["shortSsid"]],
  [6, ["shortSsid", "bssParameters"]],
  [7, ["bssid"]],
  [8, ["bssid", "bssParameters"]],
  [9, ["bssid", "bssParameters", "psd"]],
  [11, ["bssid", "shortSsid"]],
  [12, ["bssid", "shortSsid", "bssParameters"]],
  [13, ["bssid", "shortSsid", "bssParameters", "psd"]],
  [16, ["bssid", "shortSsid", "bssParameters", "psd", "mld"]],
]);
const ALL_PARTS = 16;

/** One access point of the neighbourhood, as far as it is told. */
export interface Neighbour {
  /** TU to its next beacon; undefined: not known. */
  tbttOffsetTu?: number | undefined;
  bssid?: number;
  shortSsid?: number;
  bssParameters?: Bits<typeof BSS_PARAMETERS>;
  /** Most power in dBm per MHz; undefined: no limit is told, or nobody may send there. */
  psdDbmPerMhz?: number | undefined;
  mld?: Bits<typeof MLD_PARAMETERS>;
}

/** Access points on one channel: a Neighbor AP Information field. */
export interface NeighbourChannel {
  operatingClass: number | undefined;
  channel: number | undefined;
  /** Where they are, of the two together; undefined where these do not belong together. */
  channelMhz: number | undefined;
  /** All of them have the SSID of the one who reports. */
  filtered: boolean;
  neighbours: Neighbour[];
}

/** Reduced Neighbour Report (9.4.2.170, ID 201). A length that is reserved is skipped by its own statement, and told. */
export function readReducedNeighbourReport(information: Uint8Array) {
  const from = new OctetReader(information);
  const channels: NeighbourChannel[] = [];
  let hasReserved = false;
  if (from.left === 0) from.fail("too-short");
  while (from.left > 0) {
    const header = from.bits(2, HEADER);
    const operatingClass = from.uint8();
    const channel = from.uint8();
    if (header === undefined || channel === undefined) break;
    const { type, length, count, filtered } = header;
    const isReserved =
      type > ONLY_MLD || (type === ONLY_MLD ? length < MLD_OCTETS : length <= ALL_PARTS && !PARTS.has(length));
    hasReserved ||= isReserved;
    const all = from.list(count + 1, length, (octets) => octets);
    const neighbours = isReserved
      ? []
      : all.map((octets) => (type === ONLY_MLD ? onlyMld(octets) : neighbourOf(octets)));
    const channelMhz = operatingMhz(operatingClass, channel);
    channels.push({ operatingClass, channel, channelMhz, filtered: filtered === 1, neighbours });
  }
  if (hasReserved) from.fail("reserved-value");
  return { channels, fault: from.fault };
}

function onlyMld(octets: Uint8Array): Neighbour {
  return { mld: readBits(octets, 0, MLD_PARAMETERS) };
}

function psdOf(half: number): number | undefined {
  return half === NO_LIMIT || half === NO_USE ? undefined : half * PSD_UNIT;
}

function neighbourOf(octets: Uint8Array): Neighbour {
  const it: Neighbour = { tbttOffsetTu: octets[0] === UNKNOWN_OFFSET ? undefined : octets[0] };
  let at = 1;
  for (const part of PARTS.get(Math.min(octets.length, ALL_PARTS)) ?? [])
    switch (part) {
      case "bssid":
        it.bssid = readAddress(octets, at);
        at += 6;
        break;
      case "shortSsid":
        it.shortSsid = readUint32(octets, at);
        at += 4;
        break;
      case "bssParameters":
        it.bssParameters = readBits(octets, at, BSS_PARAMETERS);
        at += 1;
        break;
      case "psd":
        it.psdDbmPerMhz = psdOf(readInt8(octets, at));
        at += 1;
        break;
      default:
        it.mld = readBits(octets, at, MLD_PARAMETERS);
    }
  return it;
}
