import { closeSync, openSync, writeSync } from "node:fs";
import { SIMULATED_AIR } from "../../agent/src/evaluate/simulated-capture.ts";
import { CaptureWriter as NumberWriter } from "../../agent/src/radio/capture/capture-files-for-tests.ts";

const FLUSH_OCTETS = 1 << 20;
const LONGEST_BLOCK = 4_096;
/** draft-ietf-opsawg-pcapng 3.5, 4.1: a comment; the end of options. */
const OPT_COMMENT = 1;
const SECTION_HEADER = 0x0a0d_0d0a;
const ENHANCED_PACKET = 6;

/** Writes a pcapng file with one interface and stamps of microseconds. Its section says in a comment that nobody recorded it. */
export class SimulatedCaptureWriter {
  readonly #file: number;
  readonly #buffer = Buffer.alloc(FLUSH_OCTETS + LONGEST_BLOCK);
  #filled = 0;

  constructor(path: string, linkType: number, about: string) {
    this.#file = openSync(path, "w");
    const numbers = new NumberWriter(true);
    const comment = numbers.option(OPT_COMMENT, Buffer.from(`${SIMULATED_AIR}; ${about}`));
    const section = numbers.block(
      SECTION_HEADER,
      numbers.uint32(0x1a2b_3c4d),
      numbers.uint16(1, 0),
      numbers.uint32(0xffff_ffff, 0xffff_ffff),
      comment,
      numbers.uint32(0),
    );
    writeSync(this.#file, section);
    writeSync(this.#file, numbers.interface(linkType));
  }

  /** `atMicroseconds` since 1970; `parts` are the octets, one after the other. */
  frame(atMicroseconds: number, ...parts: readonly Uint8Array[]): void {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const block = 32 + length + (-length & 3);
    const buffer = this.#buffer;
    let at = this.#filled;
    buffer.writeUInt32LE(ENHANCED_PACKET, at);
    buffer.writeUInt32LE(block, at + 4);
    buffer.writeUInt32LE(0, at + 8);
    buffer.writeUInt32LE(Math.floor(atMicroseconds / 2 ** 32), at + 12);
    buffer.writeUInt32LE(atMicroseconds % 2 ** 32, at + 16);
    buffer.writeUInt32LE(length, at + 20);
    buffer.writeUInt32LE(length, at + 24);
    at += 28;
    for (const part of parts) {
      buffer.set(part, at);
      at += part.length;
    }
    const end = this.#filled + block - 4;
    buffer.fill(0, at, end);
    buffer.writeUInt32LE(block, end);
    this.#filled = end + 4;
    if (this.#filled >= FLUSH_OCTETS) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    writeSync(this.#file, this.#buffer, 0, this.#filled);
    this.#filled = 0;
  }
}
