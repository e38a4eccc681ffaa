import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { startDatabase, whyNoPostgres, type TestDatabase } from "../store/state/test-postgres.ts";
import { Lead } from "./lead.ts";
import { mayLead } from "./may-lead.ts";
import { describeWith } from "../test-needs.ts";

const why = whyNoPostgres();
const PATIENT = { timeout: 20_000, interval: 20 };
const never = (error: unknown): never => {
  throw error;
};

test("an embedded store's collector leads from its first moment", async () => {
  const did: string[] = [];
  const lead = new Lead({
    duties: [{ start: () => did.push("begin"), stop: () => did.push("end") }],
    failed: never,
  });
  expect(lead.leads).toBe(true);
  await lead.start();
  await lead.stop();
  expect([did, lead.leads]).toEqual([["begin", "end"], false]);
});

test("a duty that cannot begin keeps no other from it", async () => {
  const did: unknown[] = [];
  const lead = new Lead({
    duties: [
      { start: () => Promise.reject(new Error("broken")), stop: () => undefined },
      { start: () => did.push("begin"), stop: () => undefined },
    ],
    failed: (error) => did.push(String(error)),
  });
  await lead.start();
  expect(did).toEqual(["Error: broken", "begin"]);
});

describeWith(why, "the lead of several collectors", () => {
  let postgres: TestDatabase;
  let state: StateStore;
  const leads: Lead[] = [];
  /** Who works at each moment, and the most that ever did at once. */
  let atWork: Set<string>;

  beforeAll(async () => {
    postgres = await startDatabase();
    state = await openState(postgres.url, "/nowhere");
  });
  afterEach(async () => {
    for (const lead of leads.splice(0)) await lead.stop();
  });
  afterAll(async () => {
    await state.close();
    await postgres.stop();
  });

  async function makeLead(
    name: string,
    times: { lookMs?: number; idleMs?: number; mayLead?: () => Promise<boolean> } = {},
  ): Promise<Lead> {
    const lead = new Lead({
      url: postgres.url,
      lookMs: 20,
      ...times,
      duties: [{ start: () => atWork.add(name), stop: () => atWork.delete(name) }],
      failed: never,
    });
    leads.push(lead);
    await lead.start();
    return lead;
  }

  test("is one collector's; when it stops, another takes over", async () => {
    atWork = new Set();
    const first = await makeLead("first");
    const second = await makeLead("second");
    expect([first.leads, second.leads, [...atWork]]).toEqual([true, false, ["first"]]);
    await first.stop();
    await vi.waitFor(
      () => expect([first.leads, second.leads, [...atWork]]).toEqual([false, true, ["second"]]),
      PATIENT,
    );
  });

  test("is lost with its connection: its duties end here and begin with whoever is quicker", async () => {
    atWork = new Set();
    const first = await makeLead("first");
    const second = await makeLead("second");
    expect(first.leads).toBe(true);
    await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = ${0x7078} and granted`.execute(
      state.db,
    );
    await vi.waitFor(() => expect(first.leads !== second.leads && atWork.size === 1).toBe(true), PATIENT);
    await vi.waitFor(() => expect([...atWork]).toEqual([first.leads ? "first" : "second"]), PATIENT);
  });

  test("is left by one that cannot hear the broker to one that can, and kept where nobody can", async () => {
    atWork = new Set();
    const row = async (name: string, hears: boolean): Promise<void> => {
      const said = { at: 1_000, body: JSON.stringify({ name, hearsBroker: hears }) };
      await state.db
        .insertInto("collectors")
        .values({ name, ...said })
        .onConflict((conflict) => conflict.column("name").doUpdateSet(said))
        .execute();
    };
    let hears = true;
    await row("first", true);
    await row("second", false);
    const first = await makeLead("first", { mayLead: () => mayLead(state, "first", hears, 2_000) });
    const second = await makeLead("second", { mayLead: () => mayLead(state, "second", true, 2_000) });
    hears = false;
    // The other has not said yet that it hears.
    expect(await mayLead(state, "first", hears, 2_000)).toBe(true);
    await row("second", true);
    await vi.waitFor(
      () => expect([first.leads, second.leads, [...atWork]]).toEqual([false, true, ["second"]]),
      PATIENT,
    );
    // What it said is too old to count on.
    expect(await mayLead(state, "first", hears, 60_000)).toBe(true);
  });

  test("cannot be had by one that gets no connection, and it says why", async () => {
    const lead = new Lead({ url: `${postgres.url}&user=nobody-of-this-name`, lookMs: 10, duties: [], failed: never });
    leads.push(lead);
    await lead.start();
    expect([lead.leads, lead.trouble]).toEqual([false, undefined]);
    await vi.waitFor(() => expect(lead.trouble?.message).toMatch(/nobody-of-this-name/), PATIENT);
    const one = await makeLead("first");
    expect([one.leads, one.trouble]).toEqual([true, undefined]);
  });

  test("is given back by one that stands still without a word, and goes to another", async () => {
    atWork = new Set();
    // It asks once, and then not within this test.
    const still = await makeLead("still", { lookMs: 1e6, idleMs: 300 });
    expect(still.leads).toBe(true);
    const second = await makeLead("second");
    await vi.waitFor(() => expect([second.leads, still.leads]).toEqual([true, false]), PATIENT);
    expect([...atWork]).toEqual(["second"]);
  });
});
