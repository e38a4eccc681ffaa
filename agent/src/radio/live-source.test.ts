import type { HealthProblemCode } from "@probewarden/contract";
import { expect, test } from "vitest";
import { overlapping, problemsOf } from "./live-source.ts";

type Ear = Parameters<typeof problemsOf>[0][number];

const ear = (name: string, live: HealthProblemCode[], control: HealthProblemCode[] = []): Ear => {
  const of = (codes: HealthProblemCode[]) => codes.map((code) => ({ code, text: "", facts: { interface: name } }));
  return {
    name,
    live: { missing: [], problems: () => of(live) as ReturnType<Ear["live"]["problems"]> },
    control: { problems: () => of(control) as ReturnType<Ear["control"]["problems"]> },
  };
};
const told = (...ears: Ear[]): string[] =>
  problemsOf(ears).map(({ code, facts }) => [code, facts?.["interface"], facts?.["cause"]].join(" ").trim());

test("one adapter that is pulled is a trouble of that one, while the other hears", () => {
  expect(told(ear("wlan1", ["interface-gone"]), ear("wlan2", []))).toEqual(["adapter-away wlan1 interface-gone"]);
  expect(told(ear("wlan1", []), ear("wlan2", [], ["no-monitor-mode"]))).toEqual(["adapter-away wlan2 no-monitor-mode"]);
});

test("when none hears, the sensor does not: each one's trouble is told as it is", () => {
  expect(told(ear("wlan1", ["interface-gone"]), ear("wlan2", ["deaf"]))).toEqual([
    "interface-gone wlan1",
    "deaf wlan2",
  ]);
  expect(told(ear("wlan1", ["deaf"]))).toEqual(["deaf wlan1"]);
});

test("what does not keep an adapter from hearing is told as it is", () => {
  expect(told(ear("wlan1", [], ["channel-refused"]), ear("wlan2", ["deaf"]))).toEqual([
    "channel-refused wlan1",
    "adapter-away wlan2 deaf",
  ]);
});

test("adapters overlap where their plans share a channel", () => {
  expect(overlapping([{ channels: [1, 6] }, { channels: [36] }, { channels: [6, "6g:5"] }])).toEqual([0, 2]);
  // The numbers of 6 GHz are those of 5 GHz again, and other channels.
  expect(overlapping([{ channels: [37] }, { channels: ["6g:37"] }])).toEqual([]);
});
