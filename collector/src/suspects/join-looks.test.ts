import { expect, test } from "vitest";
import { joinLooks } from "./join-looks.ts";

const AT = Date.parse("2026-05-04T12:00:00Z");

test("a look is a level with the seconds listened, or silence on a channel on which somebody heard it", () => {
  const heard = [{ sensorId: "north", channelMhz: 2437, minuteMs: AT, frames: 40, medianDbm: -61 }];
  const listened = [
    { sensorId: "north", channelMhz: 2437, minuteMs: AT, seconds: 20 },
    { sensorId: "south", channelMhz: 2437, minuteMs: AT, seconds: 60 },
    // On 2412 nobody heard it, so that to listen there says nothing.
    { sensorId: "south", channelMhz: 2412, minuteMs: AT, seconds: 60 },
  ];
  expect(joinLooks(heard, listened)).toEqual([
    { sensorId: "north", channelMhz: 2437, minuteMs: AT, seconds: 20, frames: 40, medianDbm: -61 },
    { sensorId: "south", channelMhz: 2437, minuteMs: AT, seconds: 60, frames: 0 },
  ]);
});

test("what was heard counts although nobody said how long was listened", () => {
  const heard = [{ sensorId: "north", channelMhz: 2437, minuteMs: AT, frames: 1, medianDbm: -70 }];
  expect(joinLooks(heard, [])).toEqual([{ ...heard[0], seconds: 0 }]);
  expect(joinLooks([], [{ sensorId: "north", channelMhz: 2437, minuteMs: AT, seconds: 20 }])).toEqual([]);
});
