import * as fc from "fast-check";
import { expect, test } from "vitest";
import { contentOf } from "../../agent/src/dissect/frame-content.ts";
import { eachElement } from "../../agent/src/radio/dot11/elements/element-stream.ts";
import { readElement } from "../../agent/src/radio/dot11/elements/read-element.ts";
import { FrameReader } from "../../agent/src/radio/dot11/frame-reader.ts";
import { captured, hex } from "../../agent/src/radio/dot11/octets-for-tests.ts";
import { RIGHT_ELEMENTS } from "./right-elements.ts";

const SEED = 1_107;
/** Frames whose body a reader of elements or actions sees: association request and response, probe request and response, beacon, action. */
const HEADS = ["00", "10", "40", "50", "80", "d0"].map((kind) =>
  hex(`${kind}00 0000 ffffffffffff 02005e000010 02005e000010 0000`),
);

/** Elements that are right but for some octets, lengths and counts among them. */
const lyingElements = fc
  .tuple(
    fc.array(fc.constantFrom(...RIGHT_ELEMENTS), { minLength: 1, maxLength: 12 }),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xfe, 0xff)), { maxLength: 4 }),
    fc.nat(12),
  )
  .map(([parts, changes, cut]) => {
    const octets = Buffer.concat(parts);
    for (const [at, value] of changes) octets[at % octets.length] = value;
    return octets.subarray(0, octets.length - Math.min(cut, octets.length));
  });

test("every right element is read without a fault", () => {
  for (const octets of RIGHT_ELEMENTS)
    for (const element of eachElement(octets)) {
      expect(element.fault).toBeUndefined();
      expect(readElement(element)?.fault, Buffer.from(octets).toString("hex")).toBeUndefined();
    }
});

test("whatever elements say, reading them throws nothing, and says no more than their octets can hold", () => {
  const reader = new FrameReader();
  fc.assert(
    fc.property(
      fc.constantFrom(...HEADS),
      fc.oneof(lyingElements, fc.uint8Array({ maxLength: 300 })),
      fc.nat(12),
      (head, elements, fixed) => {
        const octets = Buffer.concat([head, Buffer.alloc(fixed), elements]);
        if (typeof reader.read(captured(octets, 105)) === "string") return;
        const lines = contentOf(reader.frame);
        expect(lines.length).toBeLessThanOrEqual(octets.length);
        expect(JSON.stringify(lines).length).toBeLessThan(20_000 + 200 * octets.length);
      },
    ),
    { seed: SEED, numRuns: 2_000 },
  );
});

test("a frame full of profiles, neighbours and fragments is read in time that grows with its length", () => {
  const reader = new FrameReader();
  const head = Buffer.concat([HEADS[4]!, Buffer.alloc(12)]);
  const said = (element: Uint8Array, times: number): number => {
    const octets = Buffer.concat([head, ...Array.from({ length: times }, () => element)]);
    reader.read(captured(octets, 105));
    return JSON.stringify(contentOf(reader.frame)).length;
  };
  // 100 profiles each inherit what is beside them: the text may grow by them, and not by their square.
  const profile = RIGHT_ELEMENTS[20]!;
  expect(said(profile, 100)).toBeLessThan(3 * 10 * said(profile, 10));
  for (const element of RIGHT_ELEMENTS) expect(said(element, 60)).toBeLessThan(400_000);
});
