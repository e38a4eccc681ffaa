/** Writes the numbers of a capture file in one byte order. */
export class CaptureWriter {
  readonly #littleEndian: boolean;

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
  }

  uint16(...values: number[]): Buffer {
    const octets = new DataView(new ArrayBuffer(values.length * 2));
    values.forEach((value, index) => octets.setUint16(index * 2, value, this.#littleEndian));
    return Buffer.from(octets.buffer);
  }

  uint32(...values: number[]): Buffer {
    const octets = new DataView(new ArrayBuffer(values.length * 4));
    values.forEach((value, index) => octets.setUint32(index * 4, value, this.#littleEndian));
    return Buffer.from(octets.buffer);
  }

  /** A pcap file header for link type 105, or another word in its place, and this magic number. */
  pcapHeader(magic: number, linkType = 105): Buffer {
    return Buffer.concat([this.uint32(magic), this.uint16(2, 4), this.uint32(0, 0, 65_535, linkType)]);
  }

  pcapRecord(seconds: number, fraction: number, octets: Buffer, originalLength = octets.length): Buffer {
    return Buffer.concat([this.uint32(seconds, fraction, octets.length, originalLength), octets]);
  }

  /** A pcapng block of this type around a body, which is padded to 32 bits. */
  block(type: number, ...body: Buffer[]): Buffer {
    const padded = pad(Buffer.concat(body));
    const length = padded.length + 12;
    return Buffer.concat([this.uint32(type, length), padded, this.uint32(length)]);
  }

  section(): Buffer {
    return this.block(0x0a0d_0d0a, this.uint32(0x1a2b_3c4d), this.uint16(1, 0), this.uint32(0xffff_ffff, 0xffff_ffff));
  }

  interface(linkType: number, snapLength = 0, ...options: Buffer[]): Buffer {
    return this.block(1, this.uint16(linkType, 0), this.uint32(snapLength), ...options);
  }

  option(code: number, value: Buffer): Buffer {
    return Buffer.concat([this.uint16(code, value.length), pad(value)]);
  }

  enhancedPacket(number: number, ticks: bigint, octets: Buffer, ...options: Buffer[]): Buffer {
    const time = this.uint32(Number(ticks >> 32n), Number(ticks & 0xffff_ffffn));
    const lengths = this.uint32(octets.length, octets.length);
    return this.block(6, this.uint32(number), time, lengths, pad(octets), ...options);
  }
}

function pad(octets: Buffer): Buffer {
  return Buffer.concat([octets, Buffer.alloc(-octets.length & 3)]);
}
