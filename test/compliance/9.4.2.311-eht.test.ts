import { describe, expect, test } from "vitest";
import { readEhtCapabilities, readEhtOperation } from "../../agent/src/radio/dot11/elements/eht.ts";
import { heard, information } from "./octets.ts";

// No access point at hand sends EHT Operation (the lab's hostapd is built without Wi-Fi 7): by the clause, and read as tshark 4.6 reads it.
describe("IEEE 802.11be, 9.4.2.311: EHT Operation", () => {
  test("320 MHz with 20 MHz of it left out", () => {
    const read = readEhtOperation(
      information(`
        ff 0b 6a
        03          # operation information and disabled subchannels present
        44444444    # basic MCS and NSS
        04 2f 3f    # 320 MHz, centres 47 and 63
        0080        # the highest 20 MHz
      `),
    );
    expect(read).toMatchObject({
      operation: { widthMhz: 320, centre0: 47, centre1: 63 },
      disabledSubchannels: 0x8000,
      fault: undefined,
    });
  });

  test("without operation information the width is HE's", () => {
    expect(readEhtOperation(information("ff 06 6a 00 44444444"))).toMatchObject({
      operation: undefined,
      fault: undefined,
    });
  });

  test.each([
    ["a width that is reserved", "ff 09 6a 01 44444444 05 2f 3f", "reserved-value"],
    ["disabled subchannels without operation information", "ff 06 6a 02 44444444", "missing"],
    ["operation information that is not there", "ff 06 6a 01 44444444", "too-short"],
    ["no basic set", "ff 02 6a 01", "too-short"],
  ])("of one with %s no width is made up", (_, text, fault) => {
    const read = readEhtOperation(information(text));
    expect(read.fault).toBe(fault);
    expect(read.operation?.widthMhz).toBeUndefined();
  });
});

describe("IEEE 802.11be, 9.4.2.313: EHT Capabilities", () => {
  const PHY = "e06f09001036880e03";
  const station = { isAccessPoint: false, above20: true, oneSixty: true };

  test("a phone with a map for 80 and one for 160 MHz (OnePlus 11)", () => {
    const read = readEhtCapabilities(information(heard("recorded", 1, `ff 12 6c 0700 ${PHY} 222222 222222`)), station);
    expect(read).toMatchObject({
      mac: { epcsPriorityAccess: 1, omControl: 1, txopSharing1: 1 },
      phy: { threeTwenty: 0, suBeamformee: 1, beamformeeStreams80: 7, ppeThresholds: 0 },
      mcsOctets: 6,
      fault: undefined,
    });
  });

  test.each([
    ["recorded", 3, "12 6c 0200 ec0d00f619e7ba0100 222222 222222", { ru242Wider: 1, beamformeeStreams80: 3 }, true, 6],
    // 40 MHz in the 2.4 GHz band: one map of three octets; PPE Thresholds for no unit.
    ["lab", 2, "11 6c 0700 7c0000feffff7f0100 888888 0000", { ndp4xLtf: 1, ppeThresholds: 1 }, false, 3],
  ] as const)("%s.pcap, frame %i", (recording, frame, text, phy, oneSixty, mcsOctets) => {
    const read = readEhtCapabilities(information(heard(recording, frame, `ff ${text}`)), { ...station, oneSixty });
    expect(read).toMatchObject({ phy, mcsOctets, fault: undefined });
  });

  test.each([
    ["20 MHz only: one map of four octets", { isAccessPoint: false, above20: false, oneSixty: false }, "22222222", 4],
    ["an access point of 20 MHz: three", { isAccessPoint: true, above20: false, oneSixty: false }, "222222", 3],
    ["80 MHz: three", { isAccessPoint: false, above20: true, oneSixty: false }, "222222", 3],
  ])("the length of the maps is in no field of the element (%s)", (_, context, maps, mcsOctets) => {
    const length = (12 + maps.length / 2).toString(16).padStart(2, "0");
    expect(readEhtCapabilities(information(`ff ${length} 6c 0700 ${PHY} ${maps}`), context)).toMatchObject({
      mcsOctets,
      fault: undefined,
    });
  });

  test("320 MHz has a map of its own (Surface Laptop 7)", () => {
    const read = readEhtCapabilities(
      information(heard("recorded", 2, "ff 15 6c 1700 c26f00001076800003 222222 222222 222222")),
      station,
    );
    expect(read).toMatchObject({ phy: { threeTwenty: 1 }, mcsOctets: 9, fault: undefined });
  });

  test.each([
    ["too short for the maps that HE Capabilities promise", `ff 0f 6c 0700 ${PHY} 222222`, "too-short"],
    ["too short for its capabilities", "ff 05 6c 0700 e06f", "too-short"],
    ["with PPE thresholds that are not there", `ff 12 6c 0700 e06f090010 3e880e03 222222 222222`, "too-short"],
    [
      "with PPE thresholds that are longer",
      `ff 14 6c 0700 e06f090010 3e880e03 222222 222222 ff01`,
      "length-beyond-end",
    ],
  ])("%s: %s", (_, text, fault) => expect(readEhtCapabilities(information(text), station).fault).toBe(fault));
});
