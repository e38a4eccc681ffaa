import { expect, test } from "vitest";
import type { AlertLine } from "../line-data.ts";
import { alertLine, type AlertWords } from "./alert-line.ts";

const line: AlertLine = {
  alertId: "a",
  venueId: "mall",
  venueName: "演示商场 Demo mall",
  suspectId: "box",
  suspicion: "probe-box",
  band: "strong",
  openedAt: "2026-11-24T08:00:00.000Z",
};
const place = (method: "grid" | "nearest-sensor", radiusMetres: number): NonNullable<AlertWords["place"]> => ({
  floorName: "B1",
  sensorName: "三号门 Door 3",
  known: { method, radiusMetres },
});
const textOf = (words: Partial<AlertWords>, more: Partial<AlertLine> = {}): string =>
  alertLine({ ...line, ...more }, { timeZone: "Asia/Shanghai", heardBy: [], ...words }, undefined).text;

test("people are told what, how sure, where, and when at the venue, in the words of the screens, with a link", () => {
  expect(textOf({ place: place("grid", 6) }, { url: "https://probewarden.example/suspects/box" })).toBe(
    "演示商场 Demo mall | 疑似探针盒 · 高度可疑 · B1 三号门 Door 3附近 / suspected probe box · strong evidence · near B1 三号门 Door 3 | 2026-11-24 16:00 (Asia/Shanghai) | https://probewarden.example/suspects/box",
  );
});

test("a place is told no more exactly than it is known", () => {
  expect(textOf({ place: place("nearest-sensor", 25) })).toContain("B1 三号门 Door 3听得到的范围内");
  expect(textOf({ place: place("grid", 22) })).toContain("somewhere on B1");
  expect(textOf({ heardBy: ["Door 1", "Door 2"] })).toContain("Door 1、Door 2听到");
  expect(textOf({})).toBe(
    "演示商场 Demo mall | 疑似探针盒 · 高度可疑 / suspected probe box · strong evidence | 2026-11-24 16:00 (Asia/Shanghai)",
  );
});

test("what people were told of before and is open again says so", () => {
  expect(textOf({}, { raised: ["came-back"] })).toBe(
    "演示商场 Demo mall | 疑似探针盒 · 高度可疑 / suspected probe box · strong evidence | 重新提醒 / open again | 2026-11-24 16:00 (Asia/Shanghai)",
  );
});

test("a venue with a time zone that is none is told in UTC, and says so", () => {
  expect(textOf({ timeZone: "Beijing" })).toContain("2026-11-24 08:00 (UTC)");
});

test("a name that would end the line, colour a terminal or turn the writing is told as it is spelt", () => {
  const text = textOf({ heardBy: ["door\u202egnp\u001b[2J"] }, { venueName: "Mall\n疑似 all is well" });
  expect(text.split("\n")).toHaveLength(1);
  expect(text).toContain("Mall\\u000a疑似 all is well");
  expect(text).toContain("door\\u202egnp\\u001b[2J");
});

test("the parts of a line hold no control characters either", () => {
  const { where, venueName } = alertLine(
    { ...line, venueName: "Mall\nx" },
    { timeZone: "UTC", heardBy: ["door\u001b[2J"] },
    undefined,
  );
  expect(where).toEqual({ zh: "door\\u001b[2J听到", en: "heard by door\\u001b[2J" });
  expect(venueName).toBe("Mall\\u000ax");
});
