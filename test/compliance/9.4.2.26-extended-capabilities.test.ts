import { describe, expect, test } from "vitest";
import {
  readExtendedCapabilities,
  readNeighbour,
  readOperatingClasses,
} from "../../agent/src/radio/dot11/elements/neighbours.ts";
import { information } from "./octets.ts";

describe("IEEE 802.11-2020, 9.4.2.26: Extended Capabilities", () => {
  test("of a phone: as many octets as have a bit set", () => {
    expect(readExtendedCapabilities(information("7f 0a 04000080000000400020"))).toMatchObject({
      octets: 10,
      supports: ["extended channel switching", "Interworking", "operating mode notification", "TWT requester"],
    });
  });

  test("of SAE passwords: that identifiers are in use (81), that only SAE-PK's are taken (88)", () => {
    expect(readExtendedCapabilities(information(`7f 0b ${"00".repeat(10)}02`)).supports).toEqual([
      "SAE password identifiers",
    ]);
    expect(readExtendedCapabilities(information(`7f 0c ${"00".repeat(11)}01`)).supports).toEqual([
      "SAE-PK passwords only",
    ]);
  });

  test("what is behind the last octet is not supported, and none at all is too short", () => {
    expect(readExtendedCapabilities(information("7f 01 04")).supports).toEqual(["extended channel switching"]);
    expect(readExtendedCapabilities(information("7f 00")).fault).toBe("too-short");
  });
});

describe("IEEE 802.11-2020, 9.4.2.36 and 9.4.2.53: Neighbor Report and Supported Operating Classes", () => {
  test("an access point that a station may go to", () => {
    const read = readNeighbour(information("34 0d 02005e0000a1 ff180000 73 24 09"));
    expect(read).toMatchObject({
      bssid: 0x02_00_5e_00_00_a1,
      about: { reachability: 3, security: 1, highThroughput: 1, veryHighThroughput: 1, highEfficiency: 0 },
      operatingClass: 115,
      channel: 36,
      channelMhz: 5_180,
      phy: 9,
      fault: undefined,
    });
    expect(readNeighbour(information("34 06 02005e0000a1"))).toMatchObject({
      bssid: 0x02_00_5e_00_00_a1,
      channel: undefined,
      fault: "too-short",
    });
  });

  test("the operating class in use stands first", () => {
    expect(readOperatingClasses(information("3b 03 83 51 73"))).toEqual({
      current: 131,
      classes: [81, 115],
      fault: undefined,
    });
    expect(readOperatingClasses(information("3b 00")).fault).toBe("too-short");
  });
});
