import { CAPTURE_FORM } from "@probewarden/contract";
import { computeFcs } from "../dot11/fcs.ts";
import type { KeptFrame } from "./kept-figures.ts";
import type { RedactedOctets } from "./redact-frame.ts";

/** Block types (draft-ietf-opsawg-pcapng, 4). */
const SECTION_HEADER = 0x0a0d_0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
/** Block type, two lengths, interface, time in two halves, two lengths of the frame. */
const PACKET_OVERHEAD_OCTETS = 32;

/** Radiotap (https://www.radiotap.org/): bits of the present word, in the order of the fields. */
const TSFT = 1 << 0;
const FLAGS = 1 << 1;
const RATE = 1 << 2;
const CHANNEL = 1 << 3;
const SIGNAL = 1 << 5;
const FIXED_OCTETS = 8;
const FCS_AT_END = 0x10;
const RATE_UNIT_KBPS = 500;
const MOST_RATE = 255;
const MOST_TSFT = 2 ** 63;
const MOST_CHANNEL_MHZ = 65_535;
const MOST_DBM = 127;
/** Channel flags: 2.4 GHz or 5 GHz spectrum. */
const GHZ_2 = 0x0080;
const GHZ_5 = 0x0100;
const BELOW_5_GHZ_MHZ = 3_000;

/** Writes the capture of an excerpt in the form of {@link CAPTURE_FORM}. */
export class CaptureWriter {
  readonly #blocks: Buffer[] = [sectionHeader(), interfaceDescription(), interfaceDescription()];
  #octets = this.#blocks.reduce((sum, it) => sum + it.length, 0);

  /** Octets that are written. */
  get octets(): number {
    return this.#octets;
  }

  /** Adds a frame: what was kept of how it arrived, and its octets as they may leave. `withLevel`: at which level. Returns its octets in the file. */
  add(kept: KeptFrame, frame: RedactedOctets, withLevel: boolean): number {
    const block = packet(kept, frame, withLevel);
    this.#blocks.push(block);
    this.#octets += block.length;
    return block.length;
  }

  file(): Buffer {
    return Buffer.concat(this.#blocks);
  }
}

function packet(kept: KeptFrame, { octets, isCut }: RedactedOctets, withLevel: boolean): Buffer {
  const isChecked = kept.isChecked && !isCut;
  const frame = isChecked ? withFcs(octets) : octets;
  const captured = Buffer.concat([radiotap({ ...kept, isChecked }, withLevel), frame]);
  const head = Buffer.alloc(PACKET_OVERHEAD_OCTETS - 4);
  const length = PACKET_OVERHEAD_OCTETS + captured.length + (-captured.length & 3);
  const ticks = BigInt(Math.round(kept.atSeconds * 1e6));
  head.writeUInt32LE(ENHANCED_PACKET, 0);
  head.writeUInt32LE(length, 4);
  head.writeUInt32LE(isChecked ? CAPTURE_FORM.checkedInterface : CAPTURE_FORM.uncheckedInterface, 8);
  head.writeUInt32LE(Number(ticks >> 32n), 12);
  head.writeUInt32LE(Number(ticks & 0xffff_ffffn), 16);
  head.writeUInt32LE(captured.length, 20);
  head.writeUInt32LE(captured.length + (isCut ? CAPTURE_FORM.missingOctets : 0), 24);
  return Buffer.concat([head, captured, Buffer.alloc(-captured.length & 3), uint32(length)]);
}

/** It was right, of octets some of which stand here as others: so it is right of these too. */
function withFcs(octets: Uint8Array): Buffer {
  return Buffer.concat([octets, uint32(computeFcs(octets, 0, octets.length))]);
}

function radiotap(
  { tsftMicroseconds, rateKbps, channelMhz, rssiDbm, isChecked }: KeptFrame,
  withLevel: boolean,
): Buffer {
  const rate = Math.round(rateKbps / RATE_UNIT_KBPS);
  const hasTsft = tsftMicroseconds >= 0 && tsftMicroseconds < MOST_TSFT;
  const hasRate = rate > 0 && rate <= MOST_RATE;
  const hasChannel = channelMhz > 0 && channelMhz <= MOST_CHANNEL_MHZ;
  const hasLevel = withLevel && !Number.isNaN(rssiDbm);
  const fields: Buffer[] = [];
  if (hasTsft) {
    const tsft = Buffer.alloc(8);
    tsft.writeBigUInt64LE(BigInt(Math.floor(tsftMicroseconds)));
    fields.push(tsft);
  }
  fields.push(Buffer.from(hasRate ? [isChecked ? FCS_AT_END : 0, rate] : [isChecked ? FCS_AT_END : 0]));
  if (hasChannel) {
    // Two-octet fields stand at even offsets.
    if (!hasRate) fields.push(Buffer.alloc(1));
    const channel = Buffer.alloc(4);
    channel.writeUInt16LE(channelMhz, 0);
    channel.writeUInt16LE(channelMhz < BELOW_5_GHZ_MHZ ? GHZ_2 : GHZ_5, 2);
    fields.push(channel);
  }
  if (hasLevel)
    fields.push(Buffer.from(Int8Array.of(Math.max(-MOST_DBM, Math.min(Math.round(rssiDbm), MOST_DBM))).buffer));
  const body = Buffer.concat(fields);
  const head = Buffer.alloc(FIXED_OCTETS);
  head.writeUInt16LE(FIXED_OCTETS + body.length, 2);
  const present =
    (hasTsft ? TSFT : 0) | FLAGS | (hasRate ? RATE : 0) | (hasChannel ? CHANNEL : 0) | (hasLevel ? SIGNAL : 0);
  head.writeUInt32LE(present, 4);
  return Buffer.concat([head, body]);
}

function sectionHeader(): Buffer {
  const block = Buffer.alloc(28, 0xff);
  block.writeUInt32LE(SECTION_HEADER, 0);
  block.writeUInt32LE(28, 4);
  block.writeUInt32LE(BYTE_ORDER_MAGIC, 8);
  block.writeUInt16LE(1, 12);
  block.writeUInt16LE(0, 14);
  // Section length -1: not said.
  block.writeUInt32LE(28, 24);
  return block;
}

/** Time stamps in microseconds, which is what is meant where nothing is said (4.2, if_tsresol). */
function interfaceDescription(): Buffer {
  const block = Buffer.alloc(20);
  block.writeUInt32LE(INTERFACE_DESCRIPTION, 0);
  block.writeUInt32LE(20, 4);
  block.writeUInt16LE(CAPTURE_FORM.radiotap, 8);
  block.writeUInt32LE(CAPTURE_FORM.snapLength, 12);
  block.writeUInt32LE(20, 16);
  return block;
}

function uint32(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32LE(value >>> 0);
  return octets;
}
