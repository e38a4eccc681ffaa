import type { Suspect } from "@probewarden/contract";
import { expect, test } from "vitest";
import { en } from "../text/en.ts";
import { zhCN } from "../text/zh-CN.ts";
import type { Words } from "../text/words.ts";
import { suspectSentence, type SentenceWords } from "./suspect-sentence.ts";

const suspect: Suspect = {
  suspectId: "pb-one",
  venueId: "mall",
  suspicion: "probe-box",
  band: "strong",
  scoreDb: 31,
  highestDb: 31,
  state: "active",
  firstHeardAt: "2026-11-24T06:05:00.000Z",
  lastHeardAt: "2026-11-24T06:20:00.000Z",
  transmitters: ["02:11:22:33:44:55"],
  transmitterCount: 1,
  targets: [],
  sensors: [
    { sensorId: "door-three", levelDbm: -48, scoreDb: 31, band: "strong" },
    { sensorId: "atrium", levelDbm: -63 },
    { sensorId: "food-court", scoreDb: -9, band: "watch" },
    { sensorId: "parking" },
  ],
  heardBy: { ever: 4, now: 3 },
  place: { floorId: "b1", position: { x: 1, y: 1 }, radiusMetres: 6, method: "grid", nearestSensorId: "door-three" },
};

const wordsOf = (language: Words, door: string): SentenceWords => ({
  t: (key, values = {}) => {
    const text = key
      .split(".")
      .reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], language) as string;
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
  },
  code: (group, name) => (language.code[group] as Record<string, string>)[name] ?? name,
  time: () => "14:05",
  floorName: () => "B1",
  sensorName: () => door,
});

test("the Chinese sentence says subject, band, how many heard it, since when, where", () => {
  expect(suspectSentence(suspect, wordsOf(zhCN, "三号门"))).toBe(
    "疑似探针盒 · 高度可疑 · 3 个传感器听到 · 14:05 起 · B1 三号门附近",
  );
});

test("the English sentence says the same", () => {
  expect(suspectSentence(suspect, wordsOf(en, "door 3"))).toBe(
    "Suspected probe box · strong evidence · heard by 3 sensors · since 14:05 · near B1 door 3",
  );
});

test("a suspect that nobody hears is told apart from one that nobody can hear", () => {
  const since = { stateSince: "2026-11-24T06:30:00.000Z" };
  expect(suspectSentence({ ...suspect, state: "silent", ...since }, wordsOf(en, "door 3"))).toMatch(
    /heard by 4 sensors in all · no sensor hears it now, though they listen; last heard 14:05/,
  );
  expect(suspectSentence({ ...suspect, state: "unobserved", ...since }, wordsOf(en, "door 3"))).toMatch(
    /no sensor can hear it since 14:05: whether it is there is unknown/,
  );
});

test("a floor that the sensor's name already says is not said twice", () => {
  expect(suspectSentence(suspect, wordsOf(en, "B1 door 3"))).toMatch(/near B1 door 3$/);
});

test("where fewer than three sensors have its level, it is near one in as far as that one hears", () => {
  const heard: Suspect = { ...suspect, place: { ...suspect.place!, method: "nearest-sensor", radiusMetres: 25 } };
  expect(suspectSentence(heard, wordsOf(zhCN, "三号门 Door 3"))).toMatch(/ · B1 三号门 Door 3\u2009听得到的范围内$/);
  expect(suspectSentence(heard, wordsOf(en, "door 3"))).toMatch(/ · somewhere within hearing of B1 door 3$/);
});

test("where the likelihood is spread wide, the floor is all that is said", () => {
  const wide: Suspect = { ...suspect, place: { ...suspect.place!, radiusMetres: 18 } };
  expect(suspectSentence(wide, wordsOf(en, "door 3"))).toMatch(/ · somewhere on B1$/);
});

test("without a place nothing is said of where", () => {
  const { place: _, ...nowhere } = suspect;
  expect(suspectSentence(nowhere, wordsOf(en, "door 3"))).toMatch(/since 14:05$/);
});

test("one that nobody hears at present is not said to be heard by none", () => {
  const silent: Suspect = { ...suspect, heardBy: { now: 0, ever: 1 } };
  expect(suspectSentence(silent, wordsOf(en, "door 3"))).toContain("heard by 1 sensor in all · since");
});

test("one that has ended says until when, not since when, and how many ever heard it", () => {
  expect(suspectSentence({ ...suspect, state: "ended" }, wordsOf(en, "door 3"))).toMatch(
    /heard by 4 sensors in all · .*last heard 14:05/,
  );
});
