import { PUBLIC_NETWORKS } from "../../agent/src/radio/venue/public-networks.ts";
import { nameKey } from "../../agent/src/radio/venue/network-name.ts";
import type { LabelledAir } from "./labelled-air.ts";
import { elementsOf, withElements } from "./element-parts.ts";
import { retold } from "./other-places.ts";

const SSID = 0;
/** What is added to a maker's prefix, bits that say what kind of address it is left out. */
const OTHER_MAKER = [0x58, 0x2d, 0x71] as const;
const LOCALLY_ADMINISTERED = 0x02;
const GROUP = 0x01;
/** Names that carry the octets of an address are a product's: another name would be another product. */
const CARRIES_ADDRESS = /[0-9a-f]{6}$/i;

/** Where addresses stand in a frame: by type, and four where data goes from one distribution system to another. */
function addressPlaces(body: Buffer): number[] {
  const type = (body[0]! >> 2) & 0b11;
  const places = type === 1 ? [4, 10] : [4, 10, 16, ...(type === 2 && (body[1]! & 0b11) === 0b11 ? [24] : [])];
  // ACK and CTS have one.
  return places.filter(
    (at) => at + 6 <= body.length && !(type === 1 && at > 4 && body[0]! >> 4 >= 12 && body[0]! >> 4 <= 13),
  );
}

function readdressed(air: LabelledAir, change: (address: Buffer) => void): LabelledAir {
  const spelled = (text: string): string => {
    const octets = Buffer.from(text.replaceAll(":", ""), "hex");
    change(octets);
    return [...octets].map((it) => it.toString(16).padStart(2, "0")).join(":");
  };
  const told = retold(air, ({ body }) => {
    for (const at of addressPlaces(body)) change(body.subarray(at, at + 6));
  });
  return {
    ...told,
    attackers: air.attackers.map(spelled),
    networks: air.networks.map((it) => ({ ...it, bssid: spelled(it.bssid) })),
    canaries: air.canaries.map((it) => ({ ...it, transmitter: spelled(it.transmitter) })),
  };
}

/** All devices are of other makers; what an address is, and which lie beside each other, stays. */
export function byOtherMakers(air: LabelledAir): LabelledAir {
  return readdressed(air, (address) => {
    if ((address[0]! & GROUP) !== 0) return;
    for (const [at, bits] of OTHER_MAKER.entries()) address[at] = address[at]! ^ bits;
  });
}

/** The attack uses addresses as a maker gives them. */
export const byAttackersOfAMaker = (air: LabelledAir): LabelledAir | undefined =>
  attackersBecome(air, (first) => first & ~LOCALLY_ADMINISTERED);

/** The attack uses addresses that nobody gave it. */
export const byAttackersOfNoMaker = (air: LabelledAir): LabelledAir | undefined =>
  attackersBecome(air, (first) => first | LOCALLY_ADMINISTERED);

function attackersBecome(air: LabelledAir, become: (first: number) => number): LabelledAir | undefined {
  const attackers = new Set(air.attackers.map((it) => it.replaceAll(":", "")));
  if (attackers.size === 0) return undefined;
  return readdressed(air, (address) => {
    if ((address[0]! & GROUP) === 0 && attackers.has(address.toString("hex"))) address[0] = become(address[0]!);
  });
}

/** All networks have other names of the same kind: public ones those of another owner, others other letters. */
export function underOtherNames(air: LabelledAir): LabelledAir {
  const told = retold(air, (parts) => {
    const elements = elementsOf(parts.body);
    const ssid = elements?.find(({ id }) => id === SSID);
    if (elements === undefined || ssid === undefined || ssid.octets.length === 0) return;
    ssid.octets = otherName(ssid.octets);
    parts.body = withElements(parts.body, elements);
  });
  const renamed = (hex: string): string => otherName(Buffer.from(hex, "hex")).toString("hex");
  return {
    ...told,
    networks: air.networks.map((it) => (it.ssid === undefined ? it : { ...it, ssid: renamed(it.ssid) })),
    canaries: air.canaries.map((it) => ({ ...it, ssid: renamed(it.ssid) })),
  };
}

function otherName(name: Buffer): Buffer {
  const owner = PUBLIC_NETWORKS.owners.get(nameKey(name));
  if (owner !== undefined) return publicNameOf(owner);
  if (PUBLIC_NETWORKS.names.has(nameKey(name)) || CARRIES_ADDRESS.test(name.toString())) return name;
  return Buffer.from(name.map(otherLetter));
}

/** The first name of the owner that is so many further on the list. */
function publicNameOf(owner: number): Buffer {
  const owners = [...new Set(PUBLIC_NETWORKS.owners.values())];
  const other = owners[(owners.indexOf(owner) + 7) % owners.length];
  const name = PUBLIC_NETWORKS.spelled.find((it) => PUBLIC_NETWORKS.owners.get(nameKey(Buffer.from(it))) === other);
  return Buffer.from(name ?? "");
}

function otherLetter(octet: number): number {
  for (const [first, count] of [
    [0x30, 10],
    [0x41, 26],
    [0x61, 26],
  ] as const)
    if (octet >= first && octet < first + count) return first + ((octet - first + 5) % count);
  return octet;
}
