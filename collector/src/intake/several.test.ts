import type { Finding, Message } from "@probewarden/contract";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { describeStates, type TestStatePlace } from "../store/state/test-states.ts";
import { decide } from "../suspects/decide.ts";
import { settleStates } from "../suspects/settle-states.ts";
import { refreshWatch } from "../suspects/watch.ts";
import { Remembered } from "./remembered.ts";
import type { Accepted } from "./accepted.ts";
import type { StatusRead } from "./store-sensor-state.ts";
import { partsOf, storeParts } from "./store-parts.ts";
import { envelope, makeFinding } from "./test-messages.ts";

const NOW = Date.parse("2026-11-24T08:00:00.000Z");
const VENUES = ["east", "west"];
const SENSORS = 6;
const BOXES = 12;
const ROUNDS = 5;

/** A generator of numbers from 0 to 1 that always makes the same ones (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((value) => ({ value, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

const message = (venueId: string, sensorId: string, seq: number, finding: Finding): Accepted => ({
  type: "message",
  sensor: { venueId, sensorId },
  message: envelope(sensorId, seq, "finding", finding) as Message,
  received: { topic: "", payload: Buffer.alloc(0), receivedAt: NOW },
  clockOffsetMs: 0,
});

/** Every sensor of every venue hears every box, some through two addresses, so that suspects are made apart and must become one. */
function everything(): Accepted[] {
  const at = new Date(NOW - 60_000).toISOString();
  return VENUES.flatMap((venueId) =>
    Array.from({ length: SENSORS }, (_, sensor) =>
      Array.from({ length: ROUNDS * BOXES }, (__, index) => {
        const box = index % BOXES;
        const address = (side: number): string => `02:00:00:0${side}:00:${box.toString(16).padStart(2, "0")}`;
        const sides = sensor % 3 === 2 ? [0, 1] : [sensor % 3];
        return message(
          venueId,
          `${venueId}-${sensor}`,
          index + 1,
          makeFinding(`f${box}`, {
            state: index < BOXES ? "opened" : "heard",
            scoreDb: 10 + box,
            firstHeardAt: at,
            lastHeardAt: new Date(NOW - 60_000 + index * 100).toISOString(),
            transmitters: sides.map(address),
          }),
        );
      }),
    ).flat(),
  );
}

async function prepare(state: StateStore): Promise<void> {
  for (const venue_id of VENUES) {
    await state.db
      .insertInto("venues")
      .values(makeVenueRow({ venue_id, name: venue_id }))
      .execute();
    for (let sensor = 0; sensor < SENSORS; sensor++)
      await state.db
        .insertInto("sensors")
        .values(makeSensorRow(`${venue_id}-${sensor}`, { venue_id, status: "online", last_message_at: NOW }))
        .execute();
  }
}

/** Hands a collector its messages in batches as they would come; whatever it refuses comes again, as from a sensor. */
async function collect(state: StateStore, messages: readonly Accepted[], batch: number): Promise<number> {
  const clocks = new Remembered();
  let waiting = [...messages];
  let refused = 0;
  let duplicates = 0;
  while (waiting.length > 0) {
    const now = waiting.splice(0, batch);
    for (const stored of await storeParts(state, partsOf(now, []), clocks, () => NOW)) {
      if ("error" in stored) {
        refused++;
        waiting = [...waiting, ...stored.part.accepted];
      } else duplicates += stored.changes.duplicates;
    }
  }
  expect(refused).toBe(0);
  return duplicates;
}

/** What the record says, without the ids that are made by chance. */
async function recordOf({ db }: StateStore): Promise<object> {
  const findings = await db
    .selectFrom("findings")
    .innerJoin("suspects", "suspects.suspect_id", "findings.suspect_id")
    .select(["findings.sensor_id", "findings.finding_id", "findings.suspect_id", "seq", "findings.score_db"])
    .orderBy("findings.sensor_id")
    .orderBy("findings.finding_id")
    .execute();
  // Each suspect is known by the first of its findings.
  const names = new Map<string, string>();
  for (const row of findings)
    if (!names.has(row.suspect_id)) names.set(row.suspect_id, `${row.sensor_id} ${row.finding_id}`);
  const suspects = await db
    .selectFrom("suspects")
    .select(["suspect_id", "venue_id", "state", "band", "score_db", "highest_db", "first_heard_at", "last_heard_at"])
    .execute();
  const transmitters = await db
    .selectFrom("suspect_transmitters")
    .select(["venue_id", "transmitter", "suspect_id"])
    .orderBy("venue_id")
    .orderBy("transmitter")
    .execute();
  const hearings = await db.selectFrom("suspect_hearings").selectAll().execute();
  const named = (rows: readonly { suspect_id: string }[]): string[] =>
    rows.map((row) => JSON.stringify({ ...row, suspect_id: names.get(row.suspect_id) ?? "nobody's" })).toSorted();
  return {
    findings: named(findings),
    suspects: named(suspects),
    transmitters: named(transmitters),
    hearings: named(hearings),
    received: await db.selectFrom("received").selectAll().orderBy("sensor_id").orderBy("first_seq").execute(),
  };
}

describeStates("a record in %s", (start, name) => {
  let place: TestStatePlace;
  let state: StateStore;
  beforeEach(async () => {
    place = await start();
    state = await openState(place.url, place.dir);
    await prepare(state);
  });
  afterEach(async () => {
    await state.close();
    await place.stop();
  });

  test("of one venue that cannot be written loses nothing of the others", async () => {
    await sql
      .raw(
        name === "SQLite"
          ? `create trigger broken before insert on suspects when new.venue_id = 'east' begin select raise(abort, 'broken venue'); end`
          : `create function broken() returns trigger language plpgsql as $$ begin if new.venue_id = 'east' then raise exception 'broken venue'; end if; return new; end $$`,
      )
      .execute(state.db);
    if (name === "PostgreSQL")
      await sql`create trigger broken before insert on suspects for each row execute function broken()`.execute(
        state.db,
      );
    const batch = everything().filter(({ message: { seq } }) => seq === 1);
    const stored = await storeParts(state, partsOf(batch, []), new Remembered(), () => NOW);
    expect(
      stored.map((part) => [part.part.venueId, "error" in part ? String(part.error) : part.changes.stored]),
    ).toEqual([
      ["east", expect.stringContaining("broken venue")],
      ["west", SENSORS],
    ]);
    const received = await state.db.selectFrom("received").select("sensor_id").execute();
    expect(received.map(({ sensor_id }) => sensor_id.slice(0, 4))).toEqual(
      Array.from({ length: SENSORS }, () => "west"),
    );
  });

  test("keeps the later status of a sensor, whichever collector comes to it first, and believes a clock that was set back", async () => {
    const sensorId = "east-0";
    const say = async (word: "online" | "offline", receivedAt: number): Promise<string> => {
      const status: StatusRead = {
        type: "status",
        sensor: { venueId: "east", sensorId },
        status: { state: word, contractVersion: "1.0.0" },
        major: 1,
        received: { topic: "", payload: Buffer.alloc(0), receivedAt },
      };
      await storeParts(state, partsOf([], [status]), new Remembered(), () => receivedAt);
      const row = await state.db
        .selectFrom("sensors")
        .select(["status", "status_at"])
        .where("sensor_id", "=", sensorId)
        .executeTakeFirstOrThrow();
      return `${row.status} ${(row.status_at ?? 0) - NOW}`;
    };
    expect(await say("offline", NOW + 5)).toBe("offline 5");
    expect(await say("online", NOW + 10)).toBe("online 10");
    // The other collector was busy, and comes to both only now.
    expect(await say("offline", NOW + 6)).toBe("online 10");
    expect(await say("online", NOW + 11)).toBe("online 10");
    // An hour back.
    expect(await say("offline", NOW - 3_600_000)).toBe("offline -3600000");
  });

  if (name === "PostgreSQL")
    test(
      "is the same whether one collector wrote it or three did, with people and watches beside them; no message counts twice",
      { timeout: 240_000 },
      async () => {
        const random = numbersFrom(20261126);
        const messages = everything();
        await collect(state, messages, 50);
        const one = await recordOf(state);

        const again = await start();
        const collectors = await Promise.all([1, 2, 3].map(() => openState(again.url, again.dir)));
        const [first] = collectors;
        if (first === undefined) throw new Error("no collector");
        await prepare(first);
        // Every message comes to some collector, a third of them to a second one as well.
        const shares: Accepted[][] = [[], [], []];
        let doubled = 0;
        for (const entry of messages) {
          const to = Math.floor(random() * 3);
          shares[to]?.push(entry);
          if (random() > 1 / 3) continue;
          shares[(to + 1) % 3]?.push(entry);
          doubled++;
        }
        const done = new AbortController();
        const beside = (async () => {
          while (!done.signal.aborted) {
            const suspects = await first.db.selectFrom("suspects").select(["suspect_id", "venue_id"]).execute();
            const one = suspects[Math.floor(random() * suspects.length)];
            if (one !== undefined) {
              const record = {
                decision: "none",
                reason: "",
                by: "officer",
                at: new Date(NOW).toISOString(),
              } as const;
              await decide(first, one.suspect_id, record);
              await first.inVenue(one.venue_id, (trx) => settleStates(trx, [one.suspect_id], NOW));
            }
            for (const venue of VENUES) await refreshWatch(first, venue, NOW);
          }
        })();
        const duplicates = await Promise.all(
          collectors.map((collector, index) => collect(collector, shuffled(shares[index] ?? [], random), 20)),
        );
        done.abort();
        await beside;

        expect(await recordOf(first)).toEqual(one);
        expect(duplicates.reduce((sum, count) => sum + count, 0)).toBe(doubled);
        expect(
          await first.db.selectFrom("suspects").select("suspect_id").where("state", "=", "ended").execute(),
        ).toEqual([]);
        expect(collectors.map(({ conflicts }) => conflicts.surfaced)).toEqual([0, 0, 0]);
        await Promise.all(collectors.map((collector) => collector.close()));
        await again.stop();
      },
    );
});
