import { expect, test } from "vitest";
import type { KeptExcerpt } from "../../excerpts/read-excerpts.ts";
import { linesInCaptures } from "./lines-in-captures.ts";

const excerpt = (excerptId: string, reproduced: string[], notReproduced: string[]): KeptExcerpt =>
  ({ excerptId, sensorId: "door", facts: { reproduced, notReproduced } }) as unknown as KeptExcerpt;

test("each line says which captures give it again, and where none does why, in words", () => {
  const lines = [
    { sensorId: "door", detector: "many-names", code: "five-names" },
    { sensorId: "door", detector: "one-radio", code: "names-as-asked" },
    { sensorId: "door", detector: "evil-twin", code: "weaker-security" },
    { sensorId: "door", detector: "canary", code: "bait-answered" },
    { sensorId: "door", detector: "many-names", code: "three-names" },
    { sensorId: "hall", detector: "many-names", code: "five-names" },
  ];
  const excerpts = [
    excerpt("frames-g", ["five-names"], ["names-as-asked", "weaker-security", "bait-answered"]),
    excerpt("frames-h", ["five-names"], []),
  ];
  const said = linesInCaptures(lines, excerpts).map(({ inCaptures }) => inCaptures);
  expect(said[0]).toEqual({ givenAgainBy: ["captures/door.frames-g.pcapng", "captures/door.frames-h.pcapng"] });
  expect(said.slice(1).map(({ givenAgainBy }) => givenAgainBy)).toEqual([[], [], [], [], []]);
  expect(said.slice(1).map(({ why }) => why)).toEqual([
    expect.stringContaining("more air"),
    expect.stringContaining("list of networks"),
    expect.stringContaining("bait"),
    expect.stringContaining("after the latest capture"),
    expect.stringContaining("no capture of this sensor"),
  ]);
});
