import { writeFileSync } from "node:fs";
import { beacon, dataUp, deauthentication, request, response } from "./air.ts";

const AP = "00:1f:7a:e2:6c:98";
const ASKER = "02:00:5e:00:00:77";
const NAMES = ["Airport", "Cafe Luna", "Home of Li", "Office", "Hotel Rose", "Bakery", "Gym", "Library"];
/** Seconds between two frames. */
const STEP_SECONDS = 0.02;
const START = 1_760_000_000;

/** Networks and good-byes that a forger makes in a phone's address: 80 s of them. */
const forged = (phone: string): Buffer[] =>
  Array.from({ length: 160 }, () => [
    ...NAMES.flatMap((name) => [response(phone, ASKER, name), beacon(phone, name)]),
    beacon(AP, "Tea"),
    ...Array.from({ length: 8 }, () => deauthentication(phone, AP, AP)),
  ]).flat();
const speaks = (phone: string): Buffer[] => [request(phone), dataUp(phone, AP), deauthentication(phone, AP, AP)];

/** Writes recordings of a forger in the address of a phone that spoke first, and of one that speaks after it was named. */
export function writeForgedCaptures(
  folder: string,
  phones: { first: string; later: string },
): { scenario: string; file: string }[] {
  return [
    write(folder, "forged-first", [...speaks(phones.first), ...forged(phones.first)]),
    write(folder, "forged-later", [...forged(phones.later), ...speaks(phones.later), ...forged(phones.later)]),
  ];
}

/** A classic pcap, little-endian, microseconds, radiotap. */
function write(folder: string, scenario: string, frames: readonly Buffer[]): { scenario: string; file: string } {
  const header = Buffer.alloc(24);
  for (const [offset, value] of [0xa1b2c3d4, 0x0004_0002, 0, 0, 65_535, 127].entries())
    header.writeUInt32LE(value, 4 * offset);
  const records = frames.flatMap((frame, index) => {
    const at = START + index * STEP_SECONDS;
    const record = Buffer.alloc(16);
    for (const [offset, value] of [Math.floor(at), Math.round((at % 1) * 1e6), frame.length, frame.length].entries())
      record.writeUInt32LE(value, 4 * offset);
    return [record, frame];
  });
  const file = `${folder}/${scenario}.pcap`;
  writeFileSync(file, Buffer.concat([header, ...records]));
  return { scenario, file };
}
