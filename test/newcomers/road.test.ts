import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTRACT_MAJOR, topics, type NewcomerRow } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Days, type Sender } from "../../agent/src/radio/detectors/new-transmitter/days-for-tests.ts";
import { spellAddress } from "../../agent/src/radio/dot11/address.ts";
import { readReport } from "../../agent/src/supervisor/reports.ts";
import { Outbox } from "../../agent/src/uplink/outbox.ts";
import { makeApp, OWN_PAGE, type AppFixture } from "../../collector/src/api/app-fixture.ts";
import { Remembered } from "../../collector/src/intake/remembered.ts";
import { readMessage } from "../../collector/src/intake/read-message.ts";
import type { Accepted } from "../../collector/src/intake/accepted.ts";
import { storeBatch } from "../../collector/src/intake/store-batch.ts";
import { makeSensorRow, makeVenueRow } from "../../collector/src/store/state/test-rows.ts";

const SHOP: Sender = { bssid: 0x001f7ae26c98, levelDbm: -50 };
const NEW: Sender = { bssid: 0x146b9cf40f9a, name: "Office-2G", levelDbm: -58 };

/** Each time that a supervisor starts it numbers its messages anew, under another name. */
let boots = 0;
const newBoot = (): string => `bghghghghghghghg${"ghijklmnopqrstuv"[boots++ % 16]}`;

let folder: string;
let fixture: AppFixture;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "probewarden-newcomers-"));
  fixture = await makeApp({ demo: true });
  await fixture.state.db.insertInto("venues").values(makeVenueRow()).execute();
  for (const sensor of ["north", "south"])
    await fixture.state.db.insertInto("sensors").values(makeSensorRow(sensor)).execute();
});
afterEach(async () => {
  await fixture.close();
  rmSync(folder, { recursive: true, force: true });
});

/** All that a sensor's radio process said of newcomers, by its supervisor, its disk and the wire into the collector's state. */
async function carry(sensorId: string, days: Days): Promise<void> {
  const outbox = new Outbox({
    folder: join(folder, sensorId),
    bootId: newBoot(),
    sensor: { venueId: "mall", sensorId },
    maxBytes: 2 ** 28,
    now: () => 0,
    monotonic: () => 0,
  });
  for (const report of days.waiting.splice(0)) {
    const read = readReport("radio", report);
    if (typeof read === "string") throw new Error(read);
    if (read.report.type !== "newcomer") continue;
    const { type: kind, at, body } = read.report;
    void outbox.put({ v: CONTRACT_MAJOR, sensorId, at, kind, body });
  }
  outbox.flush();
  const receivedAt = days.now * 1_000;
  for (let waiting = outbox.next(32); waiting.length > 0; waiting = outbox.next(32)) {
    const accepted = waiting.map(({ kind, payload }): Accepted => {
      const topic = topics.up({ venueId: "mall", sensorId }, kind);
      const message = readMessage({ topic, payload: Buffer.from(payload), receivedAt });
      if (message.type !== "message") throw new Error(message.type);
      return { ...message, clockOffsetMs: 0 };
    });
    await fixture.state.inVenue("mall", (trx) => storeBatch(trx, accepted, [], new Remembered(), receivedAt));
    for (const { message } of accepted) outbox.acknowledge(message.bootId, [[message.seq, message.seq]]);
  }
  outbox.close();
}

const list = async (): Promise<NewcomerRow[]> =>
  (await fixture.app.inject({ url: "/api/newcomers" })).json<{ items: NewcomerRow[] }>().items;

test("from beacons at two sensors to one entry that a person marks; and out again, everywhere, when its address speaks as a station", async () => {
  const [north, south] = [Days.learnt([SHOP]).live(26, SHOP, NEW), Days.learnt([SHOP])];
  south.live(26, SHOP, { ...NEW, levelDbm: -70 });
  await carry("north", north);
  await carry("south", south);
  const rows = await list();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    transmitter: spellAddress(NEW.bssid),
    name: Buffer.from("Office-2G").toString("hex"),
    channelMhz: 2_437,
  });
  expect(rows[0]?.sensors.map(({ sensorId, levelDbm }) => [sensorId, levelDbm])).toEqual([
    ["north", -58],
    ["south", -70],
  ]);
  const marked = await fixture.app.inject({
    method: "POST",
    url: `/api/newcomers/${rows[0]?.newcomerId}/mark`,
    headers: OWN_PAGE,
    payload: { mark: "to-visit", note: "三号门旁" },
  });
  expect(marked.json()).toMatchObject({ mark: { mark: "to-visit", note: "三号门旁" } });

  south.ask(NEW.bssid);
  await carry("south", south);
  expect(await list()).toEqual([]);
  // The other sensor, which heard nothing of the sort, goes on saying it, and is not believed.
  await carry("north", north.live(2, SHOP, NEW));
  expect(await list()).toEqual([]);
  const { db } = fixture.state;
  const kept = JSON.stringify([
    await db.selectFrom("newcomers").selectAll().execute(),
    await db.selectFrom("newcomer_stays").selectAll().execute(),
    await db.selectFrom("audit").selectAll().execute(),
  ]);
  expect(kept).toContain("addresses-taken-back");
  expect(kept).not.toContain(spellAddress(NEW.bssid));
  expect(kept).not.toContain("三号门");
});
