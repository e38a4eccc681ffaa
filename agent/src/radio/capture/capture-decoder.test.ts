import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CaptureDecoder } from "./capture-decoder.ts";
import { CaptureFileError } from "./capture-file-error.ts";
import { CaptureWriter } from "./capture-files-for-tests.ts";
import type { CaptureEnd } from "./frame-source.ts";

interface Heard {
  text: string;
  linkType: number;
  nanoseconds: bigint;
  seconds: number;
  originalLength: number;
}

function decode(file: Buffer, pieceOctets = file.length): { frames: Heard[]; end: CaptureEnd } {
  const frames: Heard[] = [];
  const decoder = new CaptureDecoder("FILE", (frame) => {
    frames.push({
      text: Buffer.from(frame.bytes).toString(),
      linkType: frame.linkType,
      nanoseconds: frame.atNanoseconds,
      seconds: frame.atSeconds,
      originalLength: frame.originalLength,
    });
  });
  for (let at = 0; at < file.length; at += pieceOctets) decoder.push(file.subarray(at, at + pieceOctets));
  return { frames, end: decoder.end() };
}

const text = (word: string): Buffer => Buffer.from(word);
const littleEndian = new CaptureWriter(true);

describe.each([
  ["little-endian", littleEndian],
  ["big-endian", new CaptureWriter(false)],
])("a %s file", (_, writer) => {
  test.each([
    [0xa1b2_c3d4, 1_000_000_001_500_000_000n],
    [0xa1b2_3c4d, 1_000_000_000_001_500_000n],
  ])("of pcap with magic %i gives octets, link type and exact time", (magic, nanoseconds) => {
    const file = Buffer.concat([writer.pcapHeader(magic), writer.pcapRecord(1_000_000_000, 1_500_000, text("one"), 9)]);
    expect(decode(file)).toEqual({
      frames: [{ text: "one", linkType: 105, nanoseconds, seconds: Number(nanoseconds) / 1e9, originalLength: 9 }],
      end: {},
    });
  });

  test("of pcapng has a link type and a clock for each interface, and passes over what it does not know", () => {
    const tsresol = (value: number) => writer.option(9, Buffer.of(value));
    const offset = writer.option(14, writer.uint32(...(writer === littleEndian ? [100, 0] : [0, 100])));
    const file = Buffer.concat([
      writer.section(),
      writer.interface(127),
      writer.interface(105, 0, tsresol(9)),
      writer.interface(192, 0, tsresol(0x80 | 10), offset),
      writer.block(0x0bad, Buffer.alloc(2_000_000)),
      writer.enhancedPacket(0, 1_500_000n, text("one")),
      writer.enhancedPacket(1, 1_700_000_000_123_456_789n, text("two")),
      writer.enhancedPacket(2, 1024n + 512n, text("three")),
      writer.block(2, writer.uint16(0, 7), writer.uint32(0, 2_000_000, 4, 4), text("four")),
      writer.block(3, writer.uint32(4), text("five")),
    ]);
    for (const pieceOctets of [file.length, 7777]) {
      const { frames, end } = decode(file, pieceOctets);
      expect(end).toEqual({});
      expect(frames.map((frame) => [frame.text, frame.linkType, frame.nanoseconds])).toEqual([
        ["one", 127, 1_500_000_000n],
        ["two", 105, 1_700_000_000_123_456_789n],
        ["three", 192, 101_500_000_000n],
        ["four", 127, 2_000_000_000n],
        ["five", 127, 2_000_000_000n],
      ]);
    }
  });
});

test("a new section begins without the interfaces of the one before, and may have another byte order", () => {
  const bigEndian = new CaptureWriter(false);
  const start = [littleEndian.section(), littleEndian.interface(127), littleEndian.enhancedPacket(0, 1n, text("one"))];
  const again = [bigEndian.section(), bigEndian.interface(105), bigEndian.enhancedPacket(0, 2n, text("two"))];
  expect(decode(Buffer.concat([...start, ...again])).frames.map((frame) => frame.linkType)).toEqual([127, 105]);
  const orphan = bigEndian.enhancedPacket(0, 2n, text("two"));
  expect(decode(Buffer.concat([...start, bigEndian.section(), orphan]))).toMatchObject({
    frames: [{ text: "one" }],
    end: { reason: "a frame of interface 0, which was not described" },
  });
});

const TWO_RECORDS = Buffer.concat([
  littleEndian.pcapHeader(0xa1b2_c3d4),
  littleEndian.pcapRecord(1, 0, text("one")),
  littleEndian.pcapRecord(2, 0, text("two")),
]);

test("a time stamp beyond any calendar is the last second of the year 9999, and its digits are kept", () => {
  const start = [littleEndian.section(), littleEndian.interface(105)];
  const { frames } = decode(Buffer.concat([...start, littleEndian.enhancedPacket(0, 2n ** 64n - 1n, text("one"))]));
  expect(frames[0]?.seconds).toBe(253_402_300_799);
  expect(new Date((frames[0]?.seconds ?? 0) * 1000).toISOString()).toBe("9999-12-31T23:59:59.000Z");
  expect(frames[0]?.nanoseconds).toBe((2n ** 64n - 1n) * 1000n);
});

test("however the file is cut into pieces, the frames are the same", () => {
  for (const pieceOctets of [1, 3, 16, 25]) expect(decode(TWO_RECORDS, pieceOctets)).toEqual(decode(TWO_RECORDS));
});

test.each([
  ["within the last record", 60, 1, 43, "the file ends within a record"],
  ["within a record's header", 50, 1, 43, "the file ends within a record"],
  ["within the file header", 10, 0, 0, "the file ends within its header"],
])("a file that is cut %s gives what was whole, and says where it broke", (_, length, frames, truncatedAt, reason) => {
  const decoded = decode(TWO_RECORDS.subarray(0, length));
  expect(decoded.frames).toHaveLength(frames);
  expect(decoded.end).toEqual({ truncatedAt, reason });
});

test("a record of two gigabytes ends the reading and takes no memory", () => {
  const huge = littleEndian.uint32(3, 0, 0x7fff_ffff, 0x7fff_ffff);
  const decoded = decode(Buffer.concat([TWO_RECORDS, huge, Buffer.alloc(100)]), 32);
  expect(decoded.frames).toHaveLength(2);
  expect(decoded.end).toMatchObject({ truncatedAt: TWO_RECORDS.length });
});

test.each([
  ["with a length that no block has", littleEndian.uint32(6, 13, 0), /no block can have/],
  ["of three gigabytes", littleEndian.uint32(6, 0xc000_0000, 0), /claims 3221225472/],
  ["of an unknown type and three gigabytes", littleEndian.uint32(99, 0xc000_0000, 0), /claims 3221225472/],
  ["whose two lengths differ", littleEndian.uint32(3, 16, 0, 12), /differ/],
  ["whose frame is larger than itself", littleEndian.block(6, littleEndian.uint32(0, 0, 0, 99, 99)), /room for 0/],
  ["that is too short for a frame", littleEndian.block(6, littleEndian.uint32(0)), /too short/],
  ["that begins a section without magic", littleEndian.uint32(0x0a0d_0d0a, 28, 1), /byte-order magic/],
])("a pcapng block %s ends the reading there", (_, block, reason) => {
  const start = Buffer.concat([littleEndian.section(), littleEndian.interface(105)]);
  const { end } = decode(Buffer.concat([start, block]));
  expect(end.truncatedAt).toBe(start.length);
  expect(end.reason).toMatch(reason);
});

test("after stop nothing more is delivered, not even from the piece at hand", () => {
  let frames = 0;
  const decoder = new CaptureDecoder("FILE", () => {
    frames++;
    decoder.stop();
  });
  decoder.push(TWO_RECORDS);
  decoder.push(TWO_RECORDS);
  expect(frames).toBe(1);
  expect(decoder.end()).toEqual({});
});

test.each([
  ["text", text("This is no capture"), "FILE: not a pcap or pcapng file (first octets 54686973)"],
  ["nothing", Buffer.alloc(0), "FILE: the file is empty (expected a pcap or pcapng file)"],
  ["three octets", Buffer.alloc(3), "FILE: not a pcap or pcapng file (first octets 000000)"],
])("a file of %s is refused in one line", (_, file, message) => {
  expect(() => decode(file)).toThrow(new CaptureFileError(message));
});

test.each([
  ["gzip", "1f8b0800", /gzip: unpack it first \(gunzip/],
  ["xz", "fd377a585a00", /xz: unpack it first \(xz -dc/],
  ["zstd", "28b52ffd04", /zstd: unpack it first \(zstd -dc/],
  ["bzip2", "425a6839", /bzip2: unpack it first/],
  ["zip", "504b03041400", /zip archive: unpack it first/],
  ["Kismet", Buffer.from("SQLite format 3\0").toString("hex"), /SQLite database.*kismetdb_to_pcap/],
  ["snoop", Buffer.from("snoop\0\0\0").toString("hex"), /editcap/],
  ["XML", Buffer.from("<?xml version").toString("hex"), /the capture itself is needed/],
])("a file of %s is told what to do, however it comes in pieces", (_, start, hint) => {
  expect(() => decode(Buffer.from(start, "hex"))).toThrow(hint);
  expect(() => decode(Buffer.from(start, "hex"), 1)).toThrow(hint);
});

test("any octets, whole or behind a good start, end in order or are refused", () => {
  const start = fc.constantFrom(
    Buffer.alloc(0),
    TWO_RECORDS,
    Buffer.concat([littleEndian.section(), littleEndian.interface(105)]),
    Buffer.concat([littleEndian.section(), littleEndian.interface(105), littleEndian.uint32(6, 64)]),
  );
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 100 }), (first, rest, piece) => {
      try {
        decode(Buffer.concat([first, rest]), piece);
      } catch (error) {
        expect(error).toBeInstanceOf(CaptureFileError);
      }
    }),
    { numRuns: 3000 },
  );
});
