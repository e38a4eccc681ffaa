import { describe, expect, test } from "vitest";
import { nameAction } from "../../agent/src/radio/dot11/action-names.ts";
import { readActionFrame } from "../../agent/src/radio/dot11/read-action.ts";
import { heard, octets } from "./octets.ts";

/** P2P and WPS of a GO Negotiation Request. */
const NEGOTIATION = `
  dd 59 506f9a09
    02 0200 2508  04 0100 1f  05 0200 6414  06 0500 5858045106  09 0600 420000000200  0b 0600 585804510106
    0d 2200 020000000200 0080 000a0050f2040005 00 1011 000d 4c61622074656c6570686f6e65
    11 0500 5858045106
  dd 19 0050f204 104a 0001 10 1012 0002 0004 1049 0006 00372a000120
`;

describe("IEEE 802.11-2020, 9.6.7: public action frames", () => {
  const query = "6c 02 7f 00";

  test("GAS initial request (9.6.7.12): an ANQP query for what a hall offers, and a vendor's", () => {
    const read = readActionFrame(
      octets(
        heard(
          "lab",
          7,
          `
          04 0a       # public, GAS initial request
          2f          # dialog token
          6c 02 00 00 # Advertisement Protocol: ANQP
          2200        # query of 34 octets
          0001 1200 0001 0101 0201 0401 0501 0601 0701 0801 0c01   # Query List (256) of nine
          dddd 0800 506f9a11 01 00 03 04                           # vendor: Hotspot 2.0 asks for two of its own
        `,
        ),
      ),
    );
    expect(read).toMatchObject({
      name: "public, GAS initial request",
      content: {
        dialogToken: 0x2f,
        anqp: [
          { name: "query list", asked: [256, 257, 258, 260, 261, 262, 263, 264, 268] },
          { name: "vendor", octets: 8 },
        ],
      },
      fault: undefined,
    });
  });

  test("GAS initial response (9.6.7.13): status, comeback delay and the ANQP elements (9.4.5) of that hall", () => {
    const read = readActionFrame(
      octets(
        heard(
          "lab",
          8,
          `
          04 0b 2f
          0000 0000        # successful; no comeback
          6c 02 7f 00
          dc00             # 220 octets
          0101 1d00 0101 0201 0401 0501 0601 0701 0801 0c01 dddd 0900 506f9a11 02 00 02 03 06
          0201 0e00 07 01 0b 656e67 4c61622068616c6c
          0401 1600 02 1300 687474703a2f2f6c61622e6578616d706c652f
          0501 1000 03 506f9a 05 0050c20001 05 001bc50460
          0601 0100 14
          0701 2d00 0100 2900 00 17 6c61622e6578616d706c653b6578616d706c652e6f7267 02 05 0d 01 050106 08 15 02 020104 050107
          0801 0b00 00 09 00 07 02 42f419 136020
          0c01 1800 0b 6c61622e6578616d706c65 0b 6578616d706c652e6f7267
          dddd 1600 506f9a11 03 00 0f 656e67 4c6162206f70657261746f72
        `,
        ),
      ),
    );
    expect(read).toMatchObject({
      content: {
        status: 0,
        comebackDelayTu: 0,
        anqp: [
          { name: "capability list", octets: 29 },
          { name: "venue name", octets: 14 },
          { name: "network authentication type" },
          { name: "roaming consortium", octets: 16 },
          { name: "IP address type availability", octets: 1 },
          { name: "NAI realm", octets: 45 },
          { name: "3GPP cellular network" },
          { name: "domain name", octets: 24 },
          { name: "vendor", octets: 22 },
        ],
      },
      fault: undefined,
    });
  });

  test("GAS initial response (9.6.7.13): status, comeback delay and ANQP elements (9.4.5)", () => {
    const read = readActionFrame(octets(`04 0b 07 0000 0000 6c 02 7f 00 0700 0c01 0300 026263`));
    expect(read).toMatchObject({
      content: { status: 0, comebackDelayTu: 0, anqp: [{ id: 268, name: "domain name", octets: 3 }] },
      fault: undefined,
    });
  });

  test("GAS comeback (9.6.7.14, 9.6.7.15): the first of several fragments is not taken for whole elements", () => {
    expect(readActionFrame(octets("04 0c 07"))).toMatchObject({ content: { dialogToken: 7 }, fault: undefined });
    const read = readActionFrame(octets("04 0d 07 0000 80 0000 6c 02 7f 00 0400 0c01 ff00"));
    expect(read).toMatchObject({ content: { fragment: { number: 0, more: 1 }, anqp: undefined }, fault: undefined });
  });

  test("Wi-Fi Direct: two devices agree who shall be the owner of their group", () => {
    const attributes = [
      { name: "capability" },
      { name: "groupOwnerIntent" },
      { name: "configurationTimeout" },
      { name: "listenChannel" },
      { name: "intendedInterfaceAddress", address: 0x42_00_00_00_02_00 },
      { name: "channelList" },
      { name: "deviceInfo", address: 0x02_00_00_00_02_00 },
      { name: "operatingChannel" },
    ];
    const asked = readActionFrame(octets(heard("lab", 23, `04 09 506f9a09 00 01 ${NEGOTIATION}`)));
    expect(asked).toMatchObject({
      name: "public, vendor specific",
      content: { name: "P2P", subtype: 0, dialogToken: 1, elements: [{ content: { attributes } }, { name: "WPS" }] },
      fault: undefined,
    });
    const text = "04 09 506f9a09 02 01 dd 1e 506f9a09 00 0100 00 02 0200 2500 11 0500 5858045106 0b 0600 585804510106";
    expect(readActionFrame(octets(heard("lab", 24, text)))).toMatchObject({
      content: { subtype: 2, elements: [{ content: { attributes: [{ name: "status" }, {}, {}, {}] } }] },
      fault: undefined,
    });
  });

  test("a P2P device discoverability request names its elements", () => {
    const read = readActionFrame(octets("04 09 506f9a09 07 01 dd 09 506f9a09 02 0200 2100"));
    expect(read).toMatchObject({
      name: "public, vendor specific",
      content: { name: "P2P", subtype: 7, elements: [{ name: "P2P" }] },
      fault: undefined,
    });
  });

  test("extended channel switch (9.6.7.7), FTM request (9.6.7.32), FTM (9.6.7.33), SA Query (9.6.9)", () => {
    expect(readActionFrame(octets("04 04 01 73 24 03")).content).toMatchObject({
      operatingClass: 115,
      channel: 36,
      count: 3,
    });
    expect(readActionFrame(octets("04 20 01")).content).toMatchObject({ trigger: 1 });
    expect(readActionFrame(octets(`04 21 01 00 ${"00".repeat(16)}`)).fault).toBeUndefined();
    expect(readActionFrame(octets("08 00 3412")).content).toMatchObject({ transaction: 0x1234 });
  });

  test.each([
    ["a category and no action", "04", "too-short"],
    ["a GAS request without a protocol", "04 0a 07", "too-short"],
    ["a GAS request with another element there", "04 0a 07 dd 02 7f00 0000", "missing"],
    ["a query longer than the frame", `04 0a 07 ${query} ff00 0001 0400`, "length-beyond-end"],
    ["an ANQP element longer than the query", `04 0a 07 ${query} 0600 0001 ff00 0201`, "length-beyond-end"],
    ["half an ID in a query list", `04 0a 07 ${query} 0500 0001 0100 02`, "too-long"],
    ["an FTM trigger that is reserved", "04 20 07", "reserved-value"],
    ["an FTM that is cut", "04 21 01 00 0000", "too-short"],
    ["a vendor's action without an OUI", "04 09 506f", "too-short"],
    ["an SA Query without its transaction", "08 01 34", "too-short"],
    ["a channel switch without its element", "00 04 30 03 000000", "missing"],
    ["a channel switch of a wrong length", "00 04 25 04 00010100", "too-long"],
  ])("%s: %s", (_, text, fault) => expect(readActionFrame(octets(text)).fault).toBe(fault));

  test("actions have their names (9.4.1.11), and what has none its numbers", () => {
    expect(
      [
        [4, 32],
        [9, 10],
        [8, 0],
        [10, 7],
        [37, 0],
        [21, 0],
        [0x84, 10],
        [99, 3],
      ].map(([category = 0, action = 0]) => nameAction(category, action)),
    ).toEqual([
      "public, FTM request",
      "protected dual of public, GAS initial request",
      "SA Query, SA Query request",
      "WNM, BSS transition management request",
      "protected EHT, TID-to-link mapping request",
      "VHT, compressed beamforming",
      "not understood: public, GAS initial request",
      "category 99, action 3",
    ]);
  });
});
