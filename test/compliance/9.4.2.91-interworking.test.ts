import { describe, expect, test } from "vitest";
import {
  readAdvertisementProtocol,
  readInterworking,
  readRoamingConsortium,
} from "../../agent/src/radio/dot11/elements/interworking.ts";
import { heard, information } from "./octets.ts";

describe("IEEE 802.11-2020, 9.4.2.91: Interworking", () => {
  test.each([
    ["a phone that asks any (HTC One M9)", "recorded", 8, "6b 01 0f", { options: { accessNetworkType: 15 } }],
    [
      "a phone that asks any HESSID (iPhone 7)",
      "recorded",
      9,
      "6b 07 0f ffffffffffff",
      { options: { accessNetworkType: 15 }, hessidAddress: 0xff_ff_ff_ff_ff_ff },
    ],
    [
      "a hall's access point",
      "lab",
      4,
      "6b 09 12 0701 02005e000100",
      {
        options: { accessNetworkType: 2, internet: 1 },
        venueGroup: 7,
        venueType: 1,
        hessidAddress: 0x02_00_5e_00_01_00,
      },
    ],
  ] as const)("%s", (_, recording, frame, text, expected) =>
    expect(readInterworking(information(heard(recording, frame, text)))).toMatchObject({
      ...expected,
      fault: undefined,
    }),
  );

  test.each([
    ["options alone", "6b 01 13", { venueGroup: undefined, hessidAddress: undefined }],
    ["and a venue", "6b 03 13 0201", { venueGroup: 2, venueType: 1, hessidAddress: undefined }],
    ["and a HESSID", "6b 07 13 02005e000001", { venueGroup: undefined, hessidAddress: 0x02_00_5e_00_00_01 }],
    ["and both", "6b 09 13 0201 02005e000001", { venueGroup: 2, hessidAddress: 0x02_00_5e_00_00_01 }],
  ])("%s: the length says which", (_, text, expected) =>
    expect(readInterworking(information(text))).toMatchObject({
      options: { accessNetworkType: 3, internet: 1 },
      fault: undefined,
      ...expected,
    }),
  );

  test.each([
    ["6b 00", "too-short"],
    ["6b 02 1302", "reserved-value"],
    ["6b 0a 13 0201 02005e000001 00", "reserved-value"],
  ])("%s: %s", (text, fault) => expect(readInterworking(information(text)).fault).toBe(fault));
});

describe("IEEE 802.11-2020, 9.4.2.92 and 9.4.2.95", () => {
  test("Advertisement Protocol: ANQP, and a vendor's with a length of its own", () => {
    expect(readAdvertisementProtocol(information(heard("lab", 4, "6c 02 7f 00"))).protocols).toEqual([
      { id: 0, responseLimit: 127, perBss: false },
    ]);
    expect(readAdvertisementProtocol(information("6c 08 7f00 7fdd 03aabbcc"))).toMatchObject({
      protocols: [
        { id: 0, responseLimit: 127, perBss: false },
        { id: 221, responseLimit: 127, perBss: false },
      ],
      fault: undefined,
    });
    expect(readAdvertisementProtocol(information("6c 01 7f")).fault).toBe("too-short");
    expect(readAdvertisementProtocol(information("6c 03 7fdd 09")).fault).toBe("length-beyond-end");
  });

  test("Roaming Consortium: the third identifier gets what is left", () => {
    const read = readRoamingConsortium(information(heard("lab", 4, "6f 0f 00 53 506f9a 0050c20001 001bc50460")));
    expect(read).toMatchObject({ more: 0 });
    expect(read.identifiers.map((it) => Buffer.from(it).toString("hex"))).toEqual([
      "506f9a",
      "0050c20001",
      "001bc50460",
    ]);
    expect(read.fault).toBeUndefined();
    expect(readRoamingConsortium(information("6f 04 00 0f 506f")).fault).toBe("length-beyond-end");
  });
});
