import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { startDatabase, whyNoPostgres, type TestDatabase } from "../store/state/test-postgres.ts";
import { SignInGuard } from "./sign-in-guard.ts";
import { StoredLimiter } from "./stored-limiter.ts";
import { describeWith } from "../test-needs.ts";

const why = whyNoPostgres();
const BUDGET = { points: 3, seconds: 60 };

describeWith(why, "attempts of several collectors", () => {
  let postgres: TestDatabase;
  let one: StateStore;
  let two: StateStore;

  beforeAll(async () => {
    postgres = await startDatabase();
    one = await openState(postgres.url, "/nowhere");
    two = await openState(postgres.url, "/nowhere");
  });
  beforeEach(() => one.db.deleteFrom("sign_in_attempts").execute());
  afterAll(async () => {
    await one.close();
    await two.close();
    await postgres.stop();
  });
  const rows = (): Promise<{ key: string }[]> => one.db.selectFrom("sign_in_attempts").select("key").execute();

  test("are counted together, and what is given back counts for nobody", async () => {
    const [here, there] = [new StoredLimiter(one, "a", BUDGET), new StoredLimiter(two, "a", BUDGET)];
    expect(await Promise.all([here.take("li"), there.take("li"), here.take("li")])).toEqual([0, 0, 0]);
    expect(await there.take("li")).toBeGreaterThan(0);
    expect(await there.take("wang")).toBe(0);
    await here.giveBack("li");
    await here.giveBack("li");
    expect(await there.take("li")).toBe(0);
  });

  test("that are many at once share no budget", async () => {
    const limiters = [new StoredLimiter(one, "a", BUDGET), new StoredLimiter(two, "a", BUDGET)];
    const waits = await Promise.all(Array.from({ length: 20 }, (_, index) => limiters[index % 2]?.take("li")));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(BUDGET.points);
  });

  test("of budgets with other names are counted apart, and no name that was typed stands in the store", async () => {
    await new StoredLimiter(one, "a", BUDGET).take("hunter2");
    await new StoredLimiter(one, "b", BUDGET).take("hunter2");
    const keys = (await rows()).map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(keys.join(" ")).not.toContain("hunter2");
  });

  test("are forgotten when their time is over, and beyond so many the ones whose time ends first", async () => {
    await one.db.insertInto("sign_in_attempts").values({ key: "old", points: 3, expire: 1 }).execute();
    for (let index = 0; index < 30; index += 1)
      await one.db
        .insertInto("sign_in_attempts")
        .values({ key: `key-${index}`, points: 1, expire: Date.now() + 60_000 + index * 1_000 })
        .execute();
    await new StoredLimiter(one, "a", BUDGET, 10).take("li");
    const left = (await rows()).map(({ key }) => key);
    expect(left).toHaveLength(11);
    expect(left).toContain("key-29");
    expect(left).not.toContain("key-19");
    expect(left).not.toContain("old");
  });

  test("a guesser who asks each collector in turn gets no more tries than from one", async () => {
    const guards = [new SignInGuard(one), new SignInGuard(two)];
    const made: boolean[] = [];
    for (let index = 0; index < 8; index += 1) {
      const outcome = await guards[index % 2]?.attempt({ name: "li", address: "198.51.100.1" }, () =>
        Promise.resolve(undefined),
      );
      made.push(outcome !== undefined && "value" in outcome);
    }
    expect(made).toEqual([true, true, true, true, false, false, false, false]);
  });
});
