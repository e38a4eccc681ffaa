import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Message } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { Remembered } from "./remembered.ts";
import type { Accepted } from "./accepted.ts";
import { storeBatch } from "./store-batch.ts";
import { envelope, makeFinding } from "./test-messages.ts";

const SENSORS = 40;
let dir: string;
let state: StateStore;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "turns-"));
  state = await openState("sqlite:", dir);
  await state.db.insertInto("venues").values(makeVenueRow()).execute();
  for (let index = 0; index < SENSORS; index += 1)
    await state.db
      .insertInto("sensors")
      .values(makeSensorRow(`s${index}`))
      .execute();
});
afterEach(async () => {
  await state.close();
  rmSync(dir, { recursive: true, force: true });
});

test("while a batch is stored others have many turns, and who reads sees nothing of it until all of it is durable", async () => {
  const now = Date.now();
  const batch = Array.from({ length: SENSORS }, (_, index): Accepted => {
    const transmitters = [`02:00:00:aa:00:${index.toString(16).padStart(2, "0")}`];
    return {
      type: "message",
      sensor: { venueId: "mall", sensorId: `s${index}` },
      message: envelope(`s${index}`, 1, "finding", makeFinding(`f${index}`, { transmitters })) as Message,
      received: { topic: "", payload: Buffer.alloc(0), receivedAt: now },
      clockOffsetMs: 0,
    };
  });
  const suspects = () => state.reading.db.selectFrom("suspects").select("suspect_id").execute();
  const seen: number[] = [];
  const reads: Promise<void>[] = [];
  let turn = setImmediate(function look() {
    reads.push(suspects().then((rows) => void seen.push(rows.length)));
    turn = setImmediate(look);
  });
  await state.inVenue("mall", (trx) => storeBatch(trx, batch, [], new Remembered(), now));
  clearImmediate(turn);
  await Promise.all(reads);
  expect(seen.length).toBeGreaterThan(SENSORS / 4);
  expect(new Set(seen.slice(0, SENSORS / 4))).toEqual(new Set([0]));
  expect(await suspects()).toHaveLength(SENSORS);
});
