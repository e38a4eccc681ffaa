import { describe, expect, test } from "vitest";
import { readHtCapabilities, readHtOperation } from "../../agent/src/radio/dot11/elements/ht.ts";
import { heard, information } from "./octets.ts";

const REST = "17 ffff0000000000000000 000000000000 0000 00000000 00";
const MCS = "00".repeat(16);

describe("IEEE 802.11-2020, 9.4.2.55: HT Capabilities", () => {
  test("a phone of two streams (OnePlus 11)", () => {
    const read = readHtCapabilities(
      information(
        heard(
          "recorded",
          1,
          `
          2d 1a
          ef09                  # LDPC, 40 MHz, no SM power save, short GI, Tx and Rx STBC, A-MSDU of 7935
          17                    # A-MPDU 65535, start spacing 4 µs
          ffff0000000000000000  # Rx MCS 0 to 15
          000000000000 0000
          00000001              # transmit beamforming: bits that are told by their numbers only
          00
        `,
        ),
      ),
    );
    expect(read.fault).toBeUndefined();
    expect(read.streams).toBe(2);
    expect(read.capabilities).toMatchObject({ ldpc: 1, fortyMhz: 1, smPowerSave: 3, rxStbc: 1, longestAMsdu: 1 });
    expect(read.aMpdu).toEqual({ longestAMpduExponent: 3, startSpacing: 5 });
  });

  test.each([
    ["three streams (OnHub)", 6, "ef01 1b ffffff00000000000000 000001000000 0000 00000000 00", 3],
    ["four streams (Aruba AP-325)", 5, "ef09 1b ffffffff000000000000 000000000000 0000 00000000 00", 4],
  ])("access points of %s", (_, frame, text, streams) =>
    expect(readHtCapabilities(information(heard("recorded", frame, `2d 1a ${text}`)))).toMatchObject({
      streams,
      fault: undefined,
    }),
  );

  test.each([
    ["cut behind the capabilities", "2d 02 ef09", "too-short"],
    ["one octet short", `2d 19 ef09 ${REST.slice(0, -3)}`, "too-short"],
    ["one octet long", `2d 1b ef09 ${REST} 00`, "too-long"],
  ])("%s: the capabilities are read, and the fault is told", (_, text, fault) => {
    const read = readHtCapabilities(information(text));
    expect(read.fault).toBe(fault);
    expect(read.capabilities).toMatchObject({ ldpc: 1 });
  });
});

describe("IEEE 802.11-2020, 9.4.2.56: HT Operation", () => {
  test.each([
    ["above, other stations present (Technicolor)", "recorded", 7, "95 0d 0400", 149, [1, 1, 1]],
    ["above (Aruba)", "recorded", 5, "34 05 0400", 52, [1, 1, 1]],
    ["below", "lab", 3, "06 07 0000", 6, [3, 1, 0]],
    ["none", "recorded", 10, "0b 00 0400", 11, [0, 0, 1]],
  ] as const)("the secondary channel: %s", (_, recording, frame, text, channel, [offset, anyWidth, nongreenfield]) => {
    const read = readHtOperation(information(heard(recording, frame, `3d 16 ${text} 0000 ${MCS}`)));
    expect(read).toMatchObject({
      primaryChannel: channel,
      operation: { secondaryChannelOffset: offset, anyWidth, nongreenfieldPresent: nongreenfield, centreSegment2: 0 },
      fault: undefined,
    });
  });

  test.each([
    ["secondary channel offset 2", `3d 16 95 02 0000 0000 ${MCS}`, "reserved-value"],
    ["no MCS set", "3d 06 95 05 0000 0000", "too-short"],
    ["an octet too many", `3d 17 95 05 0000 0000 ${MCS} 00`, "too-long"],
    ["nothing", "3d 00", "too-short"],
  ])("%s: %s", (_, text, fault) => expect(readHtOperation(information(text)).fault).toBe(fault));
});
