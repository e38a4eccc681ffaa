import { expect, test } from "vitest";
import { managementFrame } from "../frame-for-tests.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { Partings } from "./partings.ts";
import { Repetitions } from "./repetitions.ts";

test("receivers are bounded in number, and what was let go is counted", () => {
  const partings = new Partings();
  for (let station = 0; station < 10_000; station++) partings.of(station);
  expect(partings.size).toBe(128);
  expect(partings.takeForgotten()).toBe(10_000 - 128);
  expect(partings.takeForgotten()).toBe(0);
});

const frame = (fields = {}) =>
  managementFrame(FrameKind.deauthentication, { transmitter: 4, receiver: 8, sequence: 5, retry: true, ...fields });
const news = (times: number, everySeconds: number, fields = {}): number => {
  const repetitions = new Repetitions();
  let count = 0;
  for (let index = 0; index < times; index++) if (!repetitions.take(frame(fields), index * everySeconds)) count++;
  return count;
};

test("a frame that is sent again for want of an ACK is one frame", () => {
  expect(news(15, 0.001)).toBe(1);
  expect(news(7, 0.02)).toBe(1);
});

test("one number for longer, more often, or to a group is no repetition, whatever the Retry bit says", () => {
  expect(news(260, 0.055)).toBeGreaterThan(10);
  // All but one, which may be what another sensor heard.
  expect(news(20, 0.2)).toBe(19);
  expect(news(20, 0.05, { receiver: 0xffff_ffff_ffff })).toBe(19);
});

test("of two sensors' files that were put together each frame counts once, as late as the second may be", () => {
  for (const late of [0.4, 7, 50]) {
    const repetitions = new Repetitions();
    const heard = Array.from({ length: 24 }, (_, index) => [index * 2, index * 2 + late]).flatMap(
      ([one = 0, two = 0], sequence) => [
        { at: one, sequence },
        { at: two, sequence },
      ],
    );
    heard.sort((left, right) => left.at - right.at);
    const counted = heard.filter(({ at, sequence }) => !repetitions.take(frame({ sequence, retry: false }), at));
    expect(counted).toHaveLength(24);
  }
});
