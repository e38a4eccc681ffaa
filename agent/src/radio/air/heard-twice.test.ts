import { expect, test } from "vitest";
import { hex, join } from "../dot11/octets-for-tests.ts";
import type { Frame } from "../dot11/frame.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { HeardTwice } from "./heard-twice.ts";
import { SeveralAdapters } from "./several-adapters.ts";

/** A frame that is told from others by its number. */
function frame(number: number, rssiDbm = -50, transmitter = 0x02_00_00_00_00_01): Frame {
  const octets = join(hex("80000000ffffffffffff"), Uint8Array.of(number >> 16, number >> 8, number), hex("00112233"));
  return { ...managementFrame(FrameKind.beacon, { transmitter, bssid: transmitter }), octets, rssiDbm };
}

test("a frame that two adapters hear is one, whichever is first", () => {
  const it = new HeardTwice();
  expect(it.isRepeat(frame(1), 0, 1_000)).toBe(false);
  expect(it.isRepeat(frame(1), 1, 1_000.002)).toBe(true);
  expect(it.before).toEqual({ adapter: 0, rssiDbm: -50 });
  expect(it.isRepeat(frame(2), 1, 1_000.003)).toBe(false);
  expect(it.isRepeat(frame(2), 0, 1_000.004)).toBe(true);
});

test("a frame that is sent ten times and heard by two adapters is ten frames, not twenty and not one", () => {
  const it = new HeardTwice();
  let counted = 0;
  for (let time = 0; time < 10; time++)
    for (const adapter of time % 2 === 0 ? [0, 1] : [1, 0])
      if (!it.isRepeat(frame(7), adapter, 1_000 + time / 1_000)) counted++;
  expect(counted).toBe(10);
});

test("what one adapter alone hears counts as often as it hears it, and what is sent again later is another frame", () => {
  const it = new HeardTwice();
  for (let time = 0; time < 20; time++) expect(it.isRepeat(frame(7), 1, 1_000 + time / 1_000)).toBe(false);
  expect(it.isRepeat(frame(8), 0, 1_001)).toBe(false);
  expect(it.isRepeat(frame(8), 1, 1_001.5)).toBe(false);
});

test("a flood of frames fills a bounded memory: each is counted, and what was pushed out at worst twice", () => {
  const it = new HeardTwice();
  let counted = 0;
  for (let number = 0; number < 50_000; number++) if (!it.isRepeat(frame(number), number % 2, 1_000)) counted++;
  expect(counted).toBe(50_000);
});

test("levels are brought to the first adapter's scale; while nobody knows how two that share channels differ, the other's count for nothing", () => {
  const adapters = new SeveralAdapters([0, 1]);
  const levels: number[] = [];
  for (let beacon = 0; beacon < 400; beacon++) {
    const transmitter = 0x02_00_00_00_00_01 + (beacon % 4);
    const at = 1_000 + beacon / 4;
    expect(adapters.isRepeat(frame(beacon, -50, transmitter), 0, at)).toBe(false);
    const softer = frame(beacon, -57, transmitter);
    expect(adapters.isRepeat(softer, 1, at + 0.001)).toBe(true);
    levels.push(softer.rssiDbm);
  }
  expect(levels[0]).toBeNaN();
  expect(levels.at(-1)).toBe(-50);
  expect(adapters.repeats).toBe(400);
  // On channels of its own, an adapter's levels are what it says, for nobody mixes them with others.
  const alone = frame(1, -57);
  new SeveralAdapters([]).isRepeat(alone, 1, 1_000);
  expect(alone.rssiDbm).toBe(-57);
});
