import { fileURLToPath } from "node:url";
import type { Finding } from "@probewarden/contract";
import { expect, test } from "vitest";
import { labelledCaptures } from "../evaluate/labelled-capture.ts";
import { replayFile } from "./replay.ts";

const LAB = fileURLToPath(new URL("../../../test/fixtures/lab/", import.meta.url));

test("each line that is held against anybody in a recording has frames behind it, and says when they were heard", async () => {
  let lines = 0;
  for (const { path, networks, canaries } of await labelledCaptures(LAB)) {
    const latest = new Map<string, Finding>();
    await replayFile({
      path,
      networks,
      canaries,
      jsonl: true,
      out: (text) => {
        const { type, message } = JSON.parse(text) as { type: string; message?: { body: Finding } };
        if (type === "finding" && message !== undefined) latest.set(message.body.findingId, message.body);
      },
    });
    for (const { evidence } of latest.values())
      for (const { code, frames } of evidence) {
        lines++;
        expect(frames.length, `${path}: ${code}`).toBeGreaterThan(0);
        expect(new Set(frames.map((it) => JSON.stringify(it))).size, `${path}: ${code}`).toBe(frames.length);
      }
  }
  expect(lines).toBeGreaterThan(40);
});
