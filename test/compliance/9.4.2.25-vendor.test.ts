import { describe, expect, test } from "vitest";
import { joinAdjacentVendors } from "../../agent/src/radio/dot11/elements/adjacent-vendors.ts";
import { eachElement } from "../../agent/src/radio/dot11/elements/element-stream.ts";
import { readVendor } from "../../agent/src/radio/dot11/elements/vendor.ts";
import { heard, information, octets } from "./octets.ts";

describe("IEEE 802.11-2020, 9.4.2.25: Vendor Specific", () => {
  test.each([
    ["lab", 3, "dd 16 0050f201 0100 0050f202 0100 0050f202 0100 0050f202", ["TKIP"]],
    ["recorded", 7, "dd 1a 0050f201 0100 0050f202 0200 0050f204 0050f202 0100 0050f202", ["CCMP-128", "TKIP"]],
  ] as const)("WPA of before 802.11i (%s.pcap, frame %i)", (recording, frame, text, pairwise) => {
    const read = readVendor(information(heard(recording, frame, text)));
    expect(read).toMatchObject({
      oui: "00-50-f2",
      name: "WPA",
      content: { version: 1, group: "TKIP", pairwise, akms: ["PSK"] },
    });
    expect(read.fault).toBeUndefined();
  });

  test("WMM parameters are four octets for each of four queues", () => {
    const wmm = "0050f202 01 01 80 00 03a40000 27a40000 42435e00 62322f00";
    expect(readVendor(information(heard("recorded", 5, `dd 18 ${wmm}`)))).toMatchObject({
      name: "WMM",
      content: { subtype: 1, version: 1, qosInformation: 0x80 },
      fault: undefined,
    });
    expect(readVendor(information("dd 0a 0050f202 01 01 80 00 03a4")).fault).toBe("too-short");
    // A station's is information only (OnePlus 11).
    expect(readVendor(information(heard("recorded", 1, "dd 07 0050f202 00 01 00")))).toMatchObject({
      content: { subtype: 0, version: 1, qosInformation: 0 },
      fault: undefined,
    });
  });

  test("the open half of an OWE network names the other half (OWE 1.1, 2.2.1)", () => {
    const open = readVendor(information(heard("lab", 18, "dd 17 506f9a1c 02005e000104 0c 4c6162206f77652068616c66")));
    expect(open.content).toMatchObject({ bssid: 0x02_00_5e_00_01_04, operatingClass: undefined, channel: undefined });
    expect(open.fault).toBeUndefined();
    // With its channel, where that is another one.
    const read = readVendor(information("dd 12 506f9a1c 02005e000009 05 6f77652d31 51 06"));
    expect(read.content).toMatchObject({ bssid: 0x02_00_5e_00_00_09, operatingClass: 0x51, channel: 6 });
    const lie = readVendor(information("dd 10 506f9a1c 02005e000009 20 6f77652d31"));
    expect(lie.fault).toBe("length-beyond-end");
    expect(lie.content).toMatchObject({ bssid: 0x02_00_5e_00_00_09, ssid: undefined });
    expect(readVendor(information(`dd 2c 506f9a1c 02005e000009 21 ${"78".repeat(33)}`)).fault).toBe("too-long");
  });

  test("Hotspot 2.0 says which of its fields are there (Passpoint 3.2, 3.1.1)", () => {
    expect(readVendor(information(heard("lab", 4, "dd 07 506f9a10 14 d204"))).content).toMatchObject({
      configuration: { release: 1, anqpDomainId: 1 },
      anqpDomainId: 1234,
      fault: undefined,
    });
    // A phone's has neither (HTC One M9).
    expect(readVendor(information(heard("recorded", 8, "dd 05 506f9a10 10"))).content).toMatchObject({
      configuration: { release: 1 },
      anqpDomainId: undefined,
      fault: undefined,
    });
  });

  test("OSEN is as RSN without a version", () => {
    const text = "dd 16 506f9a12 000fac07 0100 000fac04 0100 506f9a01 8c00";
    expect(readVendor(information(heard("lab", 21, text)))).toMatchObject({
      name: "OSEN",
      content: {
        group: "group traffic not allowed",
        pairwise: ["CCMP-128"],
        akms: ["OSEN"],
        capabilities: { protectedManagementCapable: 1 },
      },
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
      information(
        heard(
          "lab",
          3,
          `
          dd 80 0050f204
          104a 0001 10                                  # version
          1044 0001 02                                  # state: configured
          103b 0001 03                                  # response: an access point
          1047 0010 123456789abcdef0123456789abcdef0    # UUID-E
          1021 000f 50726f626577617264656e206c6162      # manufacturer: Probewarden lab
          1023 0005 687773696d                          # model: hwsim
          1024 0001 31                                  # its number: 1
          1042 0004 30303031                            # serial number: 0001
          1054 0008 00060050f2040001                    # network infrastructure, access point
          1011 0010 4c61622061636365737320706f696e74    # name: Lab access point
          1008 0002 200c                                # a label, a display that is none
          1049 0006 00372a000120                        # of the Wi-Fi Alliance: version 2
        `,
        ),
      ),
    );
    expect(read.fault).toBeUndefined();
    expect(read.content).toMatchObject({
      attributes: [
        { name: "version", value: 0x10 },
        { name: "state", value: 2 },
        { name: "responseType", value: 3 },
        { name: "uuid" },
        { name: "manufacturer", value: "Probewarden lab" },
        { name: "modelName", value: "hwsim" },
        { name: "modelNumber", value: "1" },
        { name: "serialNumber", value: "0001" },
        { name: "primaryDeviceType" },
        { name: "deviceName", value: "Lab access point" },
        { name: "configMethods", value: 0x200c },
        { name: "vendorExtension" },
      ],
    });
  });

  test("what an access point's beacon says (Technicolor)", () => {
    const text = "dd 1d 0050f204 104a 0001 10 1044 0001 02 103c 0001 01 1049 0006 00372a000120";
    expect(readVendor(information(heard("recorded", 7, text)))).toMatchObject({
      content: { attributes: [{}, { name: "state", value: 2 }, { name: "bands", value: 1 }, {}] },
      fault: undefined,
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

describe("Wi-Fi Direct 1.9, 4.1.1: what is longer than one element stands in several", () => {
  const name = "48".repeat(32);
  const parts = `dd 0b 506f9a09 02 0200 2100 0d 35 dd 3a 506f9a09 00 02005e000004 0188 000a0050f2040005 00 1011 0020 ${name}`;

  test("an attribute may be cut between two that stand one behind the other", () => {
    const [joined, ...more] = joinAdjacentVendors(eachElement(octets(`${parts} dd 07 0050f202 00 01 00`)));
    expect(more.map(({ information: it }) => it.length)).toEqual([7]);
    expect(readVendor(joined?.information ?? new Uint8Array())).toMatchObject({
      name: "P2P",
      content: { attributes: [{ name: "capability" }, { name: "deviceInfo", address: 0x02_00_5e_00_00_04 }] },
      fault: undefined,
    });
  });

  test.each([
    ["others of a kind", "dd 05 506f9a10 10 dd 05 506f9a10 10"],
    ["what another stands between", "dd 04 506f9a09 00 00 dd 04 506f9a09"],
    ["two kinds", "dd 04 0050f204 dd 04 506f9a09"],
    ["less than a mark", "dd 02 506f dd 02 506f"],
  ])("%s: each for itself", (_, text) => {
    const elements = [...eachElement(octets(text))];
    expect(joinAdjacentVendors(elements)).toEqual(elements);
  });

  test("a part that is cut is told, and ten thousand of them are one", () => {
    expect(joinAdjacentVendors(eachElement(octets("dd 04 506f9a09 dd 09 506f9a09 02 02")))).toMatchObject([
      { fault: "length-beyond-end" },
    ]);
    const [all, ...more] = joinAdjacentVendors(eachElement(octets("dd 05 506f9a09 00".repeat(10_000))));
    expect([all?.information.length, more.length]).toEqual([10_004, 0]);
  });
});

describe("Wi-Fi Direct 1.9, 4.1", () => {
  const capability = "02 0200 2100";

  test("capability and device info, with the name as an attribute of Wi-Fi Simple Configuration", () => {
    const read = readVendor(
      information(
        heard(
          "lab",
          22,
          `
          dd 2e 506f9a09
          02 0200 2500      # capability
          0d 2200           # device info, 34 octets
            020000000200    # device address
            0188            # configuration methods
            000a0050f2040005# primary device type: telephone
            00              # no secondary types
            1011 000d 4c61622074656c6570686f6e65    # name: Lab telephone
        `,
        ),
      ),
    );
    expect(read.fault).toBeUndefined();
    expect(read.content).toMatchObject({
      attributes: [{ name: "capability" }, { name: "deviceInfo", address: 0x02_00_00_00_02_00 }],
    });
  });

  test("a phone that looks for its like (HTC One M9)", () => {
    expect(
      readVendor(information(heard("recorded", 8, "dd 11 506f9a09 02 0200 2500 06 0500 5553045106"))).content,
    ).toMatchObject({ attributes: [{ name: "capability" }, { name: "listenChannel" }], fault: undefined });
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
