import { describe, expect, test } from "vitest";
import { readActionFrame } from "../../agent/src/radio/dot11/read-action.ts";
import { octets } from "./octets.ts";

// No radio at hand sends FILS Discovery (mac80211_hwsim cannot): by the clause.
describe("IEEE 802.11-2020, 9.6.7.36: FILS Discovery", () => {
  test("a 6 GHz access point between its beacons: name, capability, channel", () => {
    const read = readActionFrame(
      octets(`
        04 22              # public, FILS Discovery
        2306               # name of 4 octets; capability, primary channel, centre segment 1
        0100000000000000   # timestamp
        6400               # beacon interval
        48616c6c           # Hall
        0b08               # FD capability: ESS, privacy, 80 MHz; HE
        83 25              # operating class 131, channel 37
        27                 # centre segment 1
        c9 05 00 01 51 06 ff
      `),
    );
    expect(read).toMatchObject({
      name: "public, FILS discovery",
      content: {
        timestamp: 1,
        beaconInterval: 100,
        capability: { ess: 1, privacy: 1, width: 2, phy: 2 },
        operatingClass: 131,
        primaryChannel: 37,
        channelMhz: 6_135,
        centre1: 0x27,
        elements: ["Reduced Neighbor Report"],
      },
      fault: undefined,
    });
  });

  test("a short SSID is of four octets", () => {
    const read = readActionFrame(octets("04 22 4300 0100000000000000 6400 d2bd2925"));
    expect(read).toMatchObject({ content: { shortSsid: 0x25_29_bd_d2, ssid: undefined }, fault: undefined });
    expect(readActionFrame(octets("04 22 4700 0100000000000000 6400 d2bd2925 00000000")).fault).toBe("reserved-value");
  });

  test.each([
    ["cut in the timestamp", "04 22 0300 01000000", "too-short"],
    ["with a name longer than the frame", "04 22 1f00 0100000000000000 6400 48616c6c", "length-beyond-end"],
    ["with a channel that is not there", "04 22 0304 0100000000000000 6400 48616c6c", "too-short"],
    ["with an element that is cut", "04 22 0300 0100000000000000 6400 48616c6c c9 09 00", "length-beyond-end"],
  ])("one %s: %s", (_, text, fault) => expect(readActionFrame(octets(text)).fault).toBe(fault));
});
