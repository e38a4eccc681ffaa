import { describe, expect, test } from "vitest";
import { readReducedNeighbourReport } from "../../agent/src/radio/dot11/elements/reduced-neighbour-report.ts";
import { heard, information } from "./octets.ts";

const NEIGHBOUR = "02005e0000a1";

describe("IEEE 802.11-2020, 9.4.2.170 (802.11ax, 802.11be): Reduced Neighbour Report", () => {
  test("a 5 GHz access point that tells of its 6 GHz half: the class of its width, and its primary channel", () => {
    const read = readReducedNeighbourReport(
      information(
        heard(
          "lab",
          30,
          `
          c9 11
          00 0d             # TBTT information type 0, one access point, 13 octets
          86 25             # operating class 134: 160 MHz; channel 37, which is the primary
          ff                # TBTT offset not known
          02005e000100      # BSSID
          7668f922          # short SSID
          42                # same SSID, co-located
          7f                # no limit of power is told
        `,
        ),
      ),
    );
    expect(read).toMatchObject({
      channels: [
        {
          operatingClass: 134,
          channel: 37,
          channelMhz: 6_135,
          neighbours: [
            {
              tbttOffsetTu: undefined,
              bssid: 0x02_00_5e_00_01_00,
              bssParameters: { sameSsid: 1, inSet: 0, colocatedAp: 1 },
              psdDbmPerMhz: undefined,
            },
          ],
        },
      ],
      fault: undefined,
    });
  });

  // A Wi-Fi 7 link, and every other length, by the clause: no radio at hand tells of them.
  test("a 5 GHz access point that tells of its 6 GHz half, a Wi-Fi 7 link", () => {
    const read = readReducedNeighbourReport(
      information(`
        c9 14
        00 10             # TBTT information type 0, one access point, 16 octets each
        83 25             # operating class 131, channel 37
        ff                # TBTT offset not known
        ${NEIGHBOUR}      # BSSID
        d2bd2925          # short SSID
        4e                # same SSID, Multiple BSSID, transmitted, co-located
        f6                # -10 × 0.5 dBm/MHz
        00 12 00          # AP MLD ID 0, link 2, change count 1
      `),
    );
    expect(read.fault).toBeUndefined();
    expect(read.channels).toEqual([
      {
        operatingClass: 131,
        channel: 37,
        channelMhz: 6_135,
        filtered: false,
        neighbours: [
          {
            tbttOffsetTu: undefined,
            bssid: 0x02_00_5e_00_00_a1,
            shortSsid: 0x25_29_bd_d2,
            bssParameters: expect.objectContaining({
              sameSsid: 1,
              inSet: 1,
              transmitted: 1,
              colocatedAp: 1,
            }) as unknown,
            psdDbmPerMhz: -5,
            mld: { mldId: 0, linkId: 2, bssParametersChangeCount: 1, allUpdates: 0, disabledLink: 0 },
          },
        ],
      },
    ]);
  });

  test.each([
    [1, "0a", ["tbttOffsetTu"]],
    [2, "0a 40", ["tbttOffsetTu", "bssParameters"]],
    [5, "0a 01020304", ["tbttOffsetTu", "shortSsid"]],
    [6, "0a 01020304 40", ["tbttOffsetTu", "shortSsid", "bssParameters"]],
    [7, `0a ${NEIGHBOUR}`, ["tbttOffsetTu", "bssid"]],
    [8, `0a ${NEIGHBOUR} 40`, ["tbttOffsetTu", "bssid", "bssParameters"]],
    [9, `0a ${NEIGHBOUR} 40 28`, ["tbttOffsetTu", "bssid", "bssParameters", "psdDbmPerMhz"]],
    [11, `0a ${NEIGHBOUR} 01020304`, ["tbttOffsetTu", "bssid", "shortSsid"]],
    [12, `0a ${NEIGHBOUR} 01020304 40`, ["tbttOffsetTu", "bssid", "shortSsid", "bssParameters"]],
    [13, `0a ${NEIGHBOUR} 01020304 40 28`, ["tbttOffsetTu", "bssid", "shortSsid", "bssParameters", "psdDbmPerMhz"]],
  ])("a TBTT information of %i octets has just what its length says", (length, text, names) => {
    const size = (4 + length).toString(16).padStart(2, "0");
    const read = readReducedNeighbourReport(
      information(`c9 ${size} 00 ${length.toString(16).padStart(2, "0")} 51 06 ${text}`),
    );
    expect(read.fault).toBeUndefined();
    expect(Object.keys(read.channels[0]?.neighbours[0] ?? {})).toEqual(names);
  });

  test.each([
    ["no limit is told", "7f"],
    ["nobody may send there", "80"],
  ])("a PSD that is no power (%s)", (_, psd) => {
    const read = readReducedNeighbourReport(information(`c9 0d 00 09 83 25 ff ${NEIGHBOUR} 40 ${psd}`));
    expect(read.channels[0]?.neighbours[0]).toMatchObject({ psdDbmPerMhz: undefined, bssid: 0x02_00_5e_00_00_a1 });
    expect(read.fault).toBeUndefined();
  });

  test("the count is one less than there are, and the second channel begins where the first ends", () => {
    const read = readReducedNeighbourReport(information("c9 0d 10 02 51 06 0a40 0b40 00 01 73 24 ff"));
    expect(read.fault).toBeUndefined();
    expect(read.channels.map(({ channel, neighbours }) => [channel, neighbours.length])).toEqual([
      [6, 2],
      [36, 1],
    ]);
  });

  test("longer than 16 octets: what a later standard puts behind is skipped", () => {
    const later = `0a ${NEIGHBOUR} 01020304 40 28 001000 eeee`;
    const read = readReducedNeighbourReport(information(`c9 16 00 12 51 06 ${later}`));
    expect(read.fault).toBeUndefined();
    expect(read.channels[0]?.neighbours[0]).toMatchObject({ bssid: 0x02_00_5e_00_00_a1, mld: { mldId: 0 } });
  });

  test("type 1 (802.11be): MLD parameters only", () => {
    const read = readReducedNeighbourReport(information("c9 07 01 03 51 06 02 05 00"));
    expect(read).toMatchObject({ channels: [{ neighbours: [{ mld: { mldId: 2, linkId: 5 } }] }], fault: undefined });
  });

  test.each([
    ["nothing", "c9 00", "too-short", 0],
    ["half a header", "c9 03 00 01 51", "too-short", 0],
    ["sixteen access points where there is room for one", `c9 0b f0 07 51 06 0a ${NEIGHBOUR}`, "count-beyond-end", 1],
    ["a length beyond the element", `c9 0b 00 ff 51 06 0a ${NEIGHBOUR}`, "count-beyond-end", 1],
    ["a length of none", "c9 04 00 00 51 06", "reserved-value", 1],
    ["a length that is reserved", "c9 07 00 03 51 06 0a0b0c", "reserved-value", 1],
    ["a type that is reserved", `c9 0b 02 07 51 06 0a ${NEIGHBOUR}`, "reserved-value", 1],
  ])("of one with %s no access point is made up", (_, text, fault, channels) => {
    const read = readReducedNeighbourReport(information(text));
    expect(read.fault).toBe(fault);
    expect(read.channels).toHaveLength(channels);
    expect(read.channels.flatMap(({ neighbours }) => neighbours)).toEqual([]);
  });
});
