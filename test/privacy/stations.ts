import { readFileSync } from "node:fs";

/** Who is innocent in a capture, read with as little code as can be and none of the product's. */
export interface Innocents {
  /** Addresses that sent a probe request, an association or authentication request, or data to an access point. */
  stations: Set<string>;
  /** Names in directed probe requests. */
  askedNames: Map<string, Buffer>;
}

/** Management subtypes that only a station sends: (re)association request, probe request, authentication with sequence 1 is left out. */
const STATION_SUBTYPES = new Set([0, 2, 4]);

/** Reads a classic little-endian pcap with radiotap (link type 127), the form of the lab's recordings. */
export function innocentsOf(file: string, except: ReadonlySet<string>): Innocents {
  const octets = readFileSync(file);
  const stations = new Set<string>();
  const askedNames = new Map<string, Buffer>();
  for (let at = 24; at + 16 <= octets.length;) {
    const length = octets.readUInt32LE(at + 8);
    const record = octets.subarray(at + 16, at + 16 + length);
    at += 16 + length;
    const frame = record.subarray(record.readUInt16LE(2));
    if (frame.length < 24) continue;
    const type = (frame[0]! >> 2) & 3;
    const subtype = frame[0]! >> 4;
    const transmitter = frame
      .subarray(10, 16)
      .toString("hex")
      .replace(/..(?=.)/g, "$&:");
    const toDsOnly = (frame[1]! & 3) === 1;
    if ((type === 0 && STATION_SUBTYPES.has(subtype)) || (type === 2 && toDsOnly))
      if (!except.has(transmitter)) stations.add(transmitter);
    if (type === 0 && subtype === 4 && frame[24] === 0 && frame[25]! > 0) {
      const name = frame.subarray(26, 26 + frame[25]!);
      askedNames.set(name.toString("hex"), Buffer.from(name));
    }
  }
  return { stations, askedNames };
}
