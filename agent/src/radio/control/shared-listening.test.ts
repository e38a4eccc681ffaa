import { expect, test } from "vitest";
import { SharedListening } from "./shared-listening.ts";

test("two adapters on two channels listen twice as much; on one channel they listen once", () => {
  const shared = new SharedListening();
  shared.tune(0, 2_412, 10);
  shared.tune(1, 5_180, 10);
  shared.tune(1, 2_412, 14);
  expect(shared.take(20)).toEqual([
    { channelMhz: 5_180, seconds: 4 },
    { channelMhz: 2_412, seconds: 10 },
  ]);
  shared.tune(0, undefined, 21);
  expect(shared.take(25)).toEqual([{ channelMhz: 2_412, seconds: 5 }]);
  shared.tune(1, undefined, 26);
  expect(shared.take(30)).toEqual([{ channelMhz: 2_412, seconds: 1 }]);
  expect(shared.take(40)).toEqual([]);
});

test("a channel is left when the last adapter leaves it", () => {
  const told: string[] = [];
  const shared = new SharedListening({
    onCame: (mhz) => void told.push(`+${mhz}`),
    onLeft: (mhz) => void told.push(`-${mhz}`),
  });
  shared.tune(0, 2_412, 1);
  shared.tune(1, 2_412, 2);
  shared.tune(0, undefined, 3);
  shared.tune(0, 2_437, 4);
  shared.tune(1, undefined, 5);
  expect(told).toEqual(["+2412", "+2437", "-2412"]);
});
