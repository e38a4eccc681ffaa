import { expect, test } from "vitest";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { managementFrame } from "../frame-for-tests.ts";
import { Served } from "./served.ts";

const AP = 0x7c210d_000410;
const STATION = 0x3c2eff_000001;
const up = (transmitter: number, fields = {}) =>
  managementFrame(FrameKind.null, { transmitter, receiver: AP, bssid: AP, toDs: true, ...fields });

test("an address to which two stations send data serves them, for ten minutes", () => {
  const served = new Served();
  for (let index = 0; index < 9; index++) served.hear(up(STATION), 100);
  expect(served.serves(AP, 100)).toBe(false);
  served.hear(up(STATION + 1), 100);
  expect([served.serves(AP, 690), served.serves(AP, 710)]).toEqual([true, false]);
});

test("what goes between stations, comes from the distribution system or goes to a group serves nobody", () => {
  const served = new Served();
  for (const fields of [{ toDs: false }, { fromDs: true }, { receiver: AP + 2 ** 40 }])
    for (let index = 0; index < 9; index++) served.hear(up(STATION + index, fields), 100);
  expect(served.serves(AP, 100) || served.serves(AP + 2 ** 40, 100)).toBe(false);
});

test("a hundred thousand addresses take the places of older ones", () => {
  const served = new Served();
  let known = 0;
  for (let index = 0; index < 100_000; index++)
    for (const station of [STATION, STATION + 1]) served.hear(up(station, { receiver: AP + index * 16 }), 100);
  for (let index = 0; index < 100_000; index++) if (served.serves(AP + index * 16, 100)) known++;
  expect(known).toBeLessThanOrEqual(1_024);
  expect(served.serves(AP + 99_999 * 16, 100)).toBe(true);
});
