import { CONTRACT_VERSION, topics, type Piece } from "@probewarden/contract";
import { expect, test, vi } from "vitest";
import { keepRelease } from "../releases/keep-release.ts";
import { makeRelease } from "../releases/test-releases.ts";
import { readSensors } from "../sensors/read-sensors.ts";
import { readSuspects } from "../suspects/read-suspects.ts";
import { PATIENT, describeIntake } from "./test-intake.ts";
import { envelope, makeFinding, makeHealth, makeLevel } from "./test-messages.ts";

describeIntake((it) => {
  test("a sensor of another contract is told which one is spoken here, and keeps its message", async () => {
    await it.send("north", "finding", { ...envelope("north", 3, "finding", makeFinding("f1")), v: 2 });
    await vi.waitFor(
      () => expect(it.sensor("north").acks).toMatchObject([{ ranges: [], contractVersion: CONTRACT_VERSION }]),
      PATIENT,
    );
    expect(await it.state.db.selectFrom("dead_letters").select("reason").execute()).toEqual([
      { reason: "contract-version" },
    ]);
  });

  test("a sensor of a contract that is not known here is shown with its version, and told ours", async () => {
    const { client } = it.sensor("north");
    const told: string[] = [];
    client.on("message", (topic, payload) => {
      if (topic === "probewarden/v2/mall/north/ack") told.push(payload.toString());
    });
    await client.subscribeAsync("probewarden/v2/mall/north/ack", { qos: 1 });
    const say = (topic: string, body: object, retain = false): Promise<unknown> =>
      client.publishAsync(topic, JSON.stringify(body), { qos: 1, retain });
    const status = { v: 2, state: "online", contractVersion: "2.3.0", mood: { good: true } };
    await say("probewarden/v2/mall/north/status", status, true);
    const north = async (): Promise<object | undefined> =>
      (await readSensors(it.state, { sensorId: "north" }, Date.now()))[0];
    const foreign = {
      state: "deaf",
      reasons: ["contract-version"],
      contractMismatch: true,
      contractVersion: "2.3.0",
    };
    await vi.waitFor(async () => expect(await north()).toMatchObject(foreign), PATIENT);
    await vi.waitFor(
      () => expect(told.map((text) => JSON.parse(text))).toEqual([{ v: 1, contractVersion: CONTRACT_VERSION }]),
      PATIENT,
    );
    // What else it says is read by nobody, and it is not cut off for it.
    await say("probewarden/v2/mall/north/finding", { v: 2 });
    expect(client.connected).toBe(true);
    // The last word of its older version, which the broker kept, does not put it out.
    const old = { v: 1, state: "offline", version: "0.1.0", contractVersion: "1.0.0" };
    await say(topics.up({ venueId: "mall", sensorId: "north" }, "status"), old, true);
    await it.ingest.stop();
    const changes = it.events.length;
    await it.startIngest();
    await vi.waitFor(() => expect(it.events.length).toBeGreaterThan(changes), PATIENT);
    expect(await north()).toMatchObject(foreign);
    await say(topics.up({ venueId: "mall", sensorId: "north" }, "status"), { ...old, state: "online" }, true);
    await vi.waitFor(async () => expect(await north()).toMatchObject({ contractMismatch: false }), {
      timeout: 20_000,
    });
    expect(await it.state.db.selectFrom("dead_letters").selectAll().execute()).toEqual([]);
  });

  test("a clock that is wrong is measured, and shown", async () => {
    await it
      .sensor("north")
      .client.publishAsync(
        topics.up({ venueId: "mall", sensorId: "north" }, "status"),
        JSON.stringify({ v: 1, state: "online", version: "0.1.0", contractVersion: "1.0.0" }),
        { qos: 1, retain: true },
      );
    const late = (seq: number): object => ({
      ...envelope("north", seq, "health", makeHealth()),
      at: new Date(Date.now() - 3_600_000).toISOString(),
    });
    for (let seq = 1; seq <= 3; seq++) await it.send("north", "health", late(seq));
    await it.acked("north", [1, 2, 3]);
    const [north] = await readSensors(it.state, { sensorId: "north" }, Date.now());
    expect(north).toMatchObject({ state: "hearing", clockWrong: true, reasons: ["clock-wrong"] });
    expect(north?.clockOffsetSeconds).toBeCloseTo(-3600, -1);
  });

  test("levels, findings and counts of a wrong clock stand at the corrected time", async () => {
    const behind = 40 * 60_000;
    const wrong = (at: number): string => new Date(at - behind).toISOString();
    const health = { ...envelope("south", 1, "health", makeHealth()), at: wrong(Date.now()) };
    await it.send("south", "health", health);
    await it.acked("south", [1]);
    await it.send("north", "finding", envelope("north", 1, "finding", makeFinding("f1")));
    await it.acked("north", [1]);
    const level = makeLevel(-70, "watched");
    const row = { ...level, minute: wrong(Date.parse(level.minute)) };
    const at = wrong(Date.now());
    await it.send("south", "signal", { ...envelope("south", 2, "signal", { rows: [row] }), at });
    const heard = { firstHeardAt: wrong(Date.now()), lastHeardAt: wrong(Date.now()) };
    await it.send("south", "finding", { ...envelope("south", 3, "finding", makeFinding("f2", heard)), at });
    await it.acked("south", [1, 2, 3]);
    const [suspect] = await readSuspects(it.state, it.series, {}, Date.now());
    const south = suspect?.sensors.find((entry) => entry.sensorId === "south");
    expect(south).toMatchObject({ levelDbm: -70, levelAt: level.minute });
    expect(Math.abs(Date.parse(south?.lastHeardAt ?? "") - Date.now())).toBeLessThan(300_000);
    expect(suspect?.heardBy).toEqual({ ever: 2, now: 2 });
  });

  test("a sensor that was stopped says so; one that was lost is offline; since when holds over a restart of ours", async () => {
    const status = { v: 1, version: "0.1.0", contractVersion: "1.0.0" };
    const tell = (more: object): Promise<unknown> =>
      it
        .sensor("north")
        .client.publishAsync(
          topics.up({ venueId: "mall", sensorId: "north" }, "status"),
          JSON.stringify({ ...status, ...more }),
          { qos: 1, retain: true },
        );
    const shown = async (expected: string): Promise<string | undefined> =>
      vi.waitFor(async () => {
        const [north] = await readSensors(it.state, { sensorId: "north" }, Date.now());
        expect(north?.state).toBe(expected);
        return north?.offlineSince;
      }, PATIENT);
    await tell({ state: "online" });
    await shown("deaf");
    await tell({ state: "offline", stopped: true });
    const since = await shown("stopped");
    const before = Date.parse(since ?? "");
    expect(before).toBeGreaterThan(Date.now() - 60_000);
    const changes = it.events.length;
    await it.ingest.stop();
    await it.startIngest();
    await vi.waitFor(() => expect(it.events.length).toBeGreaterThan(changes), PATIENT);
    expect(await shown("stopped")).toBe(since);
    await tell({ state: "online" });
    await shown("deaf");
    await tell({ state: "offline" });
    await shown("offline");
  });

  test("a sensor that was told to update gets the piece that it asks for, on its own topic, and no other sensor does", async () => {
    const { release, octets } = makeRelease("0.2.0", { size: 40_000 });
    await keepRelease(it.state, { release, octets, checked: false }, { by: "wang", at: Date.now() });
    const entry = { sensorId: "north", ring: "canary", step: "told", fetches: [release.sha256], since: 0 } as const;
    const body = { by: "wang", soakMs: 1, isFirstChosen: true, sensors: [entry] };
    const row = {
      rollout_id: "r-one",
      venue_id: "mall",
      version: "0.2.0",
      state: "running",
      revision: 1,
      over_at: null,
    };
    await it.state.db
      .insertInto("rollouts")
      .values({ ...row, body: JSON.stringify(body), started_at: 0, changed_at: 0 })
      .execute();
    const pieces: Piece[] = [];
    for (const sensorId of ["north", "south"])
      it.sensor(sensorId).client.on("message", (topic, payload) => {
        if (topic.endsWith("/piece")) pieces.push(JSON.parse(payload.toString()) as Piece);
      });
    const ask = (sensorId: string, offset: number): Promise<unknown> =>
      it
        .sensor(sensorId)
        .client.publishAsync(
          topics.up({ venueId: "mall", sensorId }, "want"),
          JSON.stringify({ v: 1, sha256: release.sha256, offset, octets: 32_768 }),
        );
    await ask("south", 0);
    await ask("north", 32_768);
    await vi.waitFor(() => expect(pieces).toHaveLength(1), PATIENT);
    const [piece] = pieces;
    expect(Buffer.from(piece?.data ?? "", "base64").equals(octets.subarray(32_768))).toBe(true);
    expect(await it.state.db.selectFrom("dead_letters").select("reason").execute()).toEqual([]);
  });
});
