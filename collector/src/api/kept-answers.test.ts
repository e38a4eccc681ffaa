import { expect, test } from "vitest";
import { KeptAnswers } from "./kept-answers.ts";

/** Answers by hand: what the record is at, and what time it is. */
function makeAnswers(bounds: { mostAnswers?: number; mostBytes?: number } = {}) {
  const world = { version: "1", now: 1_000, made: 0 };
  const answers = new KeptAnswers({ version: () => Promise.resolve(world.version), now: () => world.now, ...bounds });
  const ask = async (key: string, text = key): Promise<string> => {
    const answer = await answers.of(key, () => {
      world.made += 1;
      return Promise.resolve(text);
    });
    return answer.text;
  };
  return { world, answers, ask };
}

test("an answer is made once for all who ask while nothing was written, also for those who ask while it is made", async () => {
  const { world, ask } = makeAnswers();
  await Promise.all(Array.from({ length: 200 }, () => ask("/api/suspects")));
  await ask("/api/suspects");
  expect(world.made).toBe(1);
  await ask("/api/suspects?limit=1");
  expect(world.made).toBe(2);
});

test("it is made anew when the record is another, when a second has passed, and when the clock was set back", async () => {
  const { world, ask } = makeAnswers();
  expect(await ask("key", "before")).toBe("before");
  world.version = "2";
  expect(await ask("key", "after")).toBe("after");
  world.now += 999;
  expect(await ask("key", "later")).toBe("after");
  world.now += 1;
  expect(await ask("key", "later")).toBe("later");
  world.now -= 5_000;
  expect(await ask("key", "set back")).toBe("set back");
});

test("what was begun before a write is for nobody who asks after it", async () => {
  const { world, answers, ask } = makeAnswers();
  let finish: (text: string) => void = () => undefined;
  const slow = answers.of("key", () => new Promise((resolve) => (finish = resolve)));
  await Promise.resolve();
  world.version = "2";
  expect(await ask("key", "new")).toBe("new");
  finish("old");
  expect((await slow).text).toBe("old");
  expect(await ask("key", "never made")).toBe("new");
  expect(answers.size).toEqual({ answers: 1, bytes: 2 * (3 + 3) });
});

test("a failure is told to all who waited for it, and is not kept", async () => {
  const { answers, ask } = makeAnswers();
  const fail = (): Promise<never> => Promise.reject(new Error("the store is away"));
  const asked = [answers.of("key", fail), answers.of("key", fail)];
  for (const one of await Promise.allSettled(asked)) expect(one.status).toBe("rejected");
  expect(answers.size).toEqual({ answers: 0, bytes: 0 });
  expect(await ask("key", "well")).toBe("well");
});

test("a tag is of the octets: the same after they were made again, another when they are others", async () => {
  const { world, answers } = makeAnswers();
  const tagOf = async (text: string): Promise<string> => (await answers.of("key", () => Promise.resolve(text))).etag;
  const first = await tagOf("one");
  world.version = "2";
  expect(await tagOf("one")).toBe(first);
  world.version = "3";
  expect(await tagOf("two")).not.toBe(first);
  expect(first).toMatch(/^"[\w+/=]+"$/);
});

test("so many are kept, and so many octets: what was asked for longest ago goes first, and all goes with the version", async () => {
  const { world, answers, ask } = makeAnswers({ mostAnswers: 10, mostBytes: 1_000 });
  for (let at = 0; at < 1_000; at += 1) {
    await ask(`key-${at}`, "x");
    await ask("key-0", "x");
    expect(answers.size.answers).toBeLessThanOrEqual(10);
  }
  expect(world.made).toBe(1_000);
  for (let at = 0; at < 100; at += 1) {
    await ask(`large-${at}`, "x".repeat(150));
    expect(answers.size.bytes).toBeLessThanOrEqual(1_000);
  }
  expect(await ask("too large to keep", "x".repeat(2_000))).toHaveLength(2_000);
  expect(answers.size).toEqual({ answers: 0, bytes: 0 });
  await ask("key");
  world.version = "2";
  await ask("other");
  expect(answers.size).toEqual({ answers: 1, bytes: 2 * (5 + 5) });
});

test("what is packed counts as long as the answer that it is of is kept", async () => {
  const { world, answers } = makeAnswers({ mostBytes: 3_000 });
  const of = (key: string) => answers.of(key, () => Promise.resolve("words ".repeat(100)));
  const kept = await of("key");
  const before = answers.size.bytes;
  const [first, second] = await Promise.all([kept.packed("gzip"), kept.packed("gzip")]);
  expect(second).toBe(first);
  expect(answers.size.bytes).toBe(before + first.length);
  const brotli = await kept.packed("br");
  expect(answers.size.bytes).toBe(before + first.length + brotli.length);
  for (let index = 0; index < 10; index++) {
    await (await of(`key-${index}`)).packed("gzip");
    expect(answers.size.bytes).toBeLessThanOrEqual(3_000);
  }
  expect(answers.size.answers).toBe(2);
  const latest = await of("key-9");
  world.version = "2";
  await of("new");
  const alone = answers.size.bytes;
  await latest.packed("br");
  expect(answers.size.bytes).toBe(alone);
});
