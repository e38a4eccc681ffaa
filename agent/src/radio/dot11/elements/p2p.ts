import { OctetReader } from "../octet-reader.ts";

/** Attributes of Wi-Fi Direct 1.9, 4.1: one octet of ID, two of length, lowest first. */
const NAMES: readonly (string | undefined)[] = [
  "status",
  "minorReason",
  "capability",
  "deviceId",
  "groupOwnerIntent",
  "configurationTimeout",
  "listenChannel",
  "groupBssid",
  "extendedListenTiming",
  "intendedInterfaceAddress",
  "manageability",
  "channelList",
  "noticeOfAbsence",
  "deviceInfo",
  "groupInfo",
  "groupId",
  "interface",
  "operatingChannel",
  "invitationFlags",
];
const DEVICE_ADDRESS_ATTRIBUTES: ReadonlySet<number> = new Set([3, 7, 9, 13, 15]);
const DEVICE_INFO = 13;
const GROUP_ID = 15;
/** Of a device: address, configuration methods, primary type, and how many secondary types of eight octets there are. */
const PRIMARY_TYPE_OCTETS = 8;
const SECONDARY_TYPE_OCTETS = 8;

export interface P2pAttribute {
  id: number;
  name: string | undefined;
  octets: Uint8Array;
  /** Address of a device or group that it begins with. */
  address?: number;
  /** Name of the device, or SSID of the group. */
  ssid?: Uint8Array;
}

/** The attributes of the P2P element, the vendor element 50-6F-9A type 9, behind its OUI and type. */
export function readP2p(information: Uint8Array) {
  const from = new OctetReader(information);
  const attributes: P2pAttribute[] = [];
  while (from.left > 0) {
    const id = from.uint8();
    const octets = from.take(from.uint16() ?? 0, "length-beyond-end");
    if (id === undefined || octets === undefined) break;
    const within = new OctetReader(octets);
    const it: P2pAttribute = { id, name: NAMES[id], octets };
    if (DEVICE_ADDRESS_ATTRIBUTES.has(id)) {
      const address = within.address();
      if (address !== undefined) it.address = address;
      const name = nameIn(id, within);
      if (name !== undefined) it.ssid = name;
    }
    attributes.push(it);
    if (within.fault !== undefined) from.fail(within.fault);
  }
  return { attributes, fault: from.fault };
}

function nameIn(id: number, within: OctetReader): Uint8Array | undefined {
  if (id === GROUP_ID) return within.rest();
  if (id !== DEVICE_INFO) return undefined;
  within.take(2 + PRIMARY_TYPE_OCTETS);
  within.take((within.uint8() ?? 0) * SECONDARY_TYPE_OCTETS, "count-beyond-end");
  // The name is an attribute of Wi-Fi Simple Configuration: type and length, highest octet first.
  within.uint16BigEndian();
  return within.take(within.uint16BigEndian() ?? 0, "length-beyond-end");
}
