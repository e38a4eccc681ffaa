import { describe, expect, test } from "vitest";
import { readVendor } from "../../agent/src/radio/dot11/elements/vendor.ts";
import { information } from "./octets.ts";

describe("IEEE 802.11-2020, 9.4.2.25: Vendor Specific", () => {
  test("WPA of before 802.11i", () => {
    const read = readVendor(information("dd 16 0050f201 0100 0050f202 0100 0050f202 0100 0050f202"));
    expect(read).toMatchObject({
      oui: "00-50-f2",
      name: "WPA",
      content: { version: 1, group: "TKIP", pairwise: ["TKIP"], akms: ["PSK"] },
    });
    expect(read.fault).toBeUndefined();
  });

  test("WMM parameters are four octets for each of four queues", () => {
    const wmm = `0050f202 01 01 80 00 ${"03a40000".repeat(4)}`;
    expect(readVendor(information(`dd 18 ${wmm}`))).toMatchObject({
      name: "WMM",
      content: { subtype: 1, version: 1, qosInformation: 0x80 },
      fault: undefined,
    });
    expect(readVendor(information("dd 0a 0050f202 01 01 80 00 03a4")).fault).toBe("too-short");
  });

  test("the open half of an OWE network names the other half (OWE 1.1, 2.2.1)", () => {
    const read = readVendor(information("dd 12 506f9a1c 02005e000009 05 6f77652d31 51 06"));
    expect(read.content).toMatchObject({ bssid: 0x02_00_5e_00_00_09, operatingClass: 0x51, channel: 6 });
    const lie = readVendor(information("dd 10 506f9a1c 02005e000009 20 6f77652d31"));
    expect(lie.fault).toBe("length-beyond-end");
    expect(lie.content).toMatchObject({ bssid: 0x02_00_5e_00_00_09, ssid: undefined });
    expect(readVendor(information(`dd 2c 506f9a1c 02005e000009 21 ${"78".repeat(33)}`)).fault).toBe("too-long");
  });

  test("Hotspot 2.0 says which of its fields are there (Passpoint 3.2, 3.1.1)", () => {
    expect(readVendor(information("dd 07 506f9a10 24 0100")).content).toMatchObject({
      configuration: { release: 2, anqpDomainId: 1 },
      anqpDomainId: 1,
      fault: undefined,
    });
    expect(readVendor(information("dd 05 506f9a10 26")).fault).toBe("too-short");
  });

  test("an access point that shows old stations another RSN shows them another RSN Extension too (WPA3 3.4)", () => {
    expect(readVendor(information("dd 05 506f9a2b 20"))).toMatchObject({
      name: "RSN extension override",
      content: { capabilities: { saeHashToElement: 1 } },
      fault: undefined,
    });
  });

  test.each([
    ["a maker that nobody knows", "dd 04 aabbcc07", { oui: "aa-bb-cc", type: 7, name: undefined, fault: undefined }],
    ["an OUI and nothing more", "dd 03 aabbcc", { oui: "aa-bb-cc", type: undefined, fault: undefined }],
    ["less than an OUI", "dd 02 aabb", { fault: "too-short" }],
  ])("%s", (_, text, expected) => expect(readVendor(information(text))).toMatchObject(expected));
});

describe("Wi-Fi Simple Configuration 2.0.8, chapter 12", () => {
  test("what a probe response says of its device", () => {
    const read = readVendor(
      information(`
        dd 27 0050f204
        104a 0001 10                                  # version
        1044 0001 02                                  # state: configured
        1047 0010 000102030405060708090a0b0c0d0e0f    # UUID-E
        1021 0001 58                                  # manufacturer: X
      `),
    );
    expect(read.fault).toBeUndefined();
    expect(read.content).toMatchObject({
      attributes: [
        { name: "version", value: 0x10 },
        { name: "state", value: 2 },
        { name: "uuid" },
        { name: "manufacturer", value: "X" },
      ],
    });
  });

  test.each([
    ["an attribute that ends behind the element", "dd 0a 0050f204 1021 00ff 5858", "length-beyond-end", 0],
    ["half an attribute", "dd 0c 0050f204 104a 0001 10 1044 00", "too-short", 1],
    ["a state of no octets", "dd 08 0050f204 1044 0000", "reserved-value", 1],
    ["a UUID of two octets", "dd 0a 0050f204 1047 0002 0102", "reserved-value", 1],
  ])("%s is told, and what was before it is read", (_, text, fault, attributes) => {
    const read = readVendor(information(text));
    expect(read.fault).toBe(fault);
    expect(read.content).toMatchObject({ attributes: { length: attributes } });
  });
});

describe("Wi-Fi Direct 1.9, 4.1", () => {
  const capability = "02 0200 2100";
  const deviceInfo = `
    0d 1900         # device info, 25 octets
    02005e000004    # device address
    0188            # configuration methods
    000a0050f2040005# primary device type: telephone
    00              # no secondary types
    1011 0004 54656c65
  `;

  test("capability and device info, with the name as an attribute of Wi-Fi Simple Configuration", () => {
    const read = readVendor(information(`dd 25 506f9a09 ${capability} ${deviceInfo.replace(/#.*$/gm, "")}`));
    expect(read.fault).toBeUndefined();
    expect(read.content).toMatchObject({
      attributes: [{ name: "capability" }, { name: "deviceInfo", address: 0x02_00_5e_00_00_04 }],
    });
  });

  test.each([
    ["an attribute longer than the element", `dd 09 506f9a09 02 ff00 2100`, "length-beyond-end", 0],
    ["an attribute without its length", `dd 0b 506f9a09 ${capability} 0d 00`, "too-short", 1],
    [
      "device info with more secondary types than it has room for",
      `dd 1d 506f9a09 ${capability} 0d 1100 02005e000004 0188 000a0050f2040005 09`,
      "count-beyond-end",
      2,
    ],
    ["a device without an address", `dd 0b 506f9a09 0d 0400 02005e00`, "too-short", 1],
  ])("%s is told", (_, text, fault, attributes) => {
    const read = readVendor(information(text));
    expect(read.fault).toBe(fault);
    expect(read.content).toMatchObject({ attributes: { length: attributes } });
  });
});
