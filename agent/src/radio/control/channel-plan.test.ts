import { expect, test } from "vitest";
import { channelMhz, channelName, makeChannelPlan, missingChannels, planChannels, PLAN_NAMES } from "./channel-plan.ts";
import { ListeningTime } from "./listening-time.ts";

test.each([
  [1, 2412],
  [13, 2472],
  [14, 2484],
  [36, 5180],
  [144, 5720],
  [165, 5825],
  [177, 5885],
  ["6g:1", 5955],
  ["6g:37", 6135],
  ["6g:233", 7115],
])("channel %s is at %i MHz and back", (name, mhz) => {
  expect(channelMhz(name)).toBe(mhz);
  expect(channelName(mhz)).toBe(name);
});

test("numbers and frequencies between the bands are no channel", () => {
  expect(channelMhz(15)).toBeUndefined();
  expect(channelMhz(200)).toBeUndefined();
  expect(channelMhz("6g:38")).toBeUndefined();
  expect(channelMhz("7g:37")).toBeUndefined();
  expect(channelName(2413)).toBeUndefined();
  expect(channelName(5000)).toBeUndefined();
});

test.each(PLAN_NAMES)("each channel of the plan %s is one, and stands there once", (plan) => {
  const frequencies = planChannels(plan).map(channelMhz);
  expect(frequencies).not.toContain(undefined);
  expect(new Set(frequencies).size).toBe(frequencies.length);
});

test("a plan of three bands has each band's channels", () => {
  expect(planChannels("2.4+5+6")).toHaveLength(13 + 25 + 15);
});

test("a plan leaves out what the adapter lacks and what the country forbids, and names each", () => {
  const adapter = { availableMhz: new Set([2412, 2437]), disabledMhz: new Set([2484]) };
  expect(makeChannelPlan([1, 6, 6, 14, 36, 200, "6g:37"], adapter)).toEqual({
    channels: [
      { name: 1, mhz: 2412 },
      { name: 6, mhz: 2437 },
    ],
    forbidden: [14],
    refused: [36, 200, "6g:37"],
  });
  expect(makeChannelPlan([1, "6g:37"], undefined).channels).toHaveLength(2);
});

test("of a plan that is named by its bands, only a band is missing of which the adapter has nothing", () => {
  const adapter = { availableMhz: new Set([2412, 5180]), disabledMhz: new Set([5500]) };
  const plan = makeChannelPlan([1, 13, 36, 100, 144, "6g:5"], adapter);
  expect(missingChannels(plan, true)).toEqual({ forbidden: [], refused: ["6g:5"] });
  expect(missingChannels(plan, false)).toEqual({ forbidden: [100], refused: [13, 144, "6g:5"] });
});

test("seconds listened go to the channel that was tuned, and to none while nothing is heard", () => {
  const time = new ListeningTime();
  time.tune(2412, 10);
  time.tune(2437, 12);
  time.tune(undefined, 13);
  time.tune(2412, 20);
  expect(time.take(21)).toEqual([
    { channelMhz: 2412, seconds: 3 },
    { channelMhz: 2437, seconds: 1 },
  ]);
  expect(time.take(21.5)).toEqual([{ channelMhz: 2412, seconds: 0.5 }]);
});
