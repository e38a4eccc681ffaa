import type { HealthProblem } from "@probewarden/contract";
import { expect, test } from "vitest";
import { HearingLog } from "./hearing-log.ts";

const GONE: HealthProblem = {
  code: "interface-gone",
  text: "The radio's interface is gone.",
  facts: { interface: "wlan1" },
};
const REFUSED: HealthProblem = { code: "channel-refused", text: "The adapter has no channel 14." };

function logged(): { lines: string[]; log: HearingLog } {
  const lines: string[] = [];
  const keep = (level: string) => (fields: object, text: string) =>
    void lines.push(`${level} ${JSON.stringify(fields)} ${text}`);
  return { lines, log: new HearingLog({ info: keep("info"), warn: keep("warn") }, { interface: "wlan1" }) };
}
const isDeaf = ({ code }: HealthProblem): boolean => code !== "channel-refused";

test("nothing says that it hears before a frame was heard", () => {
  const { lines, log } = logged();
  for (let second = 0; second < 5; second += 1) log.look([], isDeaf);
  expect(lines).toEqual([]);
  log.heard();
  log.heard();
  expect(lines).toEqual(['info {"interface":"wlan1"} frames are heard']);
});

test("an adapter that is pulled out and put back is one line each, however long it takes", () => {
  const { lines, log } = logged();
  log.heard();
  for (let second = 0; second < 60; second += 1) log.look([GONE], isDeaf);
  for (let second = 0; second < 60; second += 1) log.look([], isDeaf);
  log.heard();
  expect(lines.map((line) => line.slice(line.indexOf("}") + 2))).toEqual([
    "frames are heard",
    "The radio's interface is gone.",
    "frames are heard",
  ]);
  log.look([GONE], isDeaf);
  expect(lines).toHaveLength(4);
});

test("what does not keep it from hearing is told beside it, and frames are not told again", () => {
  const { lines, log } = logged();
  log.look([REFUSED], isDeaf);
  log.heard();
  log.look([REFUSED], isDeaf);
  log.heard();
  expect(lines).toHaveLength(2);
});
