import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { hex } from "./octets-for-tests.ts";
import { ParsedFrame } from "./parsed-frame.ts";
import { readRadiotap } from "./radiotap.ts";

function read(octets: Uint8Array): { result: string | undefined; frame: ParsedFrame } {
  const frame = new ParsedFrame();
  frame.reset(octets, 0);
  return { result: readRadiotap(octets, frame), frame };
}

test("fields are aligned to their size from the start of the header", () => {
  // TSFT, flags, channel, dBm signal: one octet of padding between flags and channel.
  const { result, frame } = read(hex("0000 1700 2b000000 0100000000000000 10 00 6c09 8004 d8"));
  expect(result).toBeUndefined();
  expect(frame).toMatchObject({ start: 23, tsftMicroseconds: 1, channelMhz: 2412, rssiDbm: -40, fcsAtEnd: true });
  expect(frame.fcsFlagBad).toBe(false);
});

test("the rate counts half megabits a second; zero and an absent field are none", () => {
  expect(read(hex("0000 0e00 0e000000 00 0b 6c09 8004")).frame).toMatchObject({ rateKbps: 5_500, channelMhz: 2412 });
  expect(read(hex("0000 0e00 0e000000 00 00 6c09 8004")).frame.rateKbps).toBe(-1);
  expect(read(hex("0000 1700 2b000000 0100000000000000 10 00 6c09 8004 d8")).frame.rateKbps).toBe(-1);
});

test("each antenna's level is kept, the first stands for the frame", () => {
  const { frame } = read(hex("0000 1600 200000a0 200800a0 20080000 d8 d6 00 d0 01 00"));
  expect(frame.rssiDbm).toBe(-40);
  expect(frame.antennaDbm).toEqual([-42, -48]);
});

test("a vendor's fields are passed over by their length, and radiotap's go on behind them", () => {
  // Word 1: signal and vendor namespace. Word 2: a vendor's bits, then back to radiotap. Word 3: signal.
  const { frame } = read(hex("0000 1e00 200000c0 ffff00a0 20000000 d8 00 aabbcc 01 0300 112233 d0 00 00 00 00"));
  expect(frame.rssiDbm).toBe(-40);
  expect(frame.antennaDbm).toEqual([-48]);
});

test("present bits that need more than the header's length give what came before", () => {
  const { result, frame } = read(hex("0000 0e00 2a000000 40 00 6c09 8004"));
  expect(result).toBeUndefined();
  expect(frame).toMatchObject({ fcsFlagBad: true, channelMhz: 2412, start: 14 });
  expect(frame.rssiDbm).toBeNaN();
});

test("present words that fill the header to its end are no fields", () => {
  const { result, frame } = read(hex("0000 0c00 20000080 20000080 d8d8d8d8"));
  expect(result).toBeUndefined();
  expect(frame.rssiDbm).toBeNaN();
});

test("a field of unknown size ends the reading of fields, not of the frame", () => {
  const { result, frame } = read(hex("0000 0c00 20000010 d8 000000"));
  expect(result).toBeUndefined();
  expect(frame.rssiDbm).toBe(-40);
});

test.each([
  ["longer than the capture", "0000 1000 00000000", "radio-header-truncated"],
  ["shorter than its own fixed part", "0000 0700 00000000", "radio-header-malformed"],
  ["of version 1", "0100 0800 00000000", "radio-header-malformed"],
  ["of four octets", "00000800", "radio-header-truncated"],
])("a header %s is refused", (_, octets, reason) => {
  expect(read(hex(octets)).result).toBe(reason);
});

/** 11 22 33 44 55 66 77 88 in the samples: more than a double holds exactly, so the nearest one. */
const SAMPLE_TSFT = Number(0x8877_6655_4433_2211n);
const SAMPLES = fileURLToPath(new URL("../../../../../shared/captures/parse/radiotap-bin", import.meta.url));

describe.skipIf(!existsSync(SAMPLES))("samples of the radiotap library (skipped where ../shared is absent)", () => {
  test.each([
    ["0", { tsftMicroseconds: SAMPLE_TSFT }],
    ["00", { tsftMicroseconds: SAMPLE_TSFT }],
    ["0fcs", { tsftMicroseconds: SAMPLE_TSFT }],
    ["0v0", { tsftMicroseconds: SAMPLE_TSFT }],
    ["0v0-2", { tsftMicroseconds: SAMPLE_TSFT }],
    ["0v0-3", { tsftMicroseconds: SAMPLE_TSFT }],
    ["0v0-4", { tsftMicroseconds: SAMPLE_TSFT }],
    ["1", { fcsFlagBad: false, fcsAtEnd: true }],
    ["malformed-vendor", { fcsAtEnd: true, channelMhz: 2462, rssiDbm: -29 }],
    ["unparsed-vendor", { fcsAtEnd: true, channelMhz: 2462, rssiDbm: -29 }],
  ])("%s.bin", (name, expected) => {
    const octets = Uint8Array.from(readFileSync(`${SAMPLES}/${name}.bin`));
    const { result, frame } = read(octets);
    expect(result).toBeUndefined();
    expect(frame).toMatchObject({ ...expected, start: octets[2] });
  });
});
