import { describe, expect, test } from "vitest";
import { readHe6GhzCapabilities, readHeCapabilities } from "../../agent/src/radio/dot11/elements/he-capabilities.ts";
import { readHeOperation } from "../../agent/src/radio/dot11/elements/he-operation.ts";
import { heard, information } from "./octets.ts";

const MAC = "0301109a4008";
const PHY = "0c304009fd0980080e0c00";
const MAPS = "faff faff";
const PPE = "79 1cc7711cc771";

describe("IEEE 802.11ax, 9.4.2.248: HE Capabilities", () => {
  test("a phone of two streams and 160 MHz, with PPE thresholds for four widths (OnePlus 11)", () => {
    const text = heard("recorded", 1, `ff 21 23 ${MAC} ${PHY} ${MAPS} ${MAPS} ${PPE}`);
    const read = readHeCapabilities(information(text));
    expect(read.fault).toBeUndefined();
    expect(read.mac).toMatchObject({
      htControl: 1,
      twtRequester: 1,
      twtResponder: 0,
      broadcastTwt: 1,
      omControl: 1,
      ul2x996: 1,
    });
    expect(read.phy).toMatchObject({
      forty24: 0,
      eighty5: 1,
      oneSixty: 1,
      eightyPlusEighty: 0,
      suBeamformee: 1,
      beamformeeStreams80: 7,
      beamformeeStreamsAbove80: 7,
      ppeThresholds: 1,
      mostColumns: 1,
    });
    expect(read.streams).toEqual({ upTo80: { rx: 2, tx: 2 }, at160: { rx: 2, tx: 2 }, at80Plus80: undefined });
    expect(read.ppeThresholds).toHaveLength(6);
  });

  test("an access point of four chains and 20 MHz (a library's, frame 10)", () => {
    const text = "ff 1a 23 0d01081a4010 006048881f41811c010800 faff faff 191cc771";
    const read = readHeCapabilities(information(heard("recorded", 10, text)));
    expect(read).toMatchObject({
      mac: { twtRequester: 0, twtResponder: 1, dynamicFragmentation: 1, bsr: 1 },
      phy: { forty24: 0, eighty5: 0, suBeamformer: 1, mostColumns: 3, ppeThresholds: 1 },
      streams: { upTo80: { rx: 2, tx: 2 }, at160: undefined },
      fault: undefined,
    });
  });

  test.each([
    ["no MCS maps", `ff 12 23 ${MAC} ${PHY}`, "too-short"],
    ["160 MHz without its map", `ff 16 23 ${MAC} ${PHY} ${MAPS}`, "too-short"],
    ["PPE thresholds that are not there", `ff 1a 23 ${MAC} ${PHY} ${MAPS} ${MAPS}`, "too-short"],
    ["PPE thresholds longer than the element", `ff 1d 23 ${MAC} ${PHY} ${MAPS} ${MAPS} 7f 1cc7`, "length-beyond-end"],
  ])("of one with %s the widths are read all the same", (_, text, fault) => {
    const read = readHeCapabilities(information(text));
    expect(read.fault).toBe(fault);
    expect(read.phy?.oneSixty).toBe(1);
  });

  test("HE 6 GHz Band Capabilities (9.4.2.263)", () => {
    expect(readHe6GhzCapabilities(information(heard("lab", 29, "ff 03 3b bf36")))).toMatchObject({
      capabilities: { startSpacing: 7, longestMpdu: 2, smPowerSave: 3 },
      fault: undefined,
    });
    expect(readHe6GhzCapabilities(information(heard("recorded", 2, "ff 03 3b bc36")))).toMatchObject({
      capabilities: { startSpacing: 4, longestAMpduExponent: 7, rxAntennaPattern: 1, txAntennaPattern: 1 },
      fault: undefined,
    });
    // In the profile of the phone's other link.
    expect(readHe6GhzCapabilities(information(heard("recorded", 1, "ff 03 3b bd06")))).toMatchObject({
      capabilities: { startSpacing: 5, longestAMpduExponent: 7, longestMpdu: 2, smPowerSave: 3 },
      fault: undefined,
    });
    expect(readHe6GhzCapabilities(information("ff 02 3b bd")).fault).toBe("too-short");
  });
});

describe("IEEE 802.11ax, 9.4.2.249: HE Operation", () => {
  test.each([
    ["recorded", 10, "ff 07 24 f43f00 32 fcff", { parameters: { defaultPeDuration: 4 }, bssColour: { colour: 50 } }],
    ["lab", 4, "ff 07 24 f03f00 1a fcff", { parameters: { defaultPeDuration: 0 }, bssColour: { colour: 26 } }],
    ["lab", 11, "ff 07 24 f03f00 b8 fcff", { bssColour: { colour: 56, disabled: 1 } }],
  ] as const)("below 6 GHz it has parameters only (%s.pcap, frame %i)", (recording, frame, text, expected) =>
    expect(readHeOperation(information(heard(recording, frame, text)))).toMatchObject({
      ...expected,
      basicMap: 0xfffc,
      sixGhz: undefined,
      fault: undefined,
    }),
  );

  test("a 6 GHz access point says its channel here and nowhere else", () => {
    const read = readHeOperation(
      information(`
        ${heard("lab", 29, "ff 0c 24 f03f02 0c fcff 25 03 27 2f 06")}
        # f03f02: RTS threshold off, 6 GHz Operation Information present; BSS colour 12
        # primary 37, 160 MHz: centre of the 80 MHz 39, of the 160 MHz 47; 6 Mb/s
      `),
    );
    expect(read).toMatchObject({
      bssColour: { colour: 12, partial: 0, disabled: 0 },
      sixGhz: {
        primaryChannel: 37,
        channelMhz: 6_135,
        isScannedFirst: true,
        centre0: 39,
        centre1: 47,
        minimumRateMbps: 6,
        control: { channelWidth: 3, regulatory: 0 },
      },
      fault: undefined,
    });
    expect(read.sixGhz?.widthMhz).toBe("160");
  });

  test("centres further apart than eight channels are two of 80 MHz", () => {
    expect(readHeOperation(information("ff 0c 24 f43f02 1a fcff 25 03 27 87 06")).sixGhz?.widthMhz).toBe("80+80");
  });

  test.each(["27 00", "00 2f", "27 28", "27 37"])("of centres that are no pair, %s, no width is made up", (centres) => {
    const read = readHeOperation(information(`ff 0c 24 f43f02 1a fcff 25 03 ${centres} 06`));
    expect(read.sixGhz).toMatchObject({ primaryChannel: 37, widthMhz: undefined });
  });

  test("VHT operation and the co-hosted set stand before the 6 GHz information", () => {
    const read = readHeOperation(information("ff 10 24 f4ff02 1a fcff 01 9b 00 03 05 02 07 00 06"));
    expect(read).toMatchObject({
      vht: { channelWidth: 1, centre0: 0x9b },
      coHostedIndicator: 3,
      sixGhz: { primaryChannel: 5 },
    });
    expect(read.sixGhz?.widthMhz).toBe("80");
  });

  test.each([
    ["parameters cut", "ff 03 24 f43f", "too-short"],
    ["6 GHz information that is not there", "ff 07 24 f43f02 1a fcff", "too-short"],
    ["6 GHz information that is cut", "ff 09 24 f43f02 1a fcff 25 03", "too-short"],
    ["VHT information that is not there", "ff 07 24 f47f00 1a fcff", "too-short"],
  ])("%s: %s", (_, text, fault) => expect(readHeOperation(information(text)).fault).toBe(fault));
});
