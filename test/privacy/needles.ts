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
    pairs.join("_"),
    pairs.join("%3a"),
  ];
  const reversed = Buffer.from(octets.toReversed());
  // A number of a few digits, as an address of zeros makes one, would be found by chance.
  const numbers = [octets, reversed].flatMap((it) => [
    ...[BigInt(`0x${it.toString("hex")}`).toString()].filter((digits) => digits.length >= 9),
    [...it].join(","),
    [...it].join(", "),
    [...it].join("."),
  ]);
  return [
    ...[
      ...spellings,
      ...spellings.map((spelling) => spelling.toUpperCase()),
      ...numbers,
      ...base64Spellings(octets),
      ...base64Spellings(reversed),
    ].map((text) => ({
      what: `station ${text}`,
      octets: Buffer.from(text, "latin1"),
    })),
    { what: "station as raw octets", octets },
    { what: "station as raw octets, reversed", octets: reversed },
  ];
}

/** Octets in base64 and base64url, behind none, one or two other octets: the letters that the neighbours do not touch. */
function base64Spellings(octets: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), octets, Buffer.alloc(3)]).toString("base64");
    const letters = text.slice(Math.ceil((8 * before) / 6), Math.floor((8 * (before + octets.length)) / 6));
    return [letters, letters.replaceAll("+", "-").replaceAll("/", "_")];
  });
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
