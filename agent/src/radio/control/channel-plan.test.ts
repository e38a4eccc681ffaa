import { expect, test } from "vitest";
import { channelMhz, channelNumber, makeChannelPlan } from "./channel-plan.ts";
import { ListeningTime } from "./listening-time.ts";

test.each([
  [1, 2412],
  [13, 2472],
  [14, 2484],
  [36, 5180],
  [144, 5720],
  [165, 5825],
  [177, 5885],
])("channel %i is at %i MHz and back", (number, mhz) => {
  expect(channelMhz(number)).toBe(mhz);
  expect(channelNumber(mhz)).toBe(number);
});

test("numbers and frequencies between the bands are no channel", () => {
  expect(channelMhz(15)).toBeUndefined();
  expect(channelMhz(200)).toBeUndefined();
  expect(channelNumber(2413)).toBeUndefined();
  expect(channelNumber(5000)).toBeUndefined();
});

test("a plan leaves out what the adapter lacks and names it", () => {
  expect(makeChannelPlan([1, 6, 6, 36, 200], new Set([2412, 2437]))).toEqual({
    channels: [
      { number: 1, mhz: 2412 },
      { number: 6, mhz: 2437 },
    ],
    refused: [36, 200],
  });
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
