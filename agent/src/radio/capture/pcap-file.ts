import { BIG_ENDIAN, type ByteOrder, LITTLE_ENDIAN } from "./byte-order.ts";
import { CapturedRecord, timeScale } from "./captured-record.ts";
import type { CapturedFrame } from "./frame-source.ts";
import { MAX_RECORD_OCTETS, type RecordParser } from "./record-parser.ts";

/** Magic numbers of pcap (draft-ietf-opsawg-pcap, 4): microseconds, nanoseconds, and Kuznetzov's variant with longer record headers. */
const MICROSECONDS = 0xa1b2_c3d4;
const NANOSECONDS = 0xa1b2_3c4d;
const KUZNETZOV = 0xa1b2_cd34;

const FILE_HEADER_OCTETS = 24;
/** File header: the link type. Its highest bits may say how long the FCS is that ends each frame, in units of 16 bits. */
const LINK_TYPE = 20;
const LINK_TYPE_MASK = 0xffff;
const FCS_LENGTH_PRESENT = 0x0400_0000;
const FCS_LENGTH_SHIFT = 28;
const FCS_UNITS = 2;
/** Record header: seconds, fraction, captured length, original length; Kuznetzov adds interface, protocol and packet type. */
const RECORD_HEADER_OCTETS = 16;
const KUZNETZOV_HEADER_OCTETS = 24;

/** Reads a pcap file of either byte order. */
export class PcapParser implements RecordParser {
  broken: string | undefined = undefined;
  stopped = false;
  readonly #consume: (frame: CapturedFrame) => void;
  readonly #order: ByteOrder;
  readonly #headerOctets: number;
  readonly #scale: ReturnType<typeof timeScale>;
  readonly #record = new CapturedRecord();
  #inRecords = false;

  constructor(order: ByteOrder, magic: number, consume: (frame: CapturedFrame) => void) {
    this.#order = order;
    this.#consume = consume;
    this.#headerOctets = magic === KUZNETZOV ? KUZNETZOV_HEADER_OCTETS : RECORD_HEADER_OCTETS;
    this.#scale = timeScale(magic === NANOSECONDS ? 1_000_000_000n : 1_000_000n);
  }

  /** A parser for the file that begins with these (at least four) octets; undefined when it is no pcap file. */
  static recognise(octets: Uint8Array, consume: (frame: CapturedFrame) => void): PcapParser | undefined {
    for (const order of [LITTLE_ENDIAN, BIG_ENDIAN]) {
      const magic = order.uint32(octets, 0);
      if (magic === MICROSECONDS || magic === NANOSECONDS || magic === KUZNETZOV) {
        return new PcapParser(order, magic, consume);
      }
    }
    return undefined;
  }

  parse(window: Uint8Array, end: number): number {
    let at = 0;
    if (!this.#inRecords) {
      if (end < FILE_HEADER_OCTETS) return 0;
      const word = this.#order.uint32(window, LINK_TYPE);
      this.#record.linkType = word & LINK_TYPE_MASK;
      this.#record.fcsAtEnd = (word & FCS_LENGTH_PRESENT) !== 0 && word >>> FCS_LENGTH_SHIFT === FCS_UNITS;
      this.#inRecords = true;
      at = FILE_HEADER_OCTETS;
    }
    const record = this.#record;
    const order = this.#order;
    const consume = this.#consume;
    while (at + this.#headerOctets <= end && !this.stopped) {
      const capturedLength = order.uint32(window, at + 8);
      if (capturedLength > MAX_RECORD_OCTETS) {
        this.broken = `a record claims ${capturedLength} octets (the limit is ${MAX_RECORD_OCTETS})`;
        break;
      }
      const start = at + this.#headerOctets;
      if (start + capturedLength > end) break;
      record.setTime(order.uint32(window, at), 0, order.uint32(window, at + 4), this.#scale);
      record.originalLength = order.uint32(window, at + 12);
      record.setPlace(window, start, capturedLength);
      consume(record);
      at = start + capturedLength;
    }
    return at;
  }
}
