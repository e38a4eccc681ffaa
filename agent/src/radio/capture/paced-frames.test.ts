import { expect, test } from "vitest";
import type { CapturedFrame } from "./frame-source.ts";
import { LiveFrame } from "./live-frame.ts";
import { PacedFrames } from "./paced-frames.ts";

const FRAME_MS = 1;

/** Frames that take a millisecond each, in turns that the test ends. */
function pacing() {
  let now = 0;
  const next: (() => void)[] = [];
  const judged: number[] = [];
  const paced = new PacedFrames(
    ({ atSeconds, bytes, originalLength, linkType, interfaceNumber }: CapturedFrame, nowMs) => {
      const isItself = bytes.every((octet) => octet === atSeconds % 256) && originalLength === bytes.length + 7;
      judged.push(isItself && linkType === 127 && interfaceNumber === 1 && nowMs === now ? atSeconds : Number.NaN);
      now += FRAME_MS;
    },
    { nowMs: () => now, nextTurn: (callback) => next.push(callback) },
  );
  const frame = new LiveFrame();
  const octets = new Uint8Array(8_192);
  let count = 0;
  /** The source uses one place for the octets of all its frames. */
  const hear = (frames: number, length = 40): void => {
    for (let number = 0; number < frames; number++) {
      frame.bytes = octets.subarray(0, length).fill(count % 256);
      frame.originalLength = length + 7;
      frame.linkType = 127;
      frame.interfaceNumber = 1;
      frame.atSeconds = count++;
      paced.take(frame);
    }
  };
  /** Another turn of the event loop; how long it was held, in milliseconds. */
  const turn = (): number => {
    const from = now;
    for (const callback of next.splice(0)) callback();
    return now - from;
  };
  return { paced, judged, hear, turn, asked: () => next.length };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test("what comes while there is time is judged at once", () => {
  const { paced, judged, hear } = pacing();
  hear(10);
  expect(judged).toEqual(upTo(10));
  expect(paced.waiting).toBe(0);
});

test("a backlog is judged over several turns, none of them longer than ten milliseconds, in order, with what comes meanwhile", () => {
  const { paced, judged, hear, turn } = pacing();
  hear(25);
  expect(judged).toHaveLength(10);
  expect(turn()).toBe(10);
  // It comes in the same turn, and later than what waits.
  hear(3);
  expect(judged).toHaveLength(20);
  expect(turn()).toBe(8);
  expect(judged).toEqual(upTo(28));
  expect(paced.waiting).toBe(0);
  expect(paced.drops()).toEqual({ behind: 0 });
});

test("a turn in which nothing came asks for none", () => {
  const { hear, turn, asked } = pacing();
  hear(1);
  expect(asked()).toBe(1);
  turn();
  expect(asked()).toBe(0);
  hear(1);
  expect(asked()).toBe(1);
});

test("when the source has stopped, all that waits is judged", () => {
  const { paced, judged, hear, turn } = pacing();
  hear(500);
  paced.drain();
  expect(judged).toEqual(upTo(500));
  expect(turn()).toBe(0);
});

test.each([
  ["frames", 40, 32_768],
  ["octets", 8_192, 512],
])("beyond so many %s what comes is lost and counted", (_what, length, most) => {
  const { paced, judged, hear, turn } = pacing();
  hear(10 + most, length);
  expect(paced.drops()).toEqual({ behind: 0 });
  hear(5, length);
  expect(paced.waiting).toBe(most);
  expect(paced.drops()).toEqual({ behind: 5 });
  turn();
  hear(1, length);
  expect(paced.drops()).toEqual({ behind: 5 });
  paced.drain();
  expect(judged).toEqual([...upTo(10 + most), 10 + most + 5]);
});
