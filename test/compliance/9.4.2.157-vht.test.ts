import { describe, expect, test } from "vitest";
import { readVhtCapabilities, readVhtOperation } from "../../agent/src/radio/dot11/elements/vht.ts";
import { heard, information } from "./octets.ts";

describe("IEEE 802.11-2020, 9.4.2.157: VHT Capabilities", () => {
  test("a phone of two streams and 160 MHz (OnePlus 11)", () => {
    const read = readVhtCapabilities(
      information(
        heard(
          "recorded",
          1,
          `
          bf 0c
          f6f19033    # MPDU of 11454, 160 MHz, short GI 80 and 160, beamformee of 8
          faff 0c03   # Rx: MCS 0 to 9 with two streams; 780 Mb/s
          faff 0c23   # Tx: the same; Extended NSS BW capable
        `,
        ),
      ),
    );
    expect(read.fault).toBeUndefined();
    expect(read.streams).toEqual({ rx: 2, tx: 2 });
    expect(read.capabilities).toMatchObject({
      longestMpdu: 2,
      channelWidthSet: 1,
      suBeamformee: 1,
      beamformeeStreams: 7,
    });
    expect([read.rx?.highestMbps, read.tx?.extendedNssBandwidthCapable]).toEqual([780, 1]);
  });

  test("an access point of four streams that shapes its beam (Aruba AP-325)", () => {
    const read = readVhtCapabilities(information(heard("recorded", 5, "bf 0c 91798b33 aaff 0000 aaff 0000")));
    expect(read).toMatchObject({
      capabilities: { longestMpdu: 1, channelWidthSet: 0, suBeamformer: 1, muBeamformer: 1, soundingDimensions: 3 },
      streams: { rx: 4, tx: 4 },
      fault: undefined,
    });
  });

  test.each([
    ["the reserved MPDU length 3", "bf 0c 03000000 faff 0000 faff 0000", "reserved-value"],
    ["the reserved width 3", "bf 0c 0c000000 faff 0000 faff 0000", "reserved-value"],
    ["no MCS map", "bf 04 f6f19033", "too-short"],
    ["an octet too many", "bf 0d f6f19033 faff 0c03 faff 0c23 00", "too-long"],
  ])("%s: %s", (_, text, fault) => expect(readVhtCapabilities(information(text)).fault).toBe(fault));
});

describe("IEEE 802.11-2020, 9.4.2.158: VHT Operation, and the width by Table 11-23", () => {
  test.each([
    ["recorded", 6, "c0 05 01 9b 00 fcff", "80", 155],
    ["lab", 4, "c0 05 01 2a 00 fcff", "80", 42],
    ["recorded", 5, "c0 05 00 00 00 0000", "40", 0],
    ["recorded", 10, "c0 05 00 0b 00 fcff", "40", 11],
  ] as const)("%s.pcap, frame %i, %s: %s MHz", (recording, frame, text, widthMhz, centre0) =>
    expect(readVhtOperation(information(heard(recording, frame, text)))).toMatchObject({
      widthMhz,
      centre0,
      fault: undefined,
    }),
  );

  // No radio at hand sends wider ones: by the clause.
  test.each([
    ["00 00 00", "40"],
    ["01 9b 00", "80"],
    ["01 2a 32", "160"],
    ["01 2a 9b", "80+80"],
    ["02 32 00", "160"],
    ["03 2a 9b", "80+80"],
  ])("%s is %s MHz", (text, widthMhz) =>
    expect(readVhtOperation(information(`c0 05 ${text} fcff`))).toMatchObject({ widthMhz, fault: undefined }),
  );

  test.each([
    ["a width that is reserved", "c0 05 04 9b 00 fcff", "reserved-value"],
    ["centres that are no pair", "c0 05 01 9b 9c fcff", undefined],
    ["no map", "c0 03 01 9b 00", "too-short"],
    ["an octet too many", "c0 06 01 9b 00 fcff 00", "too-long"],
  ])("of %s no width is made up", (_, text, fault) => {
    const read = readVhtOperation(information(text));
    expect(read.fault).toBe(fault);
    if (fault === undefined || fault === "reserved-value") expect(read.widthMhz).toBeUndefined();
  });
});
