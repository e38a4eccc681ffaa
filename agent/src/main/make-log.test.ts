import { expect, test } from "vitest";
import { makeLog } from "./make-log.ts";

test("a hostile text in the log is neither obeyed by a terminal nor turns the writing, and the line stays JSON", () => {
  const lines: string[] = [];
  const log = makeLog("cameras", "info", { write: (line) => void lines.push(line) });
  const name = "door\u202egnp\u001b[2J\u009b\u200b\nsecond";
  log.warn({ name, err: new Error(name) }, "a camera\u2066 said");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[ -~]+\n$/);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ process: "cameras", name, msg: "a camera\u2066 said" });
});
