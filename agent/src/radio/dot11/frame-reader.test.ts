import * as fc from "fast-check";
import { expect, test } from "vitest";
import { computeFcs } from "./fcs.ts";
import { SKIP_REASONS } from "./frame.ts";
import { FrameReader } from "./frame-reader.ts";
import { beacon, captured, hex, join } from "./octets-for-tests.ts";
import { ParsedFrame } from "./parsed-frame.ts";

const FRAME = beacon("0001 41");

function withFcs(flags: string, wrong = 0): Uint8Array {
  const fcs = new Uint8Array(4);
  new DataView(fcs.buffer).setUint32(0, computeFcs(FRAME, 0, FRAME.length) ^ wrong, true);
  return join(hex(`0000 0900 02000000 ${flags}`), FRAME, fcs);
}

test("an FCS that the header announces is no part of the frame", () => {
  const frame = new FrameReader().read(captured(withFcs("10"), 127));
  expect(frame).toMatchObject({ octets: FRAME, elementCount: 1, elementsCut: false, fcsBad: false });
});

test("an FCS that nobody announced is no cut element: it is told by being right", () => {
  const announced = withFcs("10").subarray(9);
  expect(new FrameReader().read(captured(announced, 105))).toMatchObject({
    octets: FRAME,
    elementCount: 1,
    elementsCut: false,
  });
  const wrong = new FrameReader().read(captured(withFcs("10", 1).subarray(9), 105));
  expect(wrong).toMatchObject({ elementCount: 1, elementsRemainder: 4, elementsCut: false });
});

test("otherwise the last four octets belong to the frame", () => {
  const frame = new FrameReader().read(captured(withFcs("00", 1), 127));
  expect(frame).toMatchObject({ octets: withFcs("00", 1).subarray(9) });
});

test("of a frame that was cut within its FCS, what is left of the FCS is taken off", () => {
  const octets = withFcs("10");
  const cut = { ...captured(octets.subarray(0, -3), 127), originalLength: octets.length };
  expect(new FrameReader({ computesAll: true }).read(cut)).toMatchObject({ octets: FRAME, fcsComputed: "none" });
});

test("elements of a frame that was cut by the snap length are cut, although the cut falls between two of them", () => {
  const cut = { ...captured(beacon("0001 41"), 105), originalLength: FRAME.length + 40 };
  expect(new FrameReader().read(cut)).toMatchObject({ elementCount: 1, elementsCut: true });
  expect(new FrameReader().read(captured(beacon("0001 41"), 105))).toMatchObject({ elementsCut: false });
  const withoutFcs = { ...captured(withFcs("10").subarray(0, -4), 127), originalLength: withFcs("10").length };
  expect(new FrameReader().read(withoutFcs)).toMatchObject({ elementCount: 1, elementsCut: false });
});

test("an original length that counts an FCS which was not kept cuts nothing, announced or not", () => {
  const bare = { ...captured(FRAME, 105), originalLength: FRAME.length + 4 };
  expect(new FrameReader().read(bare)).toMatchObject({ octets: FRAME, elementCount: 1, elementsCut: false });
  const cut = { ...captured(FRAME.subarray(0, -1), 105), originalLength: FRAME.length };
  expect(new FrameReader().read(cut)).toMatchObject({ elementCount: 0, elementsCut: true });
  const shorter = { ...captured(FRAME, 105), originalLength: FRAME.length - 7 };
  expect(new FrameReader().read(shorter)).toMatchObject({ octets: FRAME, elementsCut: false });
});

test("the radio's word that the FCS is bad is passed on, and the frame is readable", () => {
  expect(new FrameReader().read(captured(withFcs("50"), 127))).toMatchObject({
    fcsFlagBad: true,
    fcsBad: true,
    subtype: 8,
  });
});

test("a lone frame with a wrong FCS is read by a sensor, and called bad by the dissection", () => {
  const wrong = captured(withFcs("10", 1), 127);
  expect(new FrameReader().read(wrong)).toMatchObject({ octets: FRAME, fcsBad: false, mayBeDamaged: true });
  expect(new FrameReader({ computesAll: true }).read(wrong)).toMatchObject({ fcsComputed: "bad", fcsBad: true });
  expect(new FrameReader({ computesAll: true }).read(captured(withFcs("10"), 127))).toMatchObject({
    fcsComputed: "good",
  });
});

test("PPI gives level, channel and time of its 802.11-Common field", () => {
  const header = hex("00 00 2000 69000000 0200 1400 0500000000000000 0000 0200 6c09 a000 00 00 d8 a0");
  expect(new FrameReader().read(captured(join(header, FRAME), 192))).toMatchObject({
    octets: FRAME,
    channelMhz: 2412,
    rssiDbm: -40,
    tsftMicroseconds: 5,
  });
});

test("PPI around another link type is not read as 802.11", () => {
  expect(new FrameReader().read(captured(hex("00 00 0800 01000000 0000"), 192))).toBe("unknown-link-type");
});

test.each([
  ["of a little-endian host", "44000000 90000000"],
  ["of a big-endian host", "00000044 00000090"],
])("a Prism header %s is passed over", (_, start) => {
  const header = join(hex(start), new Uint8Array(144 - 8));
  expect(new FrameReader().read(captured(join(header, FRAME), 119))).toMatchObject({ octets: FRAME, channelMhz: -1 });
});

test("a link type that is none of ours is skipped", () => {
  expect(new FrameReader().read(captured(FRAME, 1))).toBe("unknown-link-type");
});

test("any octets give a frame or a reason, and never an exception", () => {
  const reader = new FrameReader({ computesAll: true });
  const linkType = fc.constantFrom(105, 119, 127, 192);
  // Half of them begin like a header, so that the walk comes further than the first check.
  const start = fc.constantFrom("", "0000 0800", "0000 1800", "00 00 2000 69000000", "44000000 1800", "8000");
  fc.assert(
    fc.property(linkType, start, fc.uint8Array({ maxLength: 300 }), fc.nat(64), (type, first, rest, missing) => {
      const bytes = join(hex(first), rest);
      const result = reader.read({ ...captured(bytes, type), originalLength: bytes.length + missing });
      if (typeof result === "string") expect(SKIP_REASONS).toContain(result);
      else {
        expect(result).toBeInstanceOf(ParsedFrame);
        expect(result.octets.length + result.elements.length + (result.ssid?.length ?? 0)).toBeLessThanOrEqual(
          3 * bytes.length,
        );
      }
    }),
    { numRuns: 20_000 },
  );
});

/** What was read of a frame, without where it stands. */
function readingOf(frame: unknown): unknown {
  if (!(frame instanceof ParsedFrame)) return frame;
  const { captured: _, start, end, elementsStart, ssidStart, ...read } = frame;
  const { octets, elements, ssid } = frame;
  const places = [end - start, elementsStart - start, ssidStart < 0 ? -1 : ssidStart - start];
  return { ...read, octets: [...octets], elements: [...elements], ssid: ssid && [...ssid], places };
}

test("a frame that stands among others is read as it is alone, however short it was cut: nothing of its neighbours is taken for a part of it", () => {
  const BEHIND = withFcs("10");
  for (const [linkType, whole] of [
    [127, withFcs("10")],
    [127, join(hex("0000 0c00 00000080 00000000"), FRAME)],
    [105, FRAME],
    [105, withFcs("00")],
    [192, join(hex("0000 0800 69000000"), FRAME)],
  ] as const)
    for (let length = 0; length <= whole.length; length++) {
      const bytes = whole.subarray(0, length);
      const alone = captured(bytes, linkType);
      const window = join(BEHIND, bytes, BEHIND);
      const among = { ...alone, window, start: BEHIND.length, end: BEHIND.length + length };
      expect(readingOf(new FrameReader().read(among))).toEqual(readingOf(new FrameReader().read(alone)));
    }
});
