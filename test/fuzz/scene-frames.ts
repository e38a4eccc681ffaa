import type { CapturedFrame } from "../../agent/src/radio/capture/frame-source.ts";
import { FrameKind } from "../../agent/src/radio/dot11/frame-kind.ts";
import { captured } from "../privacy/air.ts";
import { LISTED, PHONES, type Lie, type Story } from "./hostile-scene.ts";
import { RIGHT_ELEMENTS } from "./right-elements.ts";

const START = 1_790_000_000;
const TO_DS = 1;
const FROM_DS = 2;
const ADVERTISES: ReadonlySet<number> = new Set([FrameKind.beacon, FrameKind.probeResponse]);
/** Requests have their elements at once, or behind the capability and interval of a station. */
const NAMED: ReadonlyMap<number, number> = new Map([
  [FrameKind.probeRequest, 0],
  [FrameKind.associationRequest, 4],
  [FrameKind.reassociationRequest, 10],
]);
const LONGEST = 2_300;

/**
 * A scene as a radio hands it over. Before each of its stories every phone is heard as what it is: it asks, sends, and is sent data, so
 * that a sensor knows it, whatever happened to its clock.
 */
export function* framesOf(stories: readonly Story[], from = START): Generator<CapturedFrame> {
  let at = from;
  for (const story of stories) {
    at += story.before;
    for (const phone of PHONES) for (const octets of phoneSpeaks(phone)) yield captured(octets, (at += 0.001));
    for (let index = 0; index < story.times; index++) {
      at += story.everySeconds;
      const lies = index % story.lie.every === story.lie.every - 1;
      yield captured(frame(story, index, lies ? story.lie : undefined), at);
    }
  }
}

function phoneSpeaks(phone: number): Buffer[] {
  const radio = radioHeader({ tsf: 0, levelDbm: -60, channelMhz: 2_437 }, 0);
  const up = macHeader({ kind: 0x28, flags: TO_DS, duration: 0 }, [LISTED, phone, LISTED], 1);
  const down = macHeader({ kind: 0x28, flags: FROM_DS, duration: 0 }, [phone, LISTED, LISTED], 1);
  const asks = macHeader({ kind: FrameKind.probeRequest, flags: 0, duration: 0 }, [2 ** 48 - 1, phone, 2 ** 48 - 1], 1);
  return [
    Buffer.concat([radio, asks, Buffer.from([0, 0]), RIGHT_ELEMENTS[0]!]),
    Buffer.concat([radio, up, Buffer.alloc(20)]),
    Buffer.concat([radio, down, Buffer.alloc(20)]),
  ];
}

function frame(story: Story, index: number, lie: Lie | undefined): Buffer {
  const radio = radioHeader({ ...story, tsf: clockAt(story, index) }, lie?.header ?? 0);
  const body = bodyOf(story, index, lie);
  const octets = Buffer.concat([radio, body]).subarray(0, LONGEST);
  if (lie === undefined) return octets;
  const bit = radio.length * 8 + lie.bit;
  if (lie.bit >= 0 && bit < octets.length * 8) octets[bit >> 3]! ^= 1 << (bit & 7);
  return octets.subarray(0, Math.max(0, octets.length - lie.cut));
}

function clockAt({ tsf, clock, everySeconds }: Story, index: number): number {
  if (clock === "stands") return Math.floor(tsf);
  const passed = clock === "runs" ? index * everySeconds * 1e6 : ((index * 7_919) % 97) * 1e6;
  return Math.floor(tsf + passed) % 2 ** 53;
}

function bodyOf(story: Story, index: number, lie: Lie | undefined): Buffer {
  const { kind, receivers, transmitters, addressStep } = story;
  const receiver = receivers[index % receivers.length]!;
  const transmitter = (transmitters[index % transmitters.length]! + index * addressStep) % 2 ** 48;
  const bssid = story.bssid < 0 ? transmitter : story.bssid;
  const head = macHeader(story, [receiver, transmitter, bssid], story.sequence + index * story.sequenceStep);
  if (kind >> 4 === 1)
    return Buffer.concat([head.subarray(0, kind === FrameKind.cts || kind === FrameKind.ack ? 10 : 16)]);
  const named = NAMED.get(kind);
  if (kind >> 4 !== 0 || (!ADVERTISES.has(kind) && named === undefined)) return Buffer.concat([head, story.body]);
  return Buffer.concat([head, fixedOf(story, index, named), elementsOf(story, index, lie)]);
}

function fixedOf(story: Story, index: number, named: number | undefined): Buffer {
  if (named !== undefined) return Buffer.alloc(named, 1);
  const fixed = Buffer.alloc(12);
  fixed.writeBigUInt64LE(BigInt(clockAt(story, index)), 0);
  fixed.writeUInt16LE(story.interval, 8);
  fixed.writeUInt16LE(story.capability, 10);
  return fixed;
}

function elementsOf(story: Story, index: number, lie: Lie | undefined): Buffer {
  const name = Buffer.from(story.names[index % story.names.length]!).subarray(0, 255);
  const parts: Uint8Array[] = [Buffer.from([0, name.length, ...name])];
  for (const number of story.elements) parts.push(RIGHT_ELEMENTS[number]!);
  if (lie !== undefined) {
    const place = lie.at % parts.length;
    const wrong = Buffer.from(parts[place]!);
    if (wrong.length > 1) wrong[1] = (wrong[1]! + lie.longer) & 0xff;
    if (lie.value >= 0 && wrong.length > 2) wrong[2 + (lie.octet % (wrong.length - 2))] = lie.value;
    parts[place] = wrong;
    for (let times = lie.repeats; times > 0; times--) parts.push(wrong);
  }
  return Buffer.concat(parts);
}

function macHeader(
  { kind, flags, duration }: Pick<Story, "kind" | "flags" | "duration">,
  addresses: readonly number[],
  sequence: number,
): Buffer {
  const head = Buffer.alloc(24);
  head[0] = ((kind & 15) << 4) | ((kind >> 4) << 2);
  head[1] = flags;
  head.writeUInt16LE(duration, 2);
  for (const [place, address] of addresses.entries()) head.writeUIntBE(address, 4 + 6 * place, 6);
  head.writeUInt16LE((sequence & 4_095) << 4, 22);
  return head;
}

/** TSFT, flags, rate, channel, level; with `lie`, something of it is not so. */
function radioHeader(
  { tsf, levelDbm, channelMhz }: { tsf: number; levelDbm: number; channelMhz: number },
  lie: number,
): Buffer {
  const header = Buffer.alloc(23);
  header.writeUInt16LE(header.length, 2);
  header.writeUInt32LE(0b101111, 4);
  header.writeBigUInt64LE(BigInt(tsf), 8);
  header[17] = 2;
  header.writeUInt16LE(channelMhz, 18);
  header.writeUInt16LE(0xa0, 20);
  header.writeInt8(Math.max(-128, Math.min(127, levelDbm)), 22);
  switch (lie) {
    // All fields are said to be there; more words follow without end; a vendor's namespace; what nobody knows.
    case 1:
      header.writeUInt32LE(0x0fff_ffff, 4);
      break;
    case 2:
      header.writeUInt32LE(0xa000_002f, 4);
      header.writeUInt32LE(0xffff_ffff, 8);
      break;
    case 3:
      header.writeUInt32LE(0x4000_002f, 4);
      break;
    case 4:
      header.writeUInt32LE(0x1000_002f, 4);
      break;
    // A length beyond the frame, below the header, into the frame.
    case 5:
      header.writeUInt16LE(65_535, 2);
      break;
    case 6:
      header.writeUInt16LE(3, 2);
      break;
    case 7:
      header.writeUInt16LE(40, 2);
      break;
    // An FCS that is not there; a frame that is called damaged.
    case 8:
      header[16] = 0x10;
      break;
    case 9:
      header[16] = 0x50;
      break;
    default:
  }
  return header;
}
