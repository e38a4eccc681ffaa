import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SqliteQueryCompiler, sql, type CompiledQuery, type KyselyPlugin } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Message } from "@probewarden/contract";
import { Remembered } from "../intake/remembered.ts";
import type { Accepted } from "../intake/accepted.ts";
import { storeBatch } from "../intake/store-batch.ts";
import { BOOT, envelope, makeFinding } from "../intake/test-messages.ts";
import { openSeries } from "../store/series/open-series.ts";
import { openSqliteForReading } from "../store/state/sqlite-file.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeSuspectRow, makeVenueRow } from "../store/state/test-rows.ts";
import { settleSharesOfVenue } from "./fair-share.ts";
import { readSuspectPage } from "./read-suspects.ts";
import { settleStates } from "./settle-states.ts";
import { judgeFinding, type Judgement } from "./suspects.ts";
import { forgetFindings } from "./test-judge.ts";

const SUSPECTS = 3_000;
const NOW = Date.parse("2026-11-24T08:00:00.000Z");
const target = (index: number): string =>
  `02:00:01:00:${(index >> 8).toString(16).padStart(2, "0")}:${(index & 255).toString(16).padStart(2, "0")}`;

let dir: string;
let state: StateStore;
let rowsRead = 0;
let queries: CompiledQuery[] = [];

/** Notes what is asked, and how many rows come back. */
const watcher: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => {
    queries.push(new SqliteQueryCompiler().compileQuery(node, queryId));
    return node;
  },
  transformResult: ({ result }) => {
    rowsRead += result.rows.length;
    return Promise.resolve(result);
  },
};

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "flood-"));
  state = await openState("sqlite:", dir);
  await forgetFindings(state);
  await state.db
    .insertInto("sensors")
    .values(makeSensorRow("north", { status: "online", last_message_at: NOW }))
    .execute();
  await state.transaction(async (trx) => {
    for (let index = 0; index < SUSPECTS; index++) {
      const suspect_id = `flood-${index}`;
      await trx
        .insertInto("suspects")
        .values(
          makeSuspectRow(suspect_id, {
            suspicion: "disruption",
            band: "watch",
            score_db: 5,
            highest_db: 5,
            first_heard_at: NOW - index,
            last_heard_at: NOW - index,
            transmitter_count: 0,
            targets: JSON.stringify([target(index)]),
          }),
        )
        .execute();
      await trx
        .insertInto("suspect_targets")
        .values({ venue_id: "mall", target: target(index), suspect_id, suspicion: "disruption", fusible: 1 })
        .execute();
    }
  });
  await sql`ANALYZE`.execute(state.db);
}, 60_000);
afterAll(async () => {
  await state.close();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(() => {
  rowsRead = 0;
  queries = [];
});

let seq = 0;
const judge = (findingId: string, over: Parameters<typeof makeFinding>[1]): Promise<Judgement | undefined> =>
  state.transaction(async (plain) => {
    const trx = plain.withPlugin(watcher);
    const judgement = await judgeFinding(trx, {
      venueId: "mall",
      order: { sensorId: "north", bootId: BOOT, seq: ++seq, ordinal: 1 },
      receivedAt: NOW,
      clockOffsetMs: 0,
      finding: makeFinding(findingId, over),
    });
    if (judgement !== undefined) await settleStates(trx, [judgement.suspectId], NOW);
    return judgement;
  });

/** How a statement would be run; asked on a connection of its own, for such a question stays open on the one that asked. */
function planOf({ sql: text, parameters }: CompiledQuery): string[] {
  const database = openSqliteForReading(join(dir, "state.db"));
  const rows = database.prepare(`EXPLAIN QUERY PLAN ${text}`).all([...parameters]) as { detail: string }[];
  database.close();
  return rows.map(({ detail }) => detail);
}

/** Tables that some statement read from end to end. */
function scans(): string[] {
  const found: string[] = [];
  for (const query of queries) {
    if (!/^(select|update|delete)/.test(query.sql)) continue;
    // What a statement put together itself is no table.
    for (const detail of planOf(query))
      if (detail.startsWith("SCAN") && !/^SCAN (\(subquery|ranked$)/.test(detail))
        found.push(`${detail}: ${query.sql}`);
  }
  return found;
}

test("in a venue with thousands of suspects that only have targets, a further one is fused without a look at the others", async () => {
  const judged = await judge("t1", {
    suspicion: "disruption",
    transmitters: [],
    targets: [target(77), "02:00:09:00:00:01"],
  });
  expect(judged?.suspectId).toBe("flood-77");
  expect(rowsRead).toBeLessThan(30);
  expect(scans()).toEqual([]);
});

test("a finding that accuses somebody is fused, and taken back, without a look at the others", async () => {
  await judge("t2", { suspicion: "disruption", transmitters: ["02:00:00:aa:00:01"], targets: [target(78)] });
  await judge("t2", { suspicion: "disruption", transmitters: [], targets: [target(78)], takenBack: true });
  expect(rowsRead).toBeLessThan(60);
  expect(scans()).toEqual([]);
});

test("an honest neighbour's batch is stored without a look at what another sensor holds open, however much that is", async () => {
  const held = {
    sensor_id: "liar",
    venue_id: "mall",
    suspicion: "disruption",
    state: "heard",
    score_db: 25,
    highest_db: 25,
  };
  const said = { band: "strong", last_heard_at: NOW, body: "{}", codes: "[]", families: "[]", boot_id: BOOT, seq: 1 };
  await state.db
    .insertInto("sensors")
    .values([makeSensorRow("liar"), makeSensorRow("honest")])
    .execute();
  await state.transaction(async (trx) => {
    for (let index = 0; index < SUSPECTS; index++)
      await trx
        .insertInto("findings")
        .values({
          ...held,
          ...said,
          finding_id: `f${index}`,
          suspect_id: `flood-${index}`,
          received_at: NOW,
          noted_at: NOW,
        })
        .execute();
  });
  const finding = makeFinding("t3", {
    suspicion: "disruption",
    transmitters: ["02:00:00:aa:00:09"],
    targets: [target(79)],
  });
  const message: Accepted = {
    type: "message",
    sensor: { venueId: "mall", sensorId: "honest" },
    message: envelope("honest", 1, "finding", finding) as Message,
    received: { topic: "", payload: Buffer.alloc(0), receivedAt: NOW },
    clockOffsetMs: 0,
  };
  await state.inVenue("mall", (plain) => storeBatch(plain.withPlugin(watcher), [message], [], new Remembered(), NOW));
  expect(rowsRead).toBeLessThan(60);
  expect(scans()).toEqual([]);
});

test("the sensors of a large venue are looked at in a few statements, and its messages have their turn in between", async () => {
  const sensors = Array.from({ length: 200 }, (_, index) => makeSensorRow(`large-${index}`, { venue_id: "large" }));
  await state.db
    .insertInto("venues")
    .values(makeVenueRow({ venue_id: "large" }))
    .execute();
  await state.db.insertInto("sensors").values(sensors).execute();
  const turns: string[] = [];
  const watched: StateStore = {
    ...state,
    inVenue: async (venueId, work) => {
      setImmediate(() => turns.push("another"));
      const done = await state.inVenue(venueId, (trx) => work(trx.withPlugin(watcher)));
      turns.push("settled");
      return done;
    },
  };
  await settleSharesOfVenue(watched, "large");
  expect(queries.length).toBeLessThan(20);
  expect(turns.join(" ")).toMatch(/^(settled another ){3,}settled/);
});

test("a page of what needs a person is read out of an index, wherever it begins", async () => {
  const series = await openSeries("sqlite:", dir);
  const watched: StateStore = { ...state, db: state.db.withPlugin(watcher) };
  const first = await readSuspectPage(watched, series, { limit: 50 }, NOW);
  const second = await readSuspectPage(watched, series, { venueId: "mall", limit: 50, after: first.next ?? "" }, NOW);
  await series.stop();
  expect(second.items).toHaveLength(50);
  const plans = queries.filter(({ sql: text }) => text.includes("order by (case"));
  expect(plans).toHaveLength(2);
  for (const query of plans) {
    expect(planOf(query).join(" | ")).toMatch(/^(SCAN|SEARCH) suspects USING INDEX suspects_(of_venue_)?by_need[^|]*$/);
  }
});
