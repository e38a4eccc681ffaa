import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FrameDamage } from "../dot11/frame.ts";
import { CaptureDecoder } from "./capture-decoder.ts";
import { CaptureFileError } from "./capture-file-error.ts";
import { CaptureWriter } from "./capture-files-for-tests.ts";
import { LiveFrame } from "./live-frame.ts";

/** What a capture file says beside its frames. */
interface Claim {
  fcsAtEnd: boolean;
  damage: FrameDamage | undefined;
  interfaceNumber: number;
  timeUnknown: boolean;
  atSeconds: number;
}

function decode(file: Buffer): Claim[] {
  const claims: Claim[] = [];
  const decoder = new CaptureDecoder("FILE", (frame) => {
    const { fcsAtEnd, damage, interfaceNumber, timeUnknown, atSeconds } = frame;
    claims.push({ fcsAtEnd, damage, interfaceNumber, timeUnknown, atSeconds });
  });
  decoder.push(file);
  decoder.end();
  return claims;
}

const NOW = 1_790_000_000_000_000n;
const ONE = Buffer.from("one");

describe.each([
  ["little-endian", new CaptureWriter(true)],
  ["big-endian", new CaptureWriter(false)],
])("a %s pcapng file", (_, writer) => {
  const flags = (value: number) => writer.option(2, writer.uint32(value));
  const fcsLength = (octets: number) => writer.option(13, Buffer.of(octets));
  const start = (...options: Buffer[]) => [writer.section(), writer.interface(105, 0, ...options)];

  test.each([
    ["nothing", 0, undefined],
    ["a CRC error", 0x0100_0000, "fcs-bad"],
    ["a CRC error and a symbol error", 0x8100_0000, "fcs-bad"],
    ["a frame that is too long", 0x0200_0000, "phy-error"],
    ["a frame that is too short", 0x0400_0000, "phy-error"],
    ["a frame that is not aligned", 0x1000_0000, "phy-error"],
    ["a start frame delimiter error", 0x2000_0000, "phy-error"],
    ["a preamble error", 0x4000_0000, "phy-error"],
    ["a symbol error", 0x8000_0000, "phy-error"],
    ["a gap before it, which harms no frame", 0x0800_0000, undefined],
    ["its direction and how it was received", 0x0000_0005, undefined],
  ])("says %s in epb_flags", (_what, value, damage) => {
    const packet = writer.enhancedPacket(0, NOW, ONE, writer.option(1, Buffer.from("a comment")), flags(value));
    expect(decode(Buffer.concat([...start(), packet]))).toMatchObject([{ damage, fcsAtEnd: false }]);
  });

  test("says the same in the flags of an old packet block", () => {
    const time = writer.uint32(Number(NOW >> 32n), Number(NOW & 0xffff_ffffn));
    const old = writer.block(
      2,
      writer.uint16(0, 0),
      time,
      writer.uint32(4, 4),
      Buffer.from("four"),
      flags(0x0100_0000),
    );
    expect(decode(Buffer.concat([...start(), old]))).toMatchObject([{ damage: "fcs-bad" }]);
  });

  test.each([
    ["four octets", 4, true],
    ["32 bits", 32, true],
    ["none", 0, false],
    ["two octets, which no frame of 802.11 has", 2, false],
  ])("announces an FCS of %s for an interface, and of one frame otherwise", (_what, length, announced) => {
    const file = [
      ...start(fcsLength(length)),
      writer.enhancedPacket(0, NOW, ONE),
      writer.enhancedPacket(0, NOW, ONE, flags(4 << 5)),
      writer.enhancedPacket(0, NOW, ONE, flags(2 << 5)),
    ];
    expect(decode(Buffer.concat(file)).map((claim) => claim.fcsAtEnd)).toEqual([announced, true, false]);
  });

  test("numbers its interfaces through all sections", () => {
    const again = [...start(), writer.interface(127), writer.enhancedPacket(1, NOW, ONE)];
    expect(decode(Buffer.concat([...again, ...again])).map((claim) => claim.interfaceNumber)).toEqual([1, 3]);
  });

  test("has an FCS length in the header of pcap too", () => {
    const of = (word: number) =>
      decode(Buffer.concat([writer.pcapHeader(0xa1b2_c3d4, word), writer.pcapRecord(1_790_000_000, 0, ONE)]));
    expect(of(0x2400_0069)).toMatchObject([{ fcsAtEnd: true }]);
    expect(of(0x2000_0069)).toMatchObject([{ fcsAtEnd: false }]);
    expect(of(0x0400_0069)).toMatchObject([{ fcsAtEnd: false }]);
  });

  test("of options that are cut, that overflow their block or never end, takes what is whole, and ends", () => {
    const packet = (...options: Buffer[]) =>
      decode(Buffer.concat([...start(), writer.enhancedPacket(0, NOW, ONE, ...options)]));
    expect(packet(writer.uint16(2, 0xffff), writer.uint32(0x0100_0000))).toMatchObject([{ damage: undefined }]);
    expect(packet(writer.uint16(2, 2), writer.uint32(0x0100_0000))).toMatchObject([{ damage: undefined }]);
    expect(packet(writer.uint16(0, 0), flags(0x0100_0000))).toMatchObject([{ damage: undefined }]);
    expect(packet(...Array.from({ length: 10_000 }, () => writer.uint16(9, 0)), flags(0x0100_0000))).toMatchObject([
      { damage: "fcs-bad" },
    ]);
  });
});

test("octets of any kind where options should be end in order", () => {
  const writer = new CaptureWriter(true);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ maxLength: 40 }), (forInterface, forPacket) => {
      const file = [
        writer.section(),
        writer.interface(105, 0, Buffer.from(forInterface)),
        writer.enhancedPacket(0, NOW, ONE, Buffer.from(forPacket)),
      ];
      try {
        for (const claim of decode(Buffer.concat(file))) expect(Number.isFinite(claim.atSeconds)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(CaptureFileError);
      }
    }),
    { seed: 10, numRuns: 2_000 },
  );
});

describe("a time stamp", () => {
  const writer = new CaptureWriter(true);
  const ofInterface = (ticks: bigint, ...options: Buffer[]) =>
    decode(
      Buffer.concat([writer.section(), writer.interface(105, 0, ...options), writer.enhancedPacket(0, ticks, ONE)]),
    );
  const ofPcap = (seconds: number) =>
    decode(Buffer.concat([writer.pcapHeader(0xa1b2_c3d4), writer.pcapRecord(seconds, 0, ONE)]));

  test.each([
    ["of this century", () => ofPcap(1_790_000_000), false],
    ["of 1990", () => ofPcap(631_152_000), false],
    ["of zero", () => ofPcap(0), true],
    ["of 1989", () => ofPcap(631_151_999), true],
    ["of 2106, where 32 bits end", () => ofPcap(0xffff_ffff), true],
    ["in nanoseconds that are called microseconds", () => ofInterface(NOW * 1000n), true],
    ["in microseconds that are called nanoseconds", () => ofInterface(NOW, writer.option(9, Buffer.of(9))), true],
    ["in units of 10^-127 s", () => ofInterface(NOW, writer.option(9, Buffer.of(127))), true],
    ["before the year zero", () => ofInterface(NOW, writer.option(14, Buffer.from("0000000000000080", "hex"))), true],
  ])("%s is told as what it is, and is always a finite number", (_, claims, timeUnknown) => {
    const [claim] = claims();
    expect(claim?.timeUnknown).toBe(timeUnknown);
    expect(claim?.atSeconds).toBeGreaterThanOrEqual(0);
    expect(claim?.atSeconds).toBeLessThan(253_402_300_800);
  });

  test("of a board that has not heard of the time yet is unknown", () => {
    const frame = new LiveFrame();
    frame.atSeconds = 12;
    expect(frame.timeUnknown).toBe(true);
    frame.atSeconds = 1_790_000_000;
    expect(frame.timeUnknown).toBe(false);
  });
});
