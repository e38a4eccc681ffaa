import { describe, expect, test } from "vitest";
import { readHtCapabilities, readHtOperation } from "../../agent/src/radio/dot11/elements/ht.ts";
import { information } from "./octets.ts";

const REST = "17 ffff0000000000000000 000000000000 0000 00000000 00";
const MCS = "00".repeat(16);

describe("IEEE 802.11-2020, 9.4.2.55: HT Capabilities", () => {
  test("a phone of two streams", () => {
    const read = readHtCapabilities(
      information(`
        2d 1a
        ef09                  # LDPC, 40 MHz, no SM power save, short GI, Tx and Rx STBC, A-MSDU of 7935
        17                    # A-MPDU 65535, start spacing 4 µs
        ffff0000000000000000  # Rx MCS 0 to 15
        000000000000 0000
        00000001              # compressed beamformer antennas: 2^1
        00
      `),
    );
    expect(read.fault).toBeUndefined();
    expect(read.streams).toBe(2);
    expect(read.capabilities).toMatchObject({ ldpc: 1, fortyMhz: 1, smPowerSave: 3, rxStbc: 1, longestAMsdu: 1 });
    expect(read.aMpdu).toEqual({ longestAMpduExponent: 3, startSpacing: 5 });
  });

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
  test("channel 149 with the secondary channel above", () => {
    const read = readHtOperation(information(`3d 16 95 05 0400 0000 ${MCS}`));
    expect(read).toMatchObject({
      primaryChannel: 149,
      operation: { secondaryChannelOffset: 1, anyWidth: 1, nongreenfieldPresent: 1, centreSegment2: 0 },
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
