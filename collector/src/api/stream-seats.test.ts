import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Identity } from "../people/sessions.ts";
import { makeApp, type AppFixture } from "./app-fixture.ts";
import { StreamSeats } from "./stream-seats.ts";

let fixture: AppFixture;
let seats: StreamSeats;
let ended: string[];
const leaves: (() => void)[] = [];
beforeEach(async () => {
  fixture = await makeApp();
  ended = [];
  seats = new StreamSeats(
    fixture.accounts.sessions,
    (error) => {
      throw error;
    },
    { all: 6, account: 2, address: 3 },
  );
});
afterEach(async () => {
  for (const leave of leaves.splice(0)) leave();
  await fixture.close();
});

function take(name: string, address: string, sessionId?: string): () => void {
  const identity: Identity = {
    name,
    roles: ["inspector"],
    scope: { all: true },
    ...(sessionId === undefined ? {} : { sessionId }),
  };
  const leave = seats.take(identity, address, () => void ended.push(name));
  leaves.push(leave);
  return leave;
}

test("an account, an address and all together have so many seats, and one that is given back is free", () => {
  const leave = take("li", "192.0.2.1");
  take("li", "192.0.2.2");
  expect(() => take("li", "192.0.2.3")).toThrow("too many live pages");
  take("wang", "192.0.2.1");
  take("zhao", "::ffff:192.0.2.1");
  expect(() => take("qian", "192.0.2.1")).toThrow("too many live pages");
  leave();
  take("li", "192.0.2.1");
  take("sun", "127.0.0.1");
  take("zhou", "127.0.0.1");
  expect(() => take("wu", "127.0.0.1")).toThrow("too many live pages");
  expect(seats.taken).toBe(6);
});

test("a stream ends when its session does: signed out, another password, removed, expired", async () => {
  const { accounts, clock } = fixture;
  const { sessions } = accounts;
  const tokens = new Map<string, string>();
  for (const name of ["out", "changed", "removed", "stays"]) {
    await accounts.create(name, "correct horse battery");
    const token = (await accounts.signIn(name, "correct horse battery")) ?? "";
    tokens.set(name, token);
    const identity = await sessions.identify(token);
    take(name, "127.0.0.1", identity?.sessionId);
  }
  await seats.look();
  expect(ended).toEqual([]);
  await sessions.end(tokens.get("out") ?? "");
  await accounts.create("changed", "another horse battery");
  await accounts.remove("removed", "officer");
  await seats.look();
  expect([...new Set(ended)]).toEqual(["out", "changed", "removed"]);
  clock.now += 12 * 3_600_000;
  await seats.look();
  expect(ended.at(-1)).toBe("stays");
});

test("a session that another process ended is found within seconds", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  take("li", "127.0.0.1", "ended elsewhere");
  await vi.advanceTimersByTimeAsync(5_000);
  vi.useRealTimers();
  await expect.poll(() => ended).toEqual(["li"]);
});
