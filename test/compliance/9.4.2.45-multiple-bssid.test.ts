import { describe, expect, test } from "vitest";
import type { Element } from "../../agent/src/radio/dot11/elements/element-stream.ts";
import { readRsn } from "../../agent/src/radio/dot11/elements/rsn.ts";
import { bssidOf, readMultipleBssid, readNontransmitted } from "../../agent/src/radio/dot11/elements/multiple-bssid.ts";
import { elementsOf, heard, information, octets } from "./octets.ts";

const BSSID = 0x02_00_5e_00_00_1d;
const guest = `
  00 10                # subelement 0: a profile, 16 octets
    53 02 1104         # Nontransmitted BSSID Capability
    00 05 4775657374   # SSID: Guest
    55 03 01 02 00     # Multiple BSSID-Index: 1, DTIM period 2, count 0
`;
const RATES = "01 01 8c";
const RSN = "30 14 0100 000fac04 0100 000fac04 0100 000fac02 0000";

describe("IEEE 802.11-2020, 9.4.2.45: Multiple BSSID", () => {
  test("four networks beside the one whose beacon it is, each secured in another way (lab)", () => {
    const beacon = elementsOf("lab", 11);
    heard(
      "lab",
      11,
      `
      03                             # up to 2^3 BSSIDs
      00 1e                          # subelement 0: a profile, 30 octets
        53 02 0100                   # Nontransmitted BSSID Capability: open
        00 0d 4c6162207365742067756573745503010200   # SSID: Lab set guest; index 1, DTIM period 2, count 0
        ff 04 38 01 30 00            # Non-Inheritance: RSN; no extended IDs
      00 2e
        53 02 1100
        00 0d 4c6162207365742073746166665503020200
        30 14 0100 000fac04 0100 000fac04 0100 000fac02 0c00
    `,
    );
    const profiles = readNontransmitted(beacon, 0x02_00_5e_00_01_00);
    const rsnOf = (elements: readonly Element[]) =>
      elements.filter(({ id }) => id === 48).map((it) => readRsn(it.information).akms);
    expect(
      profiles.map(({ bssid, ssid, capability, elements, fault }) => [
        bssid?.toString(16),
        Buffer.from(ssid ?? []).toString(),
        capability,
        rsnOf(elements),
        fault,
      ]),
    ).toEqual([
      ["2005e000101", "Lab set guest", 0x0001, [], undefined],
      ["2005e000102", "Lab set staff", 0x0011, [["PSK"]], undefined],
      ["2005e000103", "Lab set things", 0x0011, [["OWE"]], undefined],
      ["2005e000104", "Lab set four, a longer name", 0x0011, [["PSK-SHA256", "SAE", "FT-SAE"]], undefined],
    ]);
    // All others are those of the beacon: rates, HT, VHT, HE.
    for (const { elements } of profiles) expect(elements.some(({ extension }) => extension === 36)).toBe(true);
  });

  test("a network that another's beacon announces: address, name, and what it inherits (11.1.3.8)", () => {
    const [profile, ...more] = readNontransmitted(
      octets(`
        00 04 48616c6c   # SSID of the transmitted network: Hall
        ${RATES}
        ${RSN}
        47 13 03 ${guest}  # up to 2^3 BSSIDs
      `),
      BSSID,
    );
    expect(more).toEqual([]);
    expect(profile).toMatchObject({ index: 1, bssid: 0x02_00_5e_00_00_1e, capability: 0x0411, fault: undefined });
    expect(Buffer.from(profile?.ssid ?? []).toString()).toBe("Guest");
    expect(profile?.elements.map(({ id }) => id)).toEqual([1, 48, 83, 0, 85]);
  });

  test("its own element stands in the place of the one that it would inherit; Non-Inheritance (9.4.2.240) takes one away", () => {
    const open = `
      00 19
        53 02 0100
        00 05 4775657374
        55 03 02 02 00
        01 01 96                 # rates of its own
        ff 04 38 01 30 00        # extension 56: one ID, RSN; no extended IDs
    `;
    const [profile] = readNontransmitted(octets(`00 00 ${RATES} ${RSN} 47 1d 03 ${open}`), BSSID);
    expect(profile?.fault).toBeUndefined();
    expect(profile?.elements.map(({ id }) => id)).toEqual([83, 0, 85, 1, 255]);
  });

  test("BSSID(i) changes the lowest n bits and wraps within them", () => {
    expect(bssidOf(0x02_00_5e_00_00_1d, 3, 1)).toBe(0x02_00_5e_00_00_1e);
    expect(bssidOf(0x02_00_5e_00_00_1f, 3, 1)).toBe(0x02_00_5e_00_00_18);
    expect(bssidOf(0x02_00_5e_00_00_ff, 8, 1)).toBe(0x02_00_5e_00_00_00);
  });

  test("a profile is continued in the next element (11.1.3.8.3): the part behind does not begin with a capability", () => {
    const first = "47 08 03 00 05 53 02 1104 00";
    const profiles = readNontransmitted(octets(`${first} 47 0e 03 00 0b 05 4775657374 55 03 01 02 00`), BSSID);
    expect(profiles).toHaveLength(1);
    expect(profiles[0]).toMatchObject({ index: 1, fault: undefined });
    expect(Buffer.from(profiles[0]?.ssid ?? []).toString()).toBe("Guest");
  });

  test("only the first part of the next element goes on; another one without a capability is a profile that lacks it", () => {
    const [guests, other, ...more] = readNontransmitted(
      octets(`47 1f 03 ${guest} 00 0a 00 03 414141 55 03 02 02 00`),
      BSSID,
    );
    expect(more).toEqual([]);
    expect(guests).toMatchObject({ index: 1, fault: undefined });
    expect(guests?.elements.map(({ id }) => id)).toEqual([83, 0, 85]);
    expect(other).toMatchObject({ index: 2, capability: undefined, fault: "missing" });
  });

  test("a later element that lies about how many there are says nothing of a profile before it", () => {
    for (const lie of ["ff", "00", "01"]) {
      const [profile] = readNontransmitted(
        octets(`47 13 03 ${guest.replace("55 03 01", "55 03 04")} 47 01 ${lie}`),
        BSSID,
      );
      expect(profile).toMatchObject({ bssid: 0x02_00_5e_00_00_19, fault: undefined });
    }
  });

  test("a capability of one octet is told", () => {
    const [profile] = readNontransmitted(octets("47 12 03 00 0f 53 01 11 00 05 4775657374 55 03 01 02 00"), BSSID);
    expect(profile).toMatchObject({ capability: undefined, fault: "too-short" });
  });

  test.each([
    ["no index", "47 0e 03 00 0b 53 02 1104 00 05 4775657374", "missing"],
    ["no name", "47 0c 03 00 09 53 02 1104 55 03 01 02 00", "missing"],
    [
      "index 0, which is the transmitted network",
      `47 13 03 ${guest.replace("55 03 01", "55 03 00")}`,
      "reserved-value",
    ],
    ["an index beyond 2^n", `47 13 03 ${guest.replace("55 03 01", "55 03 08")}`, "reserved-value"],
    ["a name that ends behind the profile", "47 0b 03 00 08 53 02 1104 00 1f 4775", "length-beyond-end"],
    ["a profile that ends behind the element", "47 0a 03 00 40 53 02 1104 00 01 47", "length-beyond-end"],
  ])("a profile with %s has no address that anybody may go by", (_, text, fault) => {
    const [profile] = readNontransmitted(octets(text), BSSID);
    expect(profile?.fault).toBe(fault);
    if (fault !== "length-beyond-end") expect(profile?.bssid === undefined || fault === "missing").toBe(true);
  });

  test.each([
    ["47 00", "too-short"],
    ["47 01 00", "reserved-value"],
    ["47 01 2f", "reserved-value"],
  ])("MaxBSSID Indicator of %s: %s", (text, fault) => expect(readMultipleBssid(information(text)).fault).toBe(fault));

  test("a beacon with as many profiles as fit is read in one go, and names no more than there are", () => {
    const element = `47 13 03 ${guest}`;
    expect(readNontransmitted(octets(element.repeat(100)), BSSID)).toHaveLength(100);
  });
});
