import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { OneAtATime } from "./one-at-a-time.ts";

test("what fails is told to who asked, and what was asked for behind it is done after it", async () => {
  const done: string[] = [];
  const line = new OneAtATime();
  const first = line.run(async () => {
    await nextTurn();
    done.push("first");
    throw new Error("no");
  });
  const second = line.run(async () => void done.push("second"));
  await expect(first).rejects.toThrow("no");
  await second;
  expect(done).toEqual(["first", "second"]);
});
