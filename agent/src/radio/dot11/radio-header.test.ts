import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SKIP_REASONS } from "./frame.ts";
import { FrameReader } from "./frame-reader.ts";
import { isLevel } from "./level.ts";
import { beacon, captured, hex, join } from "./octets-for-tests.ts";

const FRAME = beacon("0001 41");

/** A radiotap header with one level; PPI's 802.11-Common field with it; AVS with it in dBm. */
const HEADERS: readonly (readonly [string, number, (dbm: number) => Uint8Array])[] = [
  ["radiotap", 127, (dbm) => join(hex("0000 0900 20000000"), Uint8Array.of(dbm))],
  [
    "PPI",
    192,
    (dbm) =>
      join(hex("00 00 2000 69000000 0200 1400 0500000000000000 0000 0200 6c09 a000 00 00"), Uint8Array.of(dbm, 0xa0)),
  ],
  ["AVS", 163, (dbm) => avs({ ssiType: 2, ssiSignal: dbm })],
];

interface AvsFields {
  revision?: number;
  length?: number;
  phyType?: number;
  channel?: number;
  ssiType?: number;
  ssiSignal?: number;
  littleEndian?: boolean;
}

/** An AVS header: 64 octets in revision 1, 80 in revision 2. */
function avs(fields: AvsFields): Uint8Array {
  const { revision = 1, phyType = 4, channel = 6, ssiType = 2, ssiSignal = -50, littleEndian = false } = fields;
  const length = fields.length ?? (revision === 1 ? 64 : 80);
  const header = new Uint8Array(Math.max(64, length));
  const view = new DataView(header.buffer);
  view.setUint32(0, 0x8021_1000 + revision, littleEndian);
  view.setUint32(4, length, littleEndian);
  view.setBigUint64(8, 0x1_0000_0002n, littleEndian);
  view.setUint32(24, phyType, littleEndian);
  view.setUint32(28, channel, littleEndian);
  view.setUint32(44, ssiType, littleEndian);
  view.setInt32(48, ssiSignal, littleEndian);
  return header.subarray(0, length);
}

const read = (header: Uint8Array, linkType: number) => new FrameReader().read(captured(join(header, FRAME), linkType));

describe.each(HEADERS)("a level in %s", (_, linkType, header) => {
  test.each([-1, -14, -50, -100, -110])("of %i dBm is one", (dbm) => {
    expect(read(header(dbm), linkType)).toMatchObject({ rssiDbm: dbm, octets: FRAME });
  });
  test.each([-128, 127, 0, 15, -127])("of %i is not known", (dbm) => {
    expect(read(header(dbm), linkType)).toMatchObject({ rssiDbm: Number.NaN, octets: FRAME });
  });
});

test("an antenna without a level leaves the others theirs", () => {
  const frame = read(hex("0000 1600 200000a0 200800a0 20080000 80 d6 00 00 01 00"), 127);
  expect(frame).toMatchObject({ rssiDbm: -42, antennaDbm: [] });
  expect([isLevel(Number.NaN), isLevel(-115), isLevel(-116)]).toEqual([false, true, false]);
});

test.each([
  ["of revision 1", {}],
  ["of revision 2", { revision: 2 }],
  ["of a host that wrote its own order", { littleEndian: true }],
])("an AVS header %s gives level, channel and time", (_, fields) => {
  for (const linkType of [163, 119])
    expect(read(avs(fields), linkType)).toMatchObject({
      octets: FRAME,
      channelMhz: 2437,
      rssiDbm: -50,
      tsftMicroseconds: 0x1_0000_0002,
    });
});

test.each([
  [6, 4, 2437],
  [14, 4, 2484],
  [36, 8, 5180],
  [161, 6, 5805],
  [8, 8, 5040],
  [184, 8, 4920],
  [2412, 4, 2412],
  [5745, 8, 5745],
  [0, 4, -1],
  [9000, 4, -1],
])("channel %i of an AVS header with PHY type %i is at %i MHz", (channel, phyType, mhz) => {
  expect(read(avs({ channel, phyType }), 163)).toMatchObject({ channelMhz: mhz });
});

test.each([1, 3, 0])("a level of an AVS header without a unit (type %i) is none", (ssiType) => {
  expect(read(avs({ ssiType }), 163)).toMatchObject({ rssiDbm: Number.NaN });
});

test("an AVS header that ends before its level, or beyond the capture, or nowhere", () => {
  expect(read(avs({ length: 32 }), 163)).toMatchObject({ channelMhz: 2437, rssiDbm: Number.NaN, octets: FRAME });
  expect(new FrameReader().read(captured(avs({}).subarray(0, 40), 163))).toBe("radio-header-truncated");
  expect(new FrameReader().read(captured(hex("80211001"), 163))).toBe("radio-header-truncated");
  expect(read(hex("80211001 00000004"), 163)).toBe("radio-header-malformed");
  expect(read(hex("80211001 7fffffff"), 163)).toBe("radio-header-malformed");
  expect(read(hex("80220001 00000040"), 163)).toBe("radio-header-malformed");
});

test("a radiotap header in a file that says bare 802.11 is read; an association request is none", () => {
  const reader = new FrameReader();
  const hidden = join(hex("0000 1000 2a000000 00 00 6c09 8004 d8 00"), FRAME);
  expect(reader.read(captured(hidden, 105))).toMatchObject({
    subtype: 8,
    channelMhz: 2412,
    rssiDbm: -40,
    octets: FRAME,
  });
  expect(reader.read(captured(join(hex("0000 0800 00000000"), FRAME), 105))).toMatchObject({
    subtype: 8,
    octets: FRAME,
  });
  expect(reader.noticed()).toEqual({ "radiotap-not-announced": 2 });
  const addresses = "00005e00530a 02005e000002 00005e00530a";
  for (const duration of ["3a01", "3c00", "2c00", "3000", "0800"]) {
    const request = hex(`0000 ${duration} ${addresses} 1000 3104 0a00 0004 41424344 0108 82848b960c121824`);
    expect(reader.read(captured(request, 105))).toMatchObject({
      subtype: 0,
      receiver: 0x00_00_5e_00_53_0a,
      channelMhz: -1,
    });
  }
});

test("a PLCP that the radio calls bad is damage, and so is PPI's PHY error; neither says that checksums are looked at", () => {
  expect(read(hex("0000 0a00 00400000 0200"), 127)).toMatchObject({ damage: "phy-error", fcsBad: false });
  expect(read(hex("0000 0a00 00400000 0000"), 127)).toMatchObject({ damage: undefined });
  const ppi = (flags: string) =>
    hex(`00 00 2000 69000000 0200 1400 0500000000000000 ${flags} 0200 6c09 a000 00 00 d8 a0`);
  expect(read(ppi("0800"), 192)).toMatchObject({ damage: "phy-error" });
  expect(read(ppi("0400"), 192)).toMatchObject({ damage: "fcs-bad", fcsBad: true });
  expect(read(ppi("0000"), 192)).toMatchObject({ damage: undefined });
  const reader = new FrameReader();
  reader.read(captured(join(hex("0000 0a00 00400000 0200"), FRAME), 127));
  expect(reader.read(captured(join(hex("0000 0a00 00400000 0000"), FRAME), 127))).toMatchObject({ mayBeDamaged: true });
});

test("any octets behind a good start give a frame or a reason of the list, from one reader whatever it has learnt", () => {
  const reader = new FrameReader();
  const start = fc.constantFrom(
    [163, avs({})] as const,
    [163, avs({ revision: 2 }).subarray(0, 70)] as const,
    [119, avs({ littleEndian: true })] as const,
    [127, hex("0000 0a00 02400000 5002")] as const,
    [127, hex("0000 0900 02000000 10")] as const,
    [192, hex("00 00 2000 69000000 0200 1400 0500000000000000 0100 0200 6c09 a000 00 00 80 a0")] as const,
    [105, new Uint8Array(0)] as const,
  );
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 120 }),
    fc.uint8Array({ maxLength: 40 }).map((rest) => join(FRAME, rest)),
  );
  fc.assert(
    fc.property(start, body, fc.integer({ min: -8, max: 40 }), fc.nat(70), ([linkType, header], rest, missing, n) => {
      const bytes = join(header, rest);
      const result = reader.read({
        ...captured(bytes, linkType),
        originalLength: bytes.length + missing,
        interfaceNumber: n,
        fcsAtEnd: n % 2 === 0,
      });
      if (typeof result === "string") {
        expect(SKIP_REASONS).toContain(result);
        return;
      }
      expect(result.start + result.octets.length).toBeLessThanOrEqual(bytes.length);
      expect(result.elements.length + (result.ssid?.length ?? 0)).toBeLessThanOrEqual(2 * result.octets.length);
      expect(result.elementsRemainder).toBeLessThanOrEqual(result.elements.length);
      expect(result.mayBeDamaged).toBe(result.checksums === "unknown");
    }),
    { seed: 163, numRuns: 20_000 },
  );
});
