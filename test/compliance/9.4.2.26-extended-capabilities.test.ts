import { describe, expect, test } from "vitest";
import {
  readExtendedCapabilities,
  readNeighbour,
  readOperatingClasses,
} from "../../agent/src/radio/dot11/elements/neighbours.ts";
import { heard, information } from "./octets.ts";

describe("IEEE 802.11-2020, 9.4.2.26: Extended Capabilities", () => {
  test("of a phone: as many octets as have a bit set", () => {
    expect(readExtendedCapabilities(information(heard("recorded", 1, "7f 0a 04000080000000400020")))).toMatchObject({
      octets: 10,
      supports: ["extended channel switching", "Interworking", "operating mode notification", "TWT requester"],
    });
  });

  test("of access points: a set of networks in one beacon, a beacon that is protected", () => {
    const set = "7f 0b 0400400200000040000001";
    expect(readExtendedCapabilities(information(heard("lab", 11, set))).supports).toEqual([
      "extended channel switching",
      "Multiple BSSID",
      "operating mode notification",
      "complete list of profiles",
    ]);
    const hall = readExtendedCapabilities(information(heard("lab", 4, "7f 0b 04000a8200400040400010")));
    expect(hall.supports).toEqual(expect.arrayContaining(["BSS transition", "FTM responder", "beacon protection"]));
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
    const own = readNeighbour(information(heard("lab", 35, "34 12 02005e000100 af090000 51 06 07 060300 0600")));
    expect(own).toMatchObject({ bssid: 0x02_00_5e_00_01_00, channelMhz: 2_437, phy: 7, fault: undefined });
    const read = readNeighbour(information(heard("lab", 35, "34 10 02005e000300 ff190000 73 24 09 0301ff")));
    expect(read).toMatchObject({
      bssid: 0x02_00_5e_00_03_00,
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
    const phone = "3b 16 81 51 53 54 73 74 75 76 77 78 79 7a 7b 7c 7d 7e 7f 80 81 83 84 82";
    const read = readOperatingClasses(information(heard("recorded", 1, phone)));
    expect(read).toMatchObject({ current: 129, fault: undefined });
    expect(read.classes).toHaveLength(21);
    expect(readOperatingClasses(information(heard("lab", 4, "3b 02 80 00")))).toMatchObject({ current: 128 });
    expect(readOperatingClasses(information("3b 00")).fault).toBe("too-short");
  });
});
