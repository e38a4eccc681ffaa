import { closeSync, openSync, writeSync } from "node:fs";
import type { CapturedFrame } from "../../agent/src/radio/capture/frame-source.ts";
import { hex } from "../../agent/src/radio/dot11/octets-for-tests.ts";

/** Air that somebody made so that a sensor works as hard as it can. */
export interface HostileMix {
  /** What is in the air, for the table. */
  readonly name: string;
  /** Frames a second of air. */
  readonly rate: number;
  /** Frames in a CPU second that a sensor must take, on the quiet machine that figures are of. */
  readonly leastFrames: number;
  /** Writes frame number `index` behind the radio header and returns where it ends. */
  write(octets: Buffer, index: number): number;
}

/** Link type 127: version, length, the fields that are there (flags, channel, level), and the fields: no FCS, channel 6, the level in the last octet. */
const HEADER = hex("00000f00 2a000000 00 00 8509a000 d6");
export const RADIO_OCTETS = HEADER.length;
const LEVEL = RADIO_OCTETS - 1;
/** Octets of a management frame's MAC header. */
const HEADER_OCTETS = 24;
const TWO_TO_32 = 2 ** 32;
const LONGEST = 2_400;
export const BROADCAST = 0xffff_ffff_ffff;
/** Where invented addresses begin: individual, locally administered. */
export const INVENTED = 0x02_10_00_00_00_00;
const FORGED_BSSIDS = 4_096;

/** Supported rates, channel 6, TIM; then what makes a beacon as rich as an ordinary access point's. */
const LITTLE = hex("010882848b960c121824 030106 050400010000");
const RICH = hex(
  `2a0100 32043048606c 2d1a${"00".repeat(26)} 3d16${"06".padEnd(44, "0")} 7f080000000000000040 dd050050f20401`,
);

export const HOSTILE_MIXES: readonly HostileMix[] = [
  {
    name: "every data frame a new transmitter",
    rate: 5_000,
    leastFrames: 500_000,
    write(octets, index) {
      return header(octets, 0x08, 0x01, INVENTED, INVENTED + 1 + index, INVENTED + 7, index) + 40;
    },
  },
  {
    name: "every beacon a new network",
    rate: 5_000,
    leastFrames: 500_000,
    write(octets, index) {
      const bssid = INVENTED + index;
      return advertise(octets, 0x80, BROADCAST, bssid, index, `net-${index}`, index % 2 === 0);
    },
  },
  {
    name: "every probe a new name",
    rate: 5_000,
    leastFrames: 500_000,
    write(octets, index) {
      const at = header(octets, 0x40, 0, BROADCAST, INVENTED + index, BROADCAST, index);
      const name = `name-${index}`;
      octets[at] = 0;
      octets[at + 1] = name.length;
      const end = at + 2 + octets.write(name, at + 2, "latin1");
      octets.set(LITTLE, end);
      return end + LITTLE.length;
    },
  },
  {
    name: "each new station addressed by a new sender",
    rate: 5_000,
    leastFrames: 250_000,
    write(octets, index) {
      const station = INVENTED + (index >> 1);
      // A probe request, then a Null frame from an address that has nothing in common with the others.
      if (index % 2 === 0) return header(octets, 0x40, 0, BROADCAST, station, BROADCAST, index);
      octets[LEVEL] = 256 - 30 - (index % 61);
      const sender = INVENTED + (Math.imul(index, 2_654_435_761) >>> 0);
      return header(octets, 0x48, 0, station, sender, station, index);
    },
  },
  {
    name: "every good-bye a new network",
    rate: 5_000,
    leastFrames: 250_000,
    write(octets, index) {
      const bssid = INVENTED + index;
      const at = header(octets, 0xc0, 0, BROADCAST, bssid, bssid, index);
      return octets.writeUInt16LE(7, at);
    },
  },
  {
    name: "every element empty",
    rate: 1_000,
    leastFrames: 250_000,
    write(octets, index) {
      const bssid = INVENTED + index;
      const at = fixedFields(octets, header(octets, 0x80, 0, BROADCAST, bssid, bssid, index), index);
      // The longest body that a management frame may have, in elements of two octets each; none is an SSID.
      const end = at + 2_300;
      octets.fill(0, at, end);
      for (let element = at; element < end; element += 2) octets[element] = 0xdd;
      return end;
    },
  },
  {
    name: "4096 BSSIDs, each answer a new name",
    rate: 3_600,
    leastFrames: 250_000,
    write(octets, index) {
      const bssid = INVENTED + (index % FORGED_BSSIDS);
      return advertise(octets, 0x50, INVENTED + (1 << 24), bssid, index, `name-${index}`, false);
    },
  },
  {
    name: "300 forged answers/s over 4096 BSSIDs",
    rate: 300,
    leastFrames: 250_000,
    write(octets, index) {
      const bssid = INVENTED + ((Math.imul(index, 2_654_435_761) >>> 0) % FORGED_BSSIDS);
      octets[LEVEL] = 256 - 40 - (index % 7);
      return advertise(octets, 0x50, INVENTED + (1 << 24), bssid, index, `shop-${index % 977}`, true);
    },
  },
];

/** The frames of a mix, one after the other in the same object, as a source hands them over. */
export function* framesOf(mix: HostileMix, count: number, fromSeconds = 1_800_000_000): Generator<CapturedFrame> {
  const octets = Buffer.alloc(LONGEST);
  octets.set(HEADER, 0);
  const frame: CapturedFrame = {
    bytes: octets,
    originalLength: 0,
    atSeconds: 0,
    atNanoseconds: 0n,
    timeUnknown: false,
    linkType: 127,
    interfaceNumber: 0,
    fcsAtEnd: false,
    damage: undefined,
  };
  for (let index = 0; index < count; index++) {
    const end = mix.write(octets, index);
    frame.bytes = octets.subarray(0, end);
    frame.originalLength = end;
    frame.atSeconds = fromSeconds + index / mix.rate;
    yield frame;
  }
}

/** Writes `count` frames of a mix as a capture file. */
export function writeHostileCapture(mix: HostileMix, target: string, count: number): void {
  const out = openSync(target, "w");
  const pieces: Buffer[] = [Buffer.from("d4c3b2a1020004000000000000000000ffff00007f000000", "hex")];
  let size = 0;
  for (const { bytes, atSeconds } of framesOf(mix, count)) {
    const record = Buffer.alloc(16 + bytes.length);
    record.writeUInt32LE(Math.floor(atSeconds), 0);
    record.writeUInt32LE(Math.floor((atSeconds % 1) * 1e6), 4);
    record.writeUInt32LE(bytes.length, 8);
    record.writeUInt32LE(bytes.length, 12);
    record.set(bytes, 16);
    pieces.push(record);
    size += record.length;
    if (size < 1 << 20) continue;
    writeSync(out, Buffer.concat(pieces.splice(0)));
    size = 0;
  }
  writeSync(out, Buffer.concat(pieces));
  closeSync(out);
}

/** The MAC header of a management or data frame; returns where its body begins. */
export function header(
  octets: Buffer,
  control: number,
  flags: number,
  receiver: number,
  transmitter: number,
  bssid: number,
  index: number,
): number {
  let at = RADIO_OCTETS;
  octets[at++] = control;
  octets[at++] = flags;
  at = octets.writeUInt16LE(0, at);
  at = octets.writeUIntBE(receiver, at, 6);
  at = octets.writeUIntBE(transmitter, at, 6);
  at = octets.writeUIntBE(bssid, at, 6);
  return octets.writeUInt16LE((index & 0xfff) << 4, at);
}

/** Timestamp, beacon interval, capability: an access point's. */
export function fixedFields(octets: Buffer, at: number, index: number): number {
  const afterTime = octets.writeUInt32LE(0, octets.writeUInt32LE(index * 1_000, at));
  return octets.writeUInt16LE(0x0411, octets.writeUInt16LE(100, afterTime));
}

/** Sets timestamp and beacon interval of the beacon or answer that was written last. */
export function setClock(octets: Buffer, microseconds: number, intervalTu: number): void {
  const at = RADIO_OCTETS + HEADER_OCTETS;
  octets.writeUInt32LE(microseconds % TWO_TO_32, at);
  octets.writeUInt32LE(Math.floor(microseconds / TWO_TO_32), at + 4);
  octets.writeUInt16LE(intervalTu, at + 8);
}

/** A beacon or answer of an access point: with a name, and with what an ordinary one tells of itself, or little of it. */
export function advertise(
  octets: Buffer,
  control: number,
  receiver: number,
  bssid: number,
  index: number,
  name: string,
  isRich: boolean,
): number {
  let at = fixedFields(octets, header(octets, control, 0, receiver, bssid, bssid, index), index);
  octets[at++] = 0;
  octets[at++] = name.length;
  at += octets.write(name, at, "latin1");
  octets.set(LITTLE, at);
  at += LITTLE.length;
  if (!isRich) return at;
  octets.set(RICH, at);
  return at + RICH.length;
}
