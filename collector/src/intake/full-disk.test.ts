import { OwnDisk, describeWithDisks } from "@probewarden/cli/own-disk-for-tests";
import { topics, type Ack } from "@probewarden/contract";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { hashSensorPassword } from "../broker/password.ts";
import { openSeries } from "../store/series/open-series.ts";
import { openState } from "../store/state/open-state.ts";
import { Ingest } from "./intake.ts";
import { SENSOR_PASSWORD, startEmbedded } from "./test-brokers.ts";
import { envelope, makeFinding, makeLevel } from "./test-messages.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";

const SLOW = { timeout: 60_000 };
const MEGABYTE = 1024 * 1024;
const NORTH = { venueId: "mall", sensorId: "north" };

describeWithDisks("a disk that is full", import.meta.url, () => {
  test.each([
    ["below the least that must stay free", 512 * 1024, "disk-nearly-full"],
    ["to the last octet", 0, "disk-full"],
  ])("%s refuses loudly, and loses nothing that was acknowledged", SLOW, async (_what, minimumFreeBytes, code) => {
    const disk = new OwnDisk(3 * MEGABYTE);
    onTestFinished(() => disk.unmount());
    const { folder } = disk;
    const state = await openState("sqlite:", folder);
    onTestFinished(() => state.close());
    const series = await openSeries("sqlite:", folder);
    onTestFinished(() => series.stop());
    await state.db.insertInto("venues").values(makeVenueRow()).execute();
    const password_hash = await hashSensorPassword(SENSOR_PASSWORD);
    await state.db.insertInto("sensors").values(makeSensorRow("north", { password_hash })).execute();
    const broker = await startEmbedded(state);
    onTestFinished(() => broker.stop());
    let clock = Date.now();
    const errors: string[] = [];
    const silent = (): void => undefined;
    const ingest = new Ingest({
      state,
      series,
      broker: broker.forCollector,
      dataDir: folder,
      minimumFreeBytes,
      deadLetters: 10,
      onChange: silent,
      // A look at the disk holds for a second, and this disk fills in less.
      now: () => (clock += 2_000),
      log: { info: silent, warn: silent, error: (_fields, text) => errors.push(text) },
    });
    await ingest.start();
    onTestFinished(() => ingest.stop());
    const client = await connectAsync(broker.url, {
      username: "north",
      password: SENSOR_PASSWORD,
      protocolVersion: 4,
      reconnectPeriod: 0,
    });
    onTestFinished(() => client.endAsync(true));
    const acked = new Set<number>();
    client.on("message", (_topic, payload) => {
      for (const [first, last] of (JSON.parse(payload.toString()) as Ack).ranges)
        for (let seq = first; seq <= last; seq++) acked.add(seq);
    });
    await client.subscribeAsync(topics.ack(NORTH), { qos: 1 });

    // Every second message is a finding of its own, the others are levels: both stores fill.
    const frame = { at: new Date().toISOString(), kind: "probe-response", summary: "x".repeat(400) };
    const frames = Array.from({ length: 20 }, () => frame);
    const at = { firstAt: frame.at, lastAt: frame.at, names: [], facts: [] };
    const line = { detector: "karma", detectorVersion: 1, family: "names", code: "many-names", ...at };
    const weight = { weightDb: 20, boundDb: null, usedDb: 20, basis: "judged" as const };
    const send = (seq: number): Promise<unknown> =>
      seq % 2 === 0
        ? client.publishAsync(
            topics.up(NORTH, "signal"),
            JSON.stringify(envelope("north", seq, "signal", { rows: [makeLevel(-60, "suspect")] })),
            { qos: 1 },
          )
        : client.publishAsync(
            topics.up(NORTH, "finding"),
            JSON.stringify(
              envelope(
                "north",
                seq,
                "finding",
                makeFinding(`f-${seq}`, { evidence: [{ ...line, ...weight, frames }] }),
              ),
            ),
            { qos: 1 },
          );
    let sent = 0;
    while (!ingest.problems().refusing) {
      sent += 1;
      await send(sent);
      expect(sent).toBeLessThan(2_000);
      await vi.waitFor(() => expect(acked.has(sent) || ingest.counters().refused > 0).toBe(true), SLOW);
    }
    expect(ingest.problems().faults.map((fault) => fault.code)).toContain(code);
    expect(errors).not.toEqual([]);
    expect(acked.size).toBeGreaterThan(0);
    expect(acked.size).toBeLessThan(sent);
    /** Numbers that the state holds. */
    const stored = async (): Promise<Set<number>> => {
      const rows = await state.db.selectFrom("received").select(["first_seq", "last_seq"]).execute();
      return new Set(
        rows.flatMap(({ first_seq, last_seq }) =>
          Array.from({ length: last_seq - first_seq + 1 }, (_, index) => first_seq + index),
        ),
      );
    };
    const kept = await stored();
    expect([...acked].filter((seq) => !kept.has(seq))).toEqual([]);

    disk.resize(64 * MEGABYTE);
    // As a sensor does: what has no acknowledgement is sent again.
    await vi.waitFor(async () => {
      for (let seq = 1; seq <= sent; seq++) if (!acked.has(seq)) await send(seq);
      await vi.waitFor(() => expect(acked.size).toBe(sent), { timeout: 2_000 });
    }, SLOW);
    expect(ingest.problems()).toEqual({ refusing: false, faults: [] });
    const findings = await state.db.selectFrom("findings").select("seq").orderBy("seq").execute();
    expect(findings.map(({ seq }) => seq)).toEqual(
      Array.from({ length: Math.ceil(sent / 2) }, (_, index) => 2 * index + 1),
    );
  });
});
