import { expect, test } from "vitest";
import { LineFullError, WorkLine } from "./work-line.ts";

test("so many run at once, the known go before strangers, and a full lane is refused at once", async () => {
  const line = new WorkLine(2, 3);
  const done: string[] = [];
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const work = (name: string) => async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((end) => ends.push(end));
    running -= 1;
    done.push(name);
  };
  const all = ["a", "b", "c", "d", "e"].map((name) => line.run("stranger", work(name)));
  await expect(line.run("stranger", work("f"))).rejects.toThrow(LineFullError);
  all.push(line.run("known", work("known")));
  while (done.length < 6) {
    ends.shift()?.();
    await new Promise((turn) => setImmediate(turn));
  }
  await Promise.all(all);
  expect(most).toBe(2);
  expect(done).toEqual(["a", "b", "known", "c", "d", "e"]);
});

test("work that fails hands its place on", async () => {
  const line = new WorkLine(1, 1);
  const failing = line.run("known", () => Promise.reject(new Error("no")));
  const next = line.run("known", () => Promise.resolve("yes"));
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("yes");
});
