import { BIG_ENDIAN, type ByteOrder, LITTLE_ENDIAN } from "./byte-order.ts";
import { CapturedRecord } from "./captured-record.ts";
import type { CapturedFrame } from "./frame-source.ts";
import { damageIn, fcsOctetsIn, readPacketFlags } from "./pcapng-flags.ts";
import { type PcapngInterface, readInterface } from "./pcapng-interface.ts";
import { MAX_RECORD_OCTETS, type RecordParser } from "./record-parser.ts";

/** Block types (draft-ietf-opsawg-pcapng, 4 and 10.1). A section header's is the same in both byte orders. */
const SECTION_HEADER = 0x0a0d_0d0a;
const INTERFACE_DESCRIPTION = 1;
const PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;

const BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
/** Block Type, Block Total Length, …, Block Total Length again. */
const BLOCK_HEADER_OCTETS = 8;
const BLOCK_MINIMUM_OCTETS = 12;
/** A block that holds a frame: headers and options beside the frame are far below this. */
const FRAME_BLOCK_MAX_OCTETS = MAX_RECORD_OCTETS + 65_536;
/** Any other block is passed over unread, unless its length is beyond belief. */
const OTHER_BLOCK_MAX_OCTETS = 64 * 1024 * 1024;
/** Interfaces in a section: a file with more is hostile. */
const MAX_INTERFACES = 4096;
/** Least length of the blocks that are read, and where the frame's octets begin in them. */
const INTERFACE_MINIMUM_OCTETS = 20;
const SECTION_MINIMUM_OCTETS = 28;
const SIMPLE_FRAME = 12;
const ENHANCED_FRAME = 28;

/** Reads a pcapng file: sections of either byte order, each with interfaces of its own. Blocks it does not know are passed over. */
export class PcapngParser implements RecordParser {
  broken: string | undefined = undefined;
  stopped = false;
  readonly #consume: (frame: CapturedFrame) => void;
  readonly #record = new CapturedRecord();
  #order: ByteOrder = LITTLE_ENDIAN;
  #interfaces: PcapngInterface[] = [];
  /** Interfaces of the sections before. */
  #passedInterfaces = 0;

  constructor(consume: (frame: CapturedFrame) => void) {
    this.#consume = consume;
  }

  /** A parser for the file that begins with these (at least four) octets; undefined when it is no pcapng file. */
  static recognise(octets: Uint8Array, consume: (frame: CapturedFrame) => void): PcapngParser | undefined {
    return LITTLE_ENDIAN.uint32(octets, 0) === SECTION_HEADER ? new PcapngParser(consume) : undefined;
  }

  parse(window: Uint8Array, end: number): number {
    let at = 0;
    while (at + BLOCK_MINIMUM_OCTETS <= end && !this.stopped) {
      const isSection = LITTLE_ENDIAN.uint32(window, at) === SECTION_HEADER;
      if (isSection && !this.#chooseByteOrder(window, at)) break;
      const type = this.#order.uint32(window, at);
      const length = this.#order.uint32(window, at + 4);
      if (length < BLOCK_MINIMUM_OCTETS || length % 4 !== 0) {
        this.broken = `a block claims ${length} octets, which no block can have`;
        break;
      }
      const isRead = isSection || type === INTERFACE_DESCRIPTION || isFrame(type);
      if (length > (isRead ? FRAME_BLOCK_MAX_OCTETS : OTHER_BLOCK_MAX_OCTETS)) {
        this.broken = `a block of type ${type} claims ${length} octets`;
        break;
      }
      if (!isRead) {
        at += length;
        continue;
      }
      if (at + length > end) break;
      if (this.#order.uint32(window, at + length - 4) !== length) {
        this.broken = "the two lengths of a block differ";
        break;
      }
      this.broken = this.#readBlock(type, window, at, length);
      if (this.broken !== undefined) break;
      at += length;
    }
    return at;
  }

  #chooseByteOrder(window: Uint8Array, at: number): boolean {
    for (const order of [LITTLE_ENDIAN, BIG_ENDIAN]) {
      if (order.uint32(window, at + BLOCK_HEADER_OCTETS) === BYTE_ORDER_MAGIC) {
        this.#order = order;
        return true;
      }
    }
    this.broken = "a section begins without the byte-order magic";
    return false;
  }

  /** Reads one whole block. Returns what is wrong with it. */
  #readBlock(type: number, window: Uint8Array, at: number, length: number): string | undefined {
    switch (type) {
      case SECTION_HEADER:
        if (length < SECTION_MINIMUM_OCTETS) return "a section header is too short";
        this.#passedInterfaces += this.#interfaces.length;
        this.#interfaces = [];
        return undefined;
      case INTERFACE_DESCRIPTION:
        if (length < INTERFACE_MINIMUM_OCTETS) return "an interface description is too short";
        if (this.#interfaces.length >= MAX_INTERFACES) return `more than ${MAX_INTERFACES} interfaces`;
        this.#interfaces.push(
          readInterface(window, at, at + length - 4, this.#order, this.#passedInterfaces + this.#interfaces.length),
        );
        return undefined;
      case SIMPLE_PACKET:
        return this.#readSimplePacket(window, at, length);
      default:
        return this.#readPacket(type, window, at, length);
    }
  }

  /** Enhanced Packet Block, or the Packet Block it replaced, whose interface number has 16 bits. */
  #readPacket(type: number, window: Uint8Array, at: number, length: number): string | undefined {
    if (length < ENHANCED_FRAME + 4) return "a packet block is too short";
    const order = this.#order;
    const number = type === PACKET ? order.uint16(window, at + 8) : order.uint32(window, at + 8);
    const heardBy = this.#interfaces[number];
    if (heardBy === undefined) return `a frame of interface ${number}, which was not described`;
    this.#record.setTime(0, order.uint32(window, at + 12), order.uint32(window, at + 16), heardBy.scale);
    const capturedLength = order.uint32(window, at + 20);
    const options = at + ENHANCED_FRAME + capturedLength + (-capturedLength & 3);
    const flags = readPacketFlags(window, options, at + length - 4, order);
    return this.#deliver(heardBy, window, at + ENHANCED_FRAME, capturedLength, {
      room: length - ENHANCED_FRAME - 4,
      originalLength: order.uint32(window, at + 24),
      flags,
    });
  }

  /** A Simple Packet Block is of interface 0 and has no time: it gets that of the frame before. */
  #readSimplePacket(window: Uint8Array, at: number, length: number): string | undefined {
    if (length < SIMPLE_FRAME + 4) return "a simple packet block is too short";
    const heardBy = this.#interfaces[0];
    if (heardBy === undefined) return "a frame before any interface was described";
    const originalLength = this.#order.uint32(window, at + 8);
    const room = length - SIMPLE_FRAME - 4;
    const kept = Math.min(originalLength, heardBy.snapLength === 0 ? originalLength : heardBy.snapLength);
    return this.#deliver(heardBy, window, at + SIMPLE_FRAME, kept, { room, originalLength, flags: 0 });
  }

  #deliver(
    heardBy: PcapngInterface,
    window: Uint8Array,
    start: number,
    capturedLength: number,
    { room, originalLength, flags }: { room: number; originalLength: number; flags: number },
  ): string | undefined {
    if (capturedLength > room || capturedLength > MAX_RECORD_OCTETS) {
      return `a frame claims ${capturedLength} octets in a block with room for ${room}`;
    }
    const record = this.#record;
    record.linkType = heardBy.linkType;
    record.interfaceNumber = heardBy.number;
    record.fcsAtEnd = flags === 0 ? heardBy.fcsAtEnd : (fcsOctetsIn(flags) ?? heardBy.fcsAtEnd);
    record.damage = flags === 0 ? undefined : damageIn(flags);
    record.originalLength = originalLength;
    record.setPlace(window, start, capturedLength);
    this.#consume(record);
    return undefined;
  }
}

function isFrame(type: number): boolean {
  return type === ENHANCED_PACKET || type === SIMPLE_PACKET || type === PACKET;
}
