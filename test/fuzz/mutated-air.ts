import { readFileSync } from "node:fs";
import type { CapturedFrame } from "../../agent/src/radio/capture/frame-source.ts";
import { Random } from "./random.ts";

/** A frame of a recording, as it was captured. */
interface Recorded {
  octets: Buffer;
  linkType: number;
  atSeconds: number;
}

/** Kinds of which something is made: the first octet of Frame Control. A mutated frame becomes one of these more often than chance would have it. */
const KINDS = [0x80, 0x50, 0x40, 0x00, 0x10, 0xa0, 0xb0, 0xc0, 0xd0, 0x08, 0x88, 0x48, 0xc8, 0xa4, 0xb4, 0xd4] as const;
const LINK_TYPES = [105, 119, 127, 163, 192] as const;
/** Times that a capture file can state although no radio can: the beginning, the end of 32 bits, of calendars and of numbers. */
const IMPOSSIBLE_TIMES = [
  0,
  -1,
  2 ** 32 - 1,
  253_402_300_800,
  8.64e12,
  1e300,
  -1e300,
  Number.MAX_VALUE,
  Number.NaN,
  Infinity,
  -Infinity,
] as const;
const RADIOTAP = 127;
const LONGEST = 2_400;

/** The frames of a classic pcap file, little-endian, microseconds. */
export function recordedFrames(file: string): Recorded[] {
  const capture = readFileSync(file);
  const linkType = capture.readUInt32LE(20);
  const frames: Recorded[] = [];
  for (let at = 24; at + 16 <= capture.length;) {
    const length = capture.readUInt32LE(at + 8);
    const atSeconds = capture.readUInt32LE(at) + capture.readUInt32LE(at + 4) / 1e6;
    frames.push({ octets: capture.subarray(at + 16, at + 16 + length), linkType, atSeconds });
    at += 16 + length;
  }
  return frames;
}

/**
 * Plays a recording with something wrong in most frames: bits that flipped, kinds, addresses and elements exchanged, lengths that lie,
 * octets missing or too many, radio headers of nonsense, times that jump. Stretches of one mutation again and again are in it too, for
 * detectors judge what repeats. The same seed gives the same air.
 */
export function* mutatedAir(recorded: readonly Recorded[], seed: number, count: number): Generator<CapturedFrame> {
  const random = new Random(seed);
  const octets = Buffer.alloc(LONGEST);
  const frame: CapturedFrame = {
    bytes: octets,
    originalLength: 0,
    atSeconds: 0,
    atNanoseconds: 0n,
    timeUnknown: false,
    interfaceNumber: 0,
    fcsAtEnd: false,
    damage: undefined,
    linkType: RADIOTAP,
  };
  let from = random.below(recorded.length);
  let shift = 0;
  let mutate = random.pick(MUTATIONS);
  for (let index = 0; index < count; index++) {
    if (random.chance(0.02)) mutate = random.pick(MUTATIONS);
    if (random.chance(0.005)) from = random.below(recorded.length);
    if (random.chance(0.001)) shift += random.pick([-3_600, -61, -1, 1, 61, 3_600, 86_400, 1e9]);
    const {
      octets: heard,
      linkType,
      atSeconds,
    } = random.chance(0.3) ? random.pick(recorded) : recorded[(from + index) % recorded.length]!;
    let length = Math.min(heard.length, LONGEST);
    heard.copy(octets, 0, 0, length);
    frame.linkType = linkType;
    frame.atSeconds = atSeconds + shift;
    for (let times = random.below(3); times > 0; times--) length = mutate(octets, length, random, recorded);
    if (random.chance(0.003)) frame.linkType = random.pick(LINK_TYPES);
    if (random.chance(0.0005)) frame.atSeconds = random.pick(IMPOSSIBLE_TIMES);
    frame.timeUnknown = random.chance(0.001);
    frame.fcsAtEnd = random.chance(0.01);
    frame.interfaceNumber = random.chance(0.01) ? random.below(4) : 0;
    frame.bytes = octets.subarray(0, length);
    frame.originalLength = random.chance(0.02) ? length + random.below(400) : length;
    yield frame;
  }
}

type Mutation = (octets: Buffer, length: number, random: Random, recorded: readonly Recorded[]) => number;

/** Where Frame Control stands: behind a radiotap header that says how long it is. */
function frameControl(octets: Buffer, length: number): number {
  const header = octets.readUInt16LE(2);
  return header + 24 < length ? header : 0;
}

const MUTATIONS: readonly Mutation[] = [
  // Nothing at all: the recording as it was.
  (_octets, length) => length,
  // One bit.
  (octets, length, random) => {
    const at = random.below(Math.max(1, length));
    octets[at] = octets[at]! ^ (1 << random.below(8));
    return length;
  },
  // Another kind of frame with the same octets.
  (octets, length, random) => {
    octets[frameControl(octets, length)] = random.pick(KINDS);
    return length;
  },
  // Other flags: ToDS, FromDS, Retry, Protected, +HTC.
  (octets, length, random) => {
    octets[frameControl(octets, length) + 1] = random.below(256);
    return length;
  },
  // One address in the place of another, or a new one, or a group.
  (octets, length, random) => {
    const start = frameControl(octets, length);
    const to = start + random.pick([4, 10, 16]);
    const from = start + random.pick([4, 10, 16]);
    octets.copyWithin(to, from, from + 6);
    if (random.chance(0.5)) octets[to + 5] = random.below(256);
    if (random.chance(0.1)) octets[to] = octets[to]! | 1;
    return length;
  },
  // Octets of a number: counter, clock, interval, capability, reason.
  (octets, length, random) => {
    const at = frameControl(octets, length) + 22 + random.below(16);
    if (at < length) octets[at] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.below(256)]);
    return length;
  },
  // Cut short, down to nothing.
  (_octets, length, random) => random.below(length + 1),
  // Octets too many: nonsense, or the elements of another frame.
  (octets, length, random, recorded) => {
    const more = Math.min(random.below(60), LONGEST - length);
    const other = random.pick(recorded).octets;
    if (random.chance(0.5)) other.copy(octets, length, Math.min(60, other.length), 60 + more);
    else for (let at = length; at < length + more; at++) octets[at] = random.below(256);
    return length + more;
  },
  // An element's length, or its name.
  (octets, length, random) => {
    const at = frameControl(octets, length) + 36 + random.below(8);
    if (at < length) octets[at] = random.pick([0, 1, 2, 32, 33, 254, 255, random.below(256)]);
    return length;
  },
  // Another name.
  (octets, length, random) => {
    const at = frameControl(octets, length) + 38;
    for (let index = at; index < Math.min(at + random.below(12), length); index++)
      octets[index] = 0x61 + random.below(26);
    return length;
  },
  // The radio header: fields that are there or not, levels, channels.
  (octets, length, random) => {
    const at = random.below(Math.min(32, length));
    if (at < length) octets[at] = random.pick([0, 0x7f, 0x80, 0xff, random.below(256)]);
    return length;
  },
];
