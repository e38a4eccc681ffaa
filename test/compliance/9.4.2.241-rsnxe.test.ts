import { describe, expect, test } from "vitest";
import { readRsnExtension } from "../../agent/src/radio/dot11/elements/rsn.ts";
import { information } from "./octets.ts";

describe("IEEE 802.11-2020, 9.4.2.241: RSN Extension", () => {
  test("SAE by hash-to-element", () => {
    expect(readRsnExtension(information("f4 01 20"))).toMatchObject({
      octets: 1,
      capabilities: { saeHashToElement: 1, protectedTwt: 0 },
      fault: undefined,
    });
  });

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
