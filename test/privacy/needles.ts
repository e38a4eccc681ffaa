import { identifier } from "../../agent/src/radio/judge/subject.ts";
import { parseAddress } from "../../agent/src/radio/dot11/address.ts";

/** A text or octets that must not be found, and what it stands for. */
export interface Needle {
  what: string;
  octets: Buffer;
}

/** A station's address in every spelling that somebody might have used. */
export function addressNeedles(address: string): Needle[] {
  const octets = Buffer.from(address.replaceAll(":", ""), "hex");
  const hex = octets.toString("hex");
  const pairs = hex.match(/../g) ?? [];
  const quads = hex.match(/..../g) ?? [];
  const spellings = [
    pairs.join(":"),
    pairs.join("-"),
    hex,
    quads.join("."),
    quads.join(":"),
    pairs.toReversed().join(":"),
    pairs.toReversed().join(""),
    pairs.join(" "),
  ];
  const numbers = [BigInt(`0x${hex}`).toString(), [...octets].join(","), [...octets].join(".")];
  return [
    ...[
      ...spellings,
      ...spellings.map((spelling) => spelling.toUpperCase()),
      ...numbers,
      octets.toString("base64"),
    ].map((text) => ({
      what: `station ${text}`,
      octets: Buffer.from(text, "latin1"),
    })),
    { what: "station as raw octets", octets },
    { what: "station as raw octets, reversed", octets: Buffer.from(octets.toReversed()) },
  ];
}

/** A station's address as an identifier of a subject would hide it: who knows the venue finds the address by trying all. */
export function identifierNeedles(address: string, venueId: string): Needle[] {
  const number = parseAddress(address) ?? Number.NaN;
  return ["hidden", "transmitter"].map((kind) => ({
    what: `station ${address} in a hash (${kind})`,
    octets: Buffer.from(identifier("s", venueId, kind, number)),
  }));
}

/** A network name that a phone asked for: as text, as hex, as base64. Names under five octets would be found by chance. */
export function nameNeedles(name: Buffer): Needle[] {
  if (name.length < 5) return [];
  return [
    name,
    Buffer.from(name.toString("hex")),
    Buffer.from(name.toString("hex").toUpperCase()),
    Buffer.from(name.toString("base64").replace(/=+$/, "")),
  ].map((octets) => ({
    what: `name ${name.toString("latin1")}`,
    octets,
  }));
}

/** What of the needles stands in the haystacks: `needle in haystack`. */
export function found(needles: readonly Needle[], haystacks: Readonly<Record<string, Buffer>>): string[] {
  return Object.entries(haystacks).flatMap(([where, octets]) =>
    needles.flatMap((needle) => (octets.includes(needle.octets) ? [`${needle.what} in ${where}`] : [])),
  );
}
