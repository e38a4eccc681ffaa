import { describe, expect, test } from "vitest";
import { nameAction } from "../../agent/src/radio/dot11/action-names.ts";
import { readActionFrame } from "../../agent/src/radio/dot11/read-action.ts";
import { octets } from "./octets.ts";

describe("IEEE 802.11-2020, 9.6.7: public action frames", () => {
  const query = "6c 02 7f 00";

  test("GAS initial request (9.6.7.12): an ANQP query for venue name and NAI realm", () => {
    const read = readActionFrame(
      octets(`
        04 0a       # public, GAS initial request
        07          # dialog token
        ${query}    # Advertisement Protocol: ANQP
        0800        # query of eight octets
        0001 0400 0201 0701   # Query List (256): 258, 263
      `),
    );
    expect(read).toMatchObject({
      name: "public, GAS initial request",
      content: { dialogToken: 7, anqp: [{ name: "query list", asked: [258, 263] }] },
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
