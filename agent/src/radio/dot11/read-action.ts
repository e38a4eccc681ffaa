import { nameAction } from "./action-names.ts";
import { readChannelSwitch, readExtendedChannelSwitch } from "./elements/small-elements.ts";
import { joinAdjacentVendors } from "./elements/adjacent-vendors.ts";
import { eachElement, faultOf } from "./elements/element-stream.ts";
import { readVendor } from "./elements/vendor.ts";
import { readFilsDiscovery } from "./fils-discovery.ts";
import { readFtm, readFtmRequest, readGas } from "./gas.ts";
import { OctetReader, type Fault } from "./octet-reader.ts";

const SPECTRUM_MANAGEMENT = 0;
const PUBLIC = 4;
const SA_QUERY = 8;
/** Public actions that are read further (9.6.7). */
const EXTENDED_CHANNEL_SWITCH = 4;
const VENDOR = 9;
const FTM_REQUEST = 32;
const FTM = 33;
const FILS_DISCOVERY = 34;
const CHANNEL_SWITCH = 4;
const CHANNEL_SWITCH_ELEMENT = 37;
const VENDOR_ELEMENT = 221;
/** OUI 50-6F-9A type 9: Wi-Fi Direct's public actions, a subtype and a dialog token before the elements (Wi-Fi Direct 1.9, 4.2.8). */
const P2P = [0x50, 0x6f, 0x9a, 0x09];

/** What an action frame says: its name, and the fields of those that are known here. `octets`: from the category on. */
export function readActionFrame(octets: Uint8Array) {
  const from = new OctetReader(octets);
  const category = from.uint8();
  const action = from.uint8();
  if (category === undefined || action === undefined) return { name: undefined, content: undefined, fault: from.fault };
  const content = contentOf(category, action, from.rest());
  return { name: nameAction(category, action), content, fault: from.fault ?? content?.fault };
}

function contentOf(category: number, action: number, octets: Uint8Array) {
  if (category === SA_QUERY) return readTransaction(octets);
  if (category === SPECTRUM_MANAGEMENT && action === CHANNEL_SWITCH) return readSwitchElement(octets);
  if (category !== PUBLIC) return undefined;
  if (action === EXTENDED_CHANNEL_SWITCH) return readExtendedChannelSwitch(octets.subarray(0, 4));
  if (action === FTM_REQUEST) return readFtmRequest(octets);
  if (action === FTM) return readFtm(octets);
  if (action === FILS_DISCOVERY) return readFilsDiscovery(octets);
  if (action === VENDOR) return readVendorAction(octets);
  return readGas(action, octets);
}

/** SA Query (9.6.9): the two octets that question and answer share. */
function readTransaction(octets: Uint8Array) {
  const from = new OctetReader(octets);
  return { transaction: from.uint16(), fault: from.fault };
}

function readSwitchElement(octets: Uint8Array): { fault?: Fault | undefined } {
  const [first] = eachElement(octets);
  if (first?.id !== CHANNEL_SWITCH_ELEMENT) return { fault: "missing" };
  const read = readChannelSwitch(first.information);
  return { ...read, fault: first.fault ?? read.fault };
}

function readVendorAction(octets: Uint8Array) {
  const from = new OctetReader(octets);
  const mark = from.take(P2P.length);
  if (mark === undefined) return { fault: from.fault };
  if (!P2P.every((octet, index) => mark[index] === octet)) return { ...readVendor(mark), content: undefined };
  const subtype = from.uint8();
  const dialogToken = from.uint8();
  const elements = joinAdjacentVendors(eachElement(from.rest()))
    .filter(({ id }) => id === VENDOR_ELEMENT)
    .map((it) => readVendor(it.information));
  return { name: "P2P", subtype, dialogToken, elements, fault: from.fault ?? faultOf(elements) };
}
