import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { makeApp, type AppFixture } from "./app-fixture.ts";

let fixture: AppFixture;
beforeAll(async () => {
  fixture = await makeApp({ demo: true, overload: { mostLoopDelayMs: 300, sampleMs: 100, slowSamples: 3 } });
});
afterAll(() => fixture.close());

const ask = (url: string): Promise<{ statusCode: number; headers: object; json: () => unknown }> =>
  fixture.app.inject({ url, headers: { host: "localhost" } });

/** Keeps the event loop from anything else, as a long computation does. */
function holdLoop(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

test("one long computation that is over refuses nobody", async () => {
  holdLoop(1_000);
  await delay(1);
  expect((await ask("/api/venues")).statusCode).toBe(200);
});

test("who has too much to do refuses and says when to try again, answers who asks how it is, and takes requests again", async () => {
  await vi.waitFor(
    async () => {
      holdLoop(700);
      await delay(1);
      const refused = await ask("/api/venues");
      expect(refused.statusCode).toBe(503);
      expect(refused.headers).toMatchObject({ "retry-after": "10" });
      expect(refused.json()).toMatchObject({ code: "overloaded" });
      expect((await ask("/livez")).statusCode).toBe(200);
      expect((await ask("/suspects/hisorvvvrmsqikhu")).json()).not.toMatchObject({ code: "overloaded" });
    },
    { timeout: 60_000, interval: 1 },
  );
  await vi.waitFor(async () => expect((await ask("/api/venues")).statusCode).toBe(200), {
    timeout: 60_000,
    interval: 100,
  });
});
