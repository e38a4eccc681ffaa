import { describe, expect, test } from "vitest";
import { readManagementMic } from "../../agent/src/radio/dot11/elements/rsn.ts";
import { heard, information } from "./octets.ts";

describe("IEEE 802.11-2020, 9.4.2.54: Management MIC", () => {
  test.each([
    ["a good-bye to everybody", 9, "4c 10 0400 010000000000 2f8f9e29ed33085f", 4, 1],
    ["a beacon, whose key is 6 or 7", 10, "4c 10 0600 970000000000 1fda0224fe686d77", 6, 0x97],
  ])("of %s of the lab, BIP-CMAC-128", (_, frame, text, keyId, packetNumber) =>
    expect(readManagementMic(information(heard("lab", frame, text)))).toEqual({
      keyId,
      packetNumber,
      micOctets: 8,
      fault: undefined,
    }),
  );

  // The highest packet number, and all lengths, by the clause.
  test.each([
    ["BIP-CMAC-128", 8],
    ["BIP-GMAC-256 and BIP-CMAC-256", 16],
  ])("of %s", (_, micOctets) => {
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
