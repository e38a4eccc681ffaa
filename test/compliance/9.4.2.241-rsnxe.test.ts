import { describe, expect, test } from "vitest";
import { readRsnExtension } from "../../agent/src/radio/dot11/elements/rsn.ts";
import { heard, information } from "./octets.ts";

describe("IEEE 802.11-2020, 9.4.2.241: RSN Extension", () => {
  test.each([
    ["recorded", 1],
    ["recorded", 2],
    ["lab", 4],
  ] as const)("SAE by hash-to-element (%s.pcap, frame %i)", (recording, frame) => {
    expect(readRsnExtension(information(heard(recording, frame, "f4 01 20")))).toMatchObject({
      octets: 1,
      capabilities: { saeHashToElement: 1, protectedTwt: 0 },
      fault: undefined,
    });
  });

  // What follows no radio at hand sends.
  test("two octets: 802.11az's secure ranging", () => {
    expect(readRsnExtension(information("f4 02 21 03"))).toMatchObject({ more: { secureLtf: 1, secureRtt: 1 } });
  });

  test("what a later standard puts behind is skipped", () => {
    expect(readRsnExtension(information("f4 04 20 00 00 00")).fault).toBeUndefined();
  });

  test.each([
    ["f4 00", "too-short"],
    ["f4 01 2f", "length-beyond-end"],
  ])("%s: %s", (text, fault) => expect(readRsnExtension(information(text)).fault).toBe(fault));
});
