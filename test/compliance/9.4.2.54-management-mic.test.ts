import { describe, expect, test } from "vitest";
import { readManagementMic } from "../../agent/src/radio/dot11/elements/rsn.ts";
import { heard, information } from "./octets.ts";

describe("IEEE 802.11-2020, 9.4.2.54: Management MIC", () => {
  test.each([
    ["a good-bye, BIP-CMAC-128", 9, "4c 10 0400 010000000000 2f8f9e29ed33085f", 4, 1, 8],
    ["a beacon, whose key is 6 or 7", 10, "4c 10 0600 970000000000 1fda0224fe686d77", 6, 0x97, 8],
    ["a good-bye, BIP-GMAC-256", 31, "4c 18 0400 010000000000 9aef315121cf69c0c4860413bb06292f", 4, 1, 16],
    ["a good-bye, BIP-CMAC-256", 32, "4c 18 0400 010000000000 3fe2a607f5fb01e99f1117ab49edeb2c", 4, 1, 16],
    ["a good-bye, BIP-GMAC-128", 33, "4c 18 0400 010000000000 438e53590523758aa0fe149c9a2757b1", 4, 1, 16],
  ])("of the lab: %s", (_, frame, text, keyId, packetNumber, micOctets) =>
    expect(readManagementMic(information(heard("lab", frame, text)))).toEqual({
      keyId,
      packetNumber,
      micOctets,
      fault: undefined,
    }),
  );

  // By the clause: the highest packet number.
  test.each([8, 16])("of %i octets", (micOctets) => {
    const read = readManagementMic(
      information(`
        4c ${(8 + micOctets).toString(16)}
        0400              # Key ID 4
        010000000080      # packet number, lowest octet first
        ${"ab".repeat(micOctets)}
      `),
    );
    expect(read).toEqual({ keyId: 4, packetNumber: 2 ** 47 + 1, micOctets, fault: undefined });
  });

  test.each([
    ["4c 00", "too-short"],
    ["4c 07 0400 0100000000", "too-short"],
    ["4c 0f 0400 010000000000 abababababababab".slice(0, -2), "too-short"],
    [`4c 14 0400 010000000000 ${"ab".repeat(12)}`, "too-short"],
    [`4c 19 0400 010000000000 ${"ab".repeat(17)}`, "too-long"],
  ])("%s: %s", (text, fault) => expect(readManagementMic(information(text)).fault).toBe(fault));
});
