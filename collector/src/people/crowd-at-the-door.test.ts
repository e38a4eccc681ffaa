import { connectAsync } from "mqtt";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeApp, OWN_PAGE, type AppFixture } from "../api/app-fixture.ts";
import { EmbeddedBroker } from "../broker/embedded.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { hashPassword } from "./password.ts";

/** More than wait in the strangers' lane and are served at once. */
const STRANGERS = 60;
/** Sensors with a password that a person chose, each tried with a wrong one. */
const SENSORS = 24;
/** Derivations that may end between the person's request and its answer: those under way at two at once, and what its own questions to the store take. */
const AHEAD = 10;
const PASSWORD = "correct horse battery";
const HOME = "192.0.2.1";

let fixture: AppFixture;
let broker: EmbeddedBroker;

beforeEach(async () => {
  fixture = await makeApp({ failed: () => undefined });
  const { state, accounts } = fixture;
  await accounts.create("li", PASSWORD);
  await state.db.insertInto("venues").values(makeVenueRow()).execute();
  const password_hash = await hashPassword("chosen by a person", { N: 2 ** 14, r: 8, p: 1 });
  for (let index = 0; index < SENSORS; index += 1)
    await state.db
      .insertInto("sensors")
      .values(makeSensorRow(`s${index}`, { password_hash }))
      .execute();
  broker = new EmbeddedBroker({ host: "127.0.0.1", port: 0, state });
  await broker.start();
});
afterEach(async () => {
  await broker.stop();
  await fixture.close();
});

const signIn = (name: string, password: string, remoteAddress: string) =>
  fixture.app.inject({
    method: "POST",
    url: "/api/session",
    headers: OWN_PAGE,
    remoteAddress,
    payload: { name, password },
  });

test(
  "while a crowd guesses at the API and at the broker, who is known here is let in before those who wait",
  { timeout: 120_000 },
  async () => {
    expect((await signIn("li", PASSWORD, HOME)).statusCode).toBe(200);
    const strangers: number[] = [];
    let sensors = 0;
    const guesses = Array.from({ length: STRANGERS }, async (_, index) => {
      const { statusCode } = await signIn(`nobody ${index}`, "a guess", `10.0.${index}.1`);
      strangers.push(statusCode);
    });
    const attempts = Array.from({ length: SENSORS }, async (_, index) => {
      const options = { username: `s${index}`, password: "a guess", protocolVersion: 4, reconnectPeriod: 0 } as const;
      await connectAsync(`mqtt://127.0.0.1:${broker.port}`, options, false).catch(() => undefined);
      sensors += 1;
    });
    // The crowd stands in the line: the first have been answered.
    const refusedStrangers = (): number => strangers.filter((code) => code === 401).length;
    const derived = (): number => refusedStrangers() + sensors;
    await vi.waitFor(() => expect(Math.min(refusedStrangers(), sensors)).toBeGreaterThan(0), {
      timeout: 60_000,
      interval: 1,
    });
    const before = derived();
    expect((await signIn("li", PASSWORD, HOME)).statusCode).toBe(200);
    expect(derived() - before).toBeLessThan(AHEAD);
    // It was a crowd: more than that waited behind, and those for whom there was no room were told so at once.
    expect(before).toBeLessThan(2 * AHEAD);
    await Promise.all([...guesses, ...attempts]);
    expect(refusedStrangers()).toBeGreaterThanOrEqual(30);
    expect(new Set(strangers)).toEqual(new Set([401, 503]));
    expect(derived() - before).toBeGreaterThan(3 * AHEAD);
  },
);
