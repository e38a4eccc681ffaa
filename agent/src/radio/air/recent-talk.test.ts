import { expect, test } from "vitest";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { RecentTalk } from "./recent-talk.ts";

const AP = 0x001f7ae26c98;
const STATION = 0x262371_06e6ef;
const data = (transmitter: number, receiver: number) => managementFrame(FrameKind.null, { transmitter, receiver });
const ack = (receiver: number) => managementFrame(FrameKind.ack, { transmitter: -1, receiver });

test("each question has one answer, within a tenth of a second and as one of the next frames", () => {
  const talk = new RecentTalk();
  talk.hear(data(STATION, AP), 100);
  expect(talk.takeQuestion(AP, STATION, 100)).toBe(false);
  expect(talk.takeQuestion(STATION, AP, 100.05)).toBe(true);
  expect(talk.takeQuestion(STATION, AP, 100.06)).toBe(false);
  talk.hear(data(STATION, AP), 101);
  expect(talk.takeQuestion(STATION, AP, 101.2)).toBe(false);
  talk.hear(data(STATION, AP), 102);
  for (let index = 0; index < 70; index++) talk.hear(data(STATION + 1, AP), 102);
  expect(talk.takeQuestion(STATION, AP, 102)).toBe(false);
});

test("an ACK shows the question that was not heard, and is no second one where it was", () => {
  const talk = new RecentTalk();
  talk.hear(ack(STATION), 100);
  expect(talk.takeQuestion(STATION, AP, 100)).toBe(true);
  expect(talk.takeQuestion(STATION, AP, 100)).toBe(false);
  talk.hear(data(STATION, AP), 101);
  talk.hear(ack(STATION), 101);
  expect([talk.takeQuestion(STATION, AP, 101), talk.takeQuestion(STATION, AP, 101)]).toEqual([true, false]);
});

test("an ACK that was never answered does not hide a later one of the same station", () => {
  const talk = new RecentTalk();
  for (const at of [100, 101, 102]) talk.hear(ack(STATION), at);
  expect(talk.takeQuestion(STATION, AP, 102.002)).toBe(true);
});

test("what everybody may send asks nothing: beacons, probe requests, authentication, frames to a group", () => {
  const talk = new RecentTalk();
  for (const kind of [FrameKind.beacon, FrameKind.probeRequest, FrameKind.authentication])
    talk.hear(managementFrame(kind, { transmitter: STATION, receiver: AP }), 100);
  talk.hear(data(STATION, 0x333300000016), 100);
  expect(talk.takeQuestion(STATION, AP, 100)).toBe(false);
});

test("a flood of addresses takes the place of older ones, and what was said a moment ago is still there, as a rule", () => {
  const talk = new RecentTalk();
  let kept = 0;
  for (let index = 0; index < 100_000; index++) {
    const station = STATION + index * 257;
    talk.hear(data(station, AP), 100);
    talk.hear(data(station + 1e9, AP), 100);
    if (talk.takeQuestion(station, AP, 100)) kept++;
  }
  expect(kept).toBeGreaterThan(99_000);
  let remembered = 0;
  for (let index = 0; index < 100_000; index++) if (talk.spokeAt(STATION + index * 257, AP) > 0) remembered++;
  expect(remembered).toBeLessThanOrEqual(4_096);
});
