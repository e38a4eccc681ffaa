import { describe, expect, test } from "vitest";
import {
  channelAt,
  channelCentreMhz,
  isPreferredScanningChannel,
  operatingClass,
  operatingMhz,
} from "../../agent/src/radio/dot11/channels.ts";

describe("IEEE 802.11-2020, Annex E, and IEEE 802.11ax, 27.3.23.2: channels and their frequencies", () => {
  test.each([
    ["2.4", 1, 2_412],
    ["2.4", 13, 2_472],
    ["2.4", 14, 2_484],
    ["5", 36, 5_180],
    ["5", 165, 5_825],
    ["5", 177, 5_885],
    ["6", 1, 5_955],
    ["6", 2, 5_935],
    ["6", 37, 6_135],
    ["6", 233, 7_115],
  ] as const)("%s GHz, channel %i is at %i MHz, and back", (band, number, mhz) => {
    expect(channelCentreMhz(band, number)).toBe(mhz);
    expect(channelAt(mhz)).toEqual({ band, number });
  });

  test.each([
    ["2.4", 0],
    ["2.4", 15],
    ["5", 200],
    ["6", 3],
    ["6", 237],
    ["6", 1.5],
  ] as const)("%s GHz has no channel %f", (band, number) => expect(channelCentreMhz(band, number)).toBeUndefined());

  test.each([0, 915, 2_400, 2_483, 5_953, 5_960, 7_120, 60_480])("no channel is at %i MHz", (mhz) =>
    expect(channelAt(mhz)).toBeUndefined(),
  );

  test("59 channels of 20 MHz in the 6 GHz band, of which every fourth is scanned first", () => {
    const channels = operatingClass(131)?.channels ?? [];
    expect(channels).toHaveLength(59);
    const first = channels.filter(isPreferredScanningChannel);
    expect(first).toEqual([5, 21, 37, 53, 69, 85, 101, 117, 133, 149, 165, 181, 197, 213, 229]);
  });

  test.each([
    [131, 20, 59],
    [132, 40, 29],
    [133, 80, 14],
    [134, 160, 7],
    [135, 80, 14],
    [136, 20, 1],
    [137, 320, 6],
  ])("operating class %i: %i MHz, %i channels in the 6 GHz band", (number, widthMhz, count) => {
    const it = operatingClass(number);
    expect(it).toMatchObject({ band: "6", widthMhz });
    expect(it?.channels).toHaveLength(count);
    for (const channel of it?.channels ?? []) expect(operatingMhz(number, channel)).toBeGreaterThan(5_925);
  });

  test.each([
    [134, 37, 6_135],
    [134, 15, 6_025],
    [133, 25, 6_075],
    [132, 1, 5_955],
    [137, 29, 6_095],
    [128, 36, 5_180],
    [129, 64, 5_320],
    [130, 161, 5_805],
  ])("class %i with a primary channel or a centre, %i, is at %i MHz", (classNumber, channel, mhz) =>
    expect(operatingMhz(classNumber, channel)).toBe(mhz),
  );

  test.each([
    [134, 233],
    [134, 35],
    [133, 229],
    [129, 132],
    [128, 68],
    [116, 38],
    [83, 11],
    [137, 225],
  ])("of class %i no channel holds %i", (classNumber, channel) =>
    expect(operatingMhz(classNumber, channel)).toBeUndefined(),
  );

  test("a class and a number that do not belong together name no frequency", () => {
    expect(operatingMhz(131, 2)).toBeUndefined();
    expect(operatingMhz(81, 36)).toBeUndefined();
    expect(operatingMhz(0, 1)).toBeUndefined();
    expect(operatingClass(180)).toBeUndefined();
    expect([operatingMhz(133, 7), operatingMhz(137, 31)]).toEqual([5_985, 6_105]);
  });
});
