import { OctetReader } from "../octet-reader.ts";
import { nameAkm, nameCipher, readSuites, SUITE_OCTETS } from "./suites.ts";

/** RSN Capabilities (9.4.2.24.4). */
const CAPABILITIES = [
  ["preauthentication", 1],
  ["noPairwise", 1],
  ["ptksaReplayCounters", 2],
  ["gtksaReplayCounters", 2],
  ["protectedManagementRequired", 1],
  ["protectedManagementCapable", 1],
  ["jointMultiBand", 1],
  ["peerKey", 1],
  ["sppAMsduCapable", 1],
  ["sppAMsduRequired", 1],
  ["pbac", 1],
  ["extendedKeyId", 1],
  ["operatingChannelValidation", 1],
] as const;
const VERSION = 1;
const PMKID_OCTETS = 16;

/** A cipher suite that may be missing at the end. */
function readCipher(from: OctetReader): string | undefined {
  if (from.left === 0) return undefined;
  const octets = from.take(SUITE_OCTETS);
  return octets === undefined ? undefined : nameCipher(octets);
}

/** RSN (9.4.2.24, ID 48). Everything behind the version may be left out from the end; defaults are CCMP-128 and 802.1X, and are not filled in here. */
export function readRsn(information: Uint8Array) {
  const from = new OctetReader(information);
  const version = from.uint16();
  if (version !== undefined && version < VERSION) from.fail("reserved-value");
  const group = readCipher(from);
  const pairwise = readSuites(from, nameCipher);
  const akms = readSuites(from, nameAkm);
  const capabilities = from.left === 0 ? undefined : from.bits(2, CAPABILITIES);
  const pmkids = from.left === 0 ? undefined : readPmkids(from);
  const groupManagement = readCipher(from);
  return { version, group, pairwise, akms, capabilities, pmkids, groupManagement, fault: from.fault };
}

/** How many keys a station says it still has: which ones would tell where it was, and stays unread. */
function readPmkids(from: OctetReader): number | undefined {
  const count = from.uint16();
  if (count === undefined) return undefined;
  return from.list(count, PMKID_OCTETS, () => 0).length;
}

/** WPA of before 802.11i: the vendor element 00-50-F2 type 1, behind its OUI and type. */
export function readWpa(information: Uint8Array) {
  const from = new OctetReader(information);
  const version = from.uint16();
  const group = readCipher(from);
  const pairwise = readSuites(from, nameCipher);
  const akms = readSuites(from, nameAkm);
  return { version, group, pairwise, akms, fault: from.fault };
}

/** OSEN (Hotspot 2.0: a network that knows its server only): the vendor element 50-6F-9A type 18, behind its OUI and type; as RSN, but without a version. */
export function readOsen(information: Uint8Array) {
  const from = new OctetReader(information);
  const group = readCipher(from);
  const pairwise = readSuites(from, nameCipher);
  const akms = readSuites(from, nameAkm);
  const capabilities = from.left === 0 ? undefined : from.bits(2, CAPABILITIES);
  return { group, pairwise, akms, capabilities, fault: from.fault };
}

/** Bits of RSNXE (9.4.2.241, Table 9-365; 802.11az). The first four say how many octets the field has, less one. */
const EXTENDED_CAPABILITIES = [
  ["", 4],
  ["protectedTwt", 1],
  ["saeHashToElement", 1],
  ["", 2],
] as const;
const SECOND_OCTET = [
  ["secureLtf", 1],
  ["secureRtt", 1],
  ["protectedUrnm", 1],
] as const;

/** RSN Extension (9.4.2.241, ID 244). */
export function readRsnExtension(information: Uint8Array) {
  const from = new OctetReader(information);
  const octets = information.length === 0 ? undefined : (information[0]! & 0b1111) + 1;
  if (octets !== undefined && octets > information.length) from.fail("length-beyond-end");
  const capabilities = from.bits(1, EXTENDED_CAPABILITIES);
  const more = (octets ?? 0) > 1 ? from.bits(1, SECOND_OCTET) : undefined;
  return { octets, capabilities, more, fault: from.fault };
}

/** Management MIC (9.4.2.54, ID 76): Key ID, packet number, and a MIC of 8 octets with BIP-CMAC-128, of 16 with all others. */
export function readManagementMic(information: Uint8Array) {
  const from = new OctetReader(information);
  const keyId = from.uint16();
  const low = from.uint32();
  const high = from.uint16();
  const packetNumber = low === undefined || high === undefined ? undefined : high * 2 ** 32 + low;
  const micOctets = from.left;
  if (micOctets < 8) from.fail("too-short");
  else if (micOctets !== 8 && micOctets !== 16) from.fail(micOctets > 16 ? "too-long" : "too-short");
  return { keyId, packetNumber, micOctets, fault: from.fault };
}
