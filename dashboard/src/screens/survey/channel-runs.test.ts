import { expect, test } from "vitest";
import { channelRuns } from "./channel-runs.ts";

test("channels in a row are read out as one piece, and a gap ends it", () => {
  expect(channelRuns([2412, 2417, 2422, 2437, 2442])).toEqual(["1–3", "6", "7"]);
  expect(channelRuns([5500, 5520, 5540, 5560, 5745, 5785])).toEqual(["100–112", "149", "157"]);
  expect(channelRuns([6055, 5975, 6135])).toEqual(["5–37"]);
  expect(channelRuns([])).toEqual([]);
  expect(channelRuns([4940])).toEqual(["4940 MHz"]);
});
