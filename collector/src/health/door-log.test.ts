import { expect, test } from "vitest";
import { doorLog, type Refused } from "./door-log.ts";

const MINUTE = 60_000;
function log(): { lines: object[]; clock: { now: number }; refused: (entry: Refused) => void } {
  const [lines, clock]: [object[], { now: number }] = [[], { now: 0 }];
  const refused = doorLog({ warn: (fields, text) => lines.push({ ...fields, text }) }, () => clock.now);
  return { lines, clock, refused };
}

test("who was refused is told with from where, and the same again within ten minutes is counted", () => {
  const { lines, clock, refused } = log();
  const guess: Refused = { code: "wrong-sign-in", address: "192.0.2.7", account: "li" };
  for (; clock.now <= 10 * MINUTE; clock.now += MINUTE) refused(guess);
  expect(lines).toEqual([
    { code: "wrong-sign-in", from: "192.0.2.7", account: "li", text: "a sign-in was refused" },
    { code: "wrong-sign-in", from: "192.0.2.7", account: "li", timesSince: 9, text: "a sign-in was refused" },
  ]);
  refused({ code: "wrong-password", address: "192.0.2.7", sensor: "north" });
  refused({ code: "unknown-sensor", address: "::ffff:192.0.2.7", sensor: "ghost" });
  expect(lines.slice(2)).toEqual([
    { code: "wrong-password", from: "192.0.2.7", sensor: "north", text: "a sensor was refused" },
    { code: "unknown-sensor", from: "192.0.2.7", sensor: "ghost", text: "a sensor was refused" },
  ]);
});

test("a /64 is one line, whatever names it tries", () => {
  const { lines, refused } = log();
  for (let host = 1; host <= 50; host++)
    refused({ code: "unknown-sensor", address: `2001:db8::${host.toString(16)}`, sensor: `made-up-${host}` });
  expect(lines).toEqual([
    { code: "unknown-sensor", from: "2001:db8:0:0::/64", sensor: "made-up-1", text: "a sensor was refused" },
  ]);
});

test("a crowd of addresses is so many lines, one that says that there are more, and later how many", () => {
  const { lines, clock, refused } = log();
  const crowd = (): void => {
    for (let host = 0; host < 2_000; host++)
      refused({ code: "wrong-sign-in", address: `198.51.${host >> 8}.${host & 255}` });
  };
  crowd();
  expect(lines).toHaveLength(33);
  expect(lines.at(-1)).toEqual({ text: "more are refused than are told; the next ten minutes say how many" });
  clock.now += 10 * MINUTE;
  crowd();
  expect(lines).toHaveLength(66);
  expect(lines[33]).toMatchObject({ untold: 2_000 - 32 });
});
