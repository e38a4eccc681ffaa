import { expect, test } from "vitest";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import type { Frame } from "../dot11/frame.ts";
import { BOX, detector, hidden, observation, setUp } from "./subjects-for-tests.ts";

test("what was told is never pushed out: with no room left whoever begins is one of a crowd, and no finding ends", () => {
  const { said, subjects } = setUp();
  for (let index = 0; index < 1_000; index++)
    subjects.observe(
      detector,
      observation("five-names", BOX + index),
      at(-30 - (index % 60), 2_412 + 5 * (index % 11)),
      100 + index * 61,
    );
  expect(subjects.size).toBe(513);
  const opened = said.filter(({ state }) => state === "opened").length;
  expect(said.filter(({ state }) => state === "ended")).toEqual([]);
  expect(opened).toBe(513);
  subjects.flush(100_000);
  expect(Math.max(...said.map((it) => it.transmitterCount))).toBe(488);
  for (let index = 0; index < 512; index++) expect(subjects.isSuspect(BOX + index)).toBe(true);
});

/** A frame at some level and channel. */
const at = (rssiDbm: number, channelMhz: number): Frame =>
  managementFrame(FrameKind.probeResponse, { transmitter: BOX, bssid: BOX, rssiDbm, channelMhz });

test("many addresses of one antenna that begin within a minute are one suspect with a count", () => {
  const { said, subjects } = setUp();
  for (let index = 0; index < 4_096; index++)
    subjects.observe(detector, observation("five-names", BOX + index), at(-50 - (index % 5), 2_437), 100 + index / 300);
  expect(subjects.size).toBe(1);
  subjects.flush(200);
  const open = said.at(-1);
  expect(open).toMatchObject({ state: "heard", transmitterCount: 4_096 });
  expect(open?.transmitters).toHaveLength(16);
  expect(said.filter(({ state }) => state === "opened")).toHaveLength(3);
  expect(said.filter(({ state }) => state === "ended")).toHaveLength(2);
  // Round again: all are known, and nothing begins.
  for (let index = 0; index < 4_096; index++)
    subjects.observe(detector, observation("echoed-names", BOX + index), at(-50, 2_437), 201 + index / 300);
  expect(subjects.size).toBe(1);
  expect(said.filter(({ state }) => state === "opened")).toHaveLength(3);
});

test("of a crowd without end as many addresses are counted as there is room for, and it stays one suspect", () => {
  const { said, subjects } = setUp();
  for (let index = 0; index < 12_000; index++)
    subjects.observe(detector, observation("five-names", BOX + index), at(-50, 2_437), 100 + index / 300);
  expect(subjects.size).toBe(1);
  subjects.flush(200);
  expect(said.at(-1)).toMatchObject({ state: "heard", transmitterCount: 8_192 });
});

test("boxes in different shops, at their own levels and channels, stay as many as they are", () => {
  const { said, subjects } = setUp();
  const shops = [at(-40, 2_437), at(-75, 2_437), at(-45, 2_412), at(-50, 2_462), at(-58, 5_180)];
  for (const [index, shop] of shops.entries())
    subjects.observe(detector, observation("five-names", BOX + index), shop, 100 + index);
  expect(subjects.size).toBe(5);
  expect(said.map(({ state }) => state)).toEqual(["opened", "opened", "opened", "opened", "opened"]);
});

test("three addresses of one antenna are not yet a crowd, and a box that was known before one stays by itself", () => {
  const { subjects } = setUp();
  subjects.observe(detector, observation("five-names", BOX + 9_000), at(-50, 2_437), 10);
  for (let index = 0; index < 3; index++)
    subjects.observe(detector, observation("five-names", BOX + index), at(-50, 2_437), 100);
  expect(subjects.size).toBe(4);
  for (let index = 3; index < 50; index++)
    subjects.observe(detector, observation("five-names", BOX + index), at(-50, 2_437), 101);
  expect(subjects.size).toBe(2);
});

test("whoever changes level and channel with each address is one suspect too, once there are more than any venue has", () => {
  const { said, subjects } = setUp();
  for (let index = 0; index < 2_000; index++)
    subjects.observe(
      detector,
      observation("five-names", BOX + index),
      at(-25 - ((index * 13) % 60), 2_412 + 5 * ((index * 7) % 11)),
      100 + index / 50,
    );
  subjects.flush(200);
  expect(subjects.size).toBe(1);
  expect(said.at(-1)?.transmitterCount).toBe(2_000);
  expect(said.filter(({ state }) => state === "opened").length).toBeLessThan(16);
});

test("a flood of good-byes against ever other networks is one suspect", () => {
  const { said, subjects } = setUp();
  for (let index = 0; index < 500; index++)
    subjects.observe(detector, hidden(BOX + index, [BOX + index]), at(-50, 2_437), 100 + index / 50);
  subjects.flush(200);
  expect(subjects.size).toBe(1);
  expect(said.at(-1)).toMatchObject({ transmitters: [], transmitterCount: 0 });
  expect(said.at(-1)?.targets).toHaveLength(16);
});

test("a crowd that was not heard for a while takes nobody in: who begins then is judged by itself", () => {
  const { subjects } = setUp();
  for (let index = 0; index < 10; index++)
    subjects.observe(detector, observation("five-names", BOX + index), at(-50, 2_437), 100);
  subjects.observe(detector, observation("five-names", BOX + 500), at(-50, 2_437), 800);
  expect(subjects.size).toBe(2);
});

test("a flood against ever other addresses, none of which may be named, does not fill the list: a few say it, the rest is counted", () => {
  const { said, subjects } = setUp();
  for (let address = 1; address <= 100; address++)
    subjects.observe(detector, hidden(address, []), undefined, 100 + address);
  expect(subjects.size).toBe(8);
  expect(said.map(({ state }) => state)).toEqual(Array.from({ length: 8 }, () => "opened"));
  expect(subjects.forgotten).toBe(92);
  subjects.tick(10_000, 2_000);
  subjects.observe(detector, hidden(101, []), undefined, 10_001);
  expect(said.at(-1)?.state).toBe("opened");
});
