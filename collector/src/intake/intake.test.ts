import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LIMITS, topics, type Ack, type Floor, type MessageKind, type Watch } from "@probewarden/contract";
import { connectAsync, type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { hashForMosquitto, hashSensorPassword } from "../broker/password.ts";
import { decide } from "../suspects/decide.ts";
import { readSensors } from "../sensors/read-sensors.ts";
import { readSuspects } from "../suspects/read-suspects.ts";
import { openSeries } from "../store/series/open-series.ts";
import { SeriesStoreError } from "../store/series/series-error.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { forgetRanges } from "./forget-ranges.ts";
import { Ingest, type IngestEvent, type IngestOptions } from "./intake.ts";
import { SENSOR_PASSWORD, startEmbedded, startMosquitto, whyNoMosquitto, type TestBroker } from "./test-brokers.ts";
import { BOOT, BOX, envelope, makeFinding, makeHealth, makeLevel } from "./test-messages.ts";
import { makeSensorRow } from "../store/state/test-rows.ts";
import { describeWith } from "../test-needs.ts";

const FLOORS: Floor[] = [{ floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 }];
const SENSORS = [
  { sensorId: "north", x: 10, y: 5 },
  { sensorId: "south", x: 10, y: 35 },
  { sensorId: "east", x: 50, y: 20 },
];
/** A busy machine takes its time. */
const PATIENT = { timeout: 20_000 };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** scrypt takes its time on purpose; the hashes are made once. */
const hashes = Promise.all([hashSensorPassword(SENSOR_PASSWORD), hashForMosquitto(SENSOR_PASSWORD)]);

describe.each([
  ["aedes", startEmbedded, undefined],
  ["mosquitto", startMosquitto, whyNoMosquitto()],
] as const)("ingest behind %s", (_name, startBroker, why) => {
  describeWith(why, "over a real broker", () => {
    let dir: string;
    let state: StateStore;
    let series: SeriesStore;
    let broker: TestBroker;
    let ingest: Ingest;
    let events: IngestEvent[];
    let sensors: Map<string, { client: MqttClient; acks: Ack[]; watch: Watch[] }>;

    const startIngest = async (over: Partial<IngestOptions> = {}): Promise<void> => {
      ingest = new Ingest({
        state,
        series,
        broker: broker.forCollector,
        dataDir: dir,
        minimumFreeBytes: 0,
        deadLetters: 10,
        onChange: (event) => events.push(event),
        log: quiet,
        ...over,
      });
      await ingest.start();
    };

    beforeEach(async () => {
      dir = mkdtempSync(join(tmpdir(), "ingest-"));
      [state, series] = [await openState("sqlite:", dir), await openSeries("sqlite:", dir)];
      const [password_hash, mosquitto_hash] = await hashes;
      await state.db
        .insertInto("venues")
        .values({
          venue_id: "mall",
          name: "Mall",
          time_zone: "Asia/Shanghai",
          floors: JSON.stringify(FLOORS),
          networks: "[]",
        })
        .execute();
      for (const { sensorId, x, y } of SENSORS) {
        await state.db
          .insertInto("sensors")
          .values(makeSensorRow(sensorId, { floor_id: "ground", x, y, password_hash, mosquitto_hash }))
          .execute();
      }
      broker = await startBroker(state);
      events = [];
      sensors = new Map();
      await startIngest();
      for (const { sensorId } of SENSORS) {
        const client = await connectAsync(broker.url, {
          username: sensorId,
          password: SENSOR_PASSWORD,
          protocolVersion: 4,
          reconnectPeriod: 0,
        });
        const heard = { client, acks: [] as Ack[], watch: [] as Watch[] };
        client.on("message", (topic, payload) => {
          if (topic.endsWith("/ack")) heard.acks.push(JSON.parse(payload.toString()) as Ack);
          if (topic.endsWith("/watch")) heard.watch.push(JSON.parse(payload.toString()) as Watch);
        });
        await client.subscribeAsync(topics.sensorFilters({ venueId: "mall", sensorId }), { qos: 1 });
        sensors.set(sensorId, heard);
      }
    });

    afterEach(async () => {
      await ingest.stop();
      for (const { client } of sensors.values()) await client.endAsync(true);
      await broker.stop();
      await state.close();
      await series.stop();
      rmSync(dir, { recursive: true, force: true });
    });

    const sensor = (sensorId: string) => {
      const found = sensors.get(sensorId);
      if (found === undefined) throw new Error(`no sensor ${sensorId}`);
      return found;
    };
    const send = (sensorId: string, kind: MessageKind, message: object | string): Promise<unknown> =>
      sensor(sensorId).client.publishAsync(
        topics.up({ venueId: "mall", sensorId }, kind),
        typeof message === "string" ? message : JSON.stringify(message),
        { qos: 1 },
      );
    const ackedBy = (sensorId: string): number[] =>
      sensor(sensorId).acks.flatMap((ack) =>
        ack.ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index)),
      );
    const acked = (sensorId: string, numbers: number[]): Promise<void> =>
      vi.waitFor(() => expect([...new Set(ackedBy(sensorId))].toSorted((a, b) => a - b)).toEqual(numbers), {
        timeout: 20_000,
      });

    test("three sensors hear one box, one accuses it: one suspect with three levels and one place", async () => {
      await send("north", "finding", envelope("north", 1, "finding", makeFinding("f1", { rssiDbm: -60 })));
      await vi.waitFor(
        () =>
          expect(
            sensor("south")
              .watch.at(-1)
              ?.entries.map((entry) => entry.transmitter),
          ).toEqual([BOX]),
        PATIENT,
      );
      await send("north", "signal", envelope("north", 2, "signal", { rows: [makeLevel(-58, "suspect")] }));
      await send("south", "signal", envelope("south", 1, "signal", { rows: [makeLevel(-76, "watched")] }));
      await send("east", "signal", envelope("east", 1, "signal", { rows: [makeLevel(-80, "watched")] }));
      const suspects = await vi.waitFor(async () => {
        const found = await readSuspects(state, series, {}, Date.now());
        expect(found[0]?.sensors).toHaveLength(3);
        expect(found[0]?.place?.regions).toHaveLength(2);
        return found;
      }, PATIENT);
      expect(suspects).toHaveLength(1);
      expect(suspects[0]).toMatchObject({
        band: "suspected",
        state: "active",
        transmitters: [BOX],
        place: { floorId: "ground", nearestSensorId: "north" },
      });
      expect(suspects[0]?.sensors.map((entry) => [entry.sensorId, entry.levelDbm, entry.scoreDb])).toEqual([
        ["east", -80, undefined],
        ["north", -58, 14],
        ["south", -76, undefined],
      ]);
      expect(events).toContainEqual({ kind: "alert-candidate", id: suspects[0]?.suspectId });
    });

    test("what is settled leaves the watch list at once, and comes back when the decision is taken back", async () => {
      await send("north", "finding", envelope("north", 1, "finding", makeFinding("f1")));
      const watched = (entries: string[]): Promise<void> =>
        vi.waitFor(
          () =>
            expect(
              sensor("south")
                .watch.at(-1)
                ?.entries.map((entry) => entry.transmitter),
            ).toEqual(entries),
          PATIENT,
        );
      await watched([BOX]);
      const [suspect] = await readSuspects(state, series, {}, Date.now());
      for (const decision of ["authorised", "none", "dismissed", "none"] as const) {
        const record = { decision, reason: "seen", by: "somebody", at: new Date().toISOString() };
        const venueId = await decide(state, suspect?.suspectId ?? "", record);
        ingest.decided(venueId ?? "");
        await watched(decision === "none" ? [BOX] : []);
      }
    });

    test("an address that is taken back leaves the watch list at once, and its levels go and do not come again", async () => {
      const phone = "02:00:00:aa:bb:0f";
      const levels = async () =>
        (await series.latestLevels("mall", [phone], Date.now() - 600_000, Date.now() + 600_000)).length;
      const watched = () =>
        sensor("east")
          .watch.at(-1)
          ?.entries.map((entry) => entry.transmitter);
      await send(
        "north",
        "finding",
        envelope("north", 1, "finding", makeFinding("f1", { transmitters: [BOX, phone] })),
      );
      await vi.waitFor(() => expect(watched()?.toSorted()).toEqual([BOX, phone]), PATIENT);
      const row = { ...makeLevel(-70, "watched"), transmitter: phone };
      await send("south", "signal", envelope("south", 1, "signal", { rows: [row] }));
      await acked("south", [1]);
      expect(await levels()).toBe(1);

      const withdrawn = makeFinding("f1", { transmitters: [BOX], state: "changed", takenBack: true });
      await send("north", "finding", envelope("north", 2, "finding", withdrawn));
      await vi.waitFor(() => expect(watched()).toEqual([BOX]), PATIENT);
      await vi.waitFor(async () => expect(await levels()).toBe(0), PATIENT);
      expect(events.filter(({ kind }) => kind === "taken-back")).toHaveLength(1);
      // A sensor that had not heard of it yet.
      await send("south", "signal", envelope("south", 2, "signal", { rows: [row] }));
      await acked("south", [1, 2]);
      expect(await levels()).toBe(0);
      expect(ingest.counters().levelsLeftOut).toBe(1);
      const [suspect] = await readSuspects(state, series, {}, Date.now());
      expect(suspect).toMatchObject({ transmitters: [BOX], takenBack: 1 });
      // Nothing of it is left in the files, the write-ahead logs included.
      await vi.waitFor(
        () =>
          expect(
            ["state.db", "state.db-wal", "series.db", "series.db-wal"].filter((name) =>
              readFileSync(join(dir, name)).includes(phone),
            ),
          ).toEqual([]),
        PATIENT,
      );
    });

    test("the same message twice is stored once and acknowledged twice", async () => {
      const message = envelope("north", 1, "finding", makeFinding("f1"));
      await send("north", "finding", message);
      await acked("north", [1]);
      await send("north", "finding", message);
      await vi.waitFor(() => expect(ackedBy("north")).toEqual([1, 1]), PATIENT);
      expect(await state.db.selectFrom("suspect_changes").selectAll().execute()).toHaveLength(1);
      expect(ingest.counters()).toMatchObject({ stored: 1, duplicates: 1 });
      expect(sensor("north").acks[0]).toMatchObject({ v: 1, bootId: BOOT, contractVersion: "1.0.0" });
    });

    test("the same message after its boot was forgotten is taken again, and changes nothing in the record", async () => {
      const from = Date.now() - 300_000;
      const kept = async () => ({
        history: await state.db.selectFrom("suspect_changes").selectAll().where("finding_id", "is not", null).execute(),
        suspects: await state.db.selectFrom("suspects").select(["suspect_id", "band", "state"]).execute(),
        findings: await state.db.selectFrom("findings").select(["finding_id", "suspect_id", "body"]).execute(),
        levels: await series.levels("mall", [BOX], from, from + 600_000, 500),
      });
      const messages = [
        ["finding", envelope("north", 1, "finding", makeFinding("f1"))],
        ["signal", envelope("north", 2, "signal", { rows: [makeLevel(-60, "suspect")] })],
      ] as const;
      for (const [kind, message] of messages) await send("north", kind, message);
      await acked("north", [1, 2]);
      const before = await kept();
      await state.transaction((trx) => forgetRanges(trx, Date.now() + 1));
      for (const [kind, message] of messages) await send("north", kind, message);
      await vi.waitFor(() => expect(ingest.counters().stored).toBe(4), PATIENT);
      expect(await kept()).toEqual(before);
    });

    test("what was acknowledged is in the file, and a new collector knows it", async () => {
      for (let seq = 1; seq <= 50; seq++)
        await send(
          "north",
          "finding",
          envelope("north", seq, "finding", makeFinding("f1", { state: seq === 1 ? "opened" : "heard" })),
        );
      await acked(
        "north",
        Array.from({ length: 50 }, (_, index) => index + 1),
      );
      // Another connection reads what is committed, and nothing of what this process only holds in memory.
      const again = await openState("sqlite:", dir);
      expect(await again.db.selectFrom("received").selectAll().execute()).toEqual([
        { sensor_id: "north", boot_id: BOOT, first_seq: 1, last_seq: 50 },
      ]);
      expect(await again.db.selectFrom("findings").select(["finding_id", "seq"]).execute()).toEqual([
        { finding_id: "f1", seq: 50 },
      ]);
      await again.close();
    });

    test("nothing is acknowledged while the disk is full, and all of it when there is room again", async () => {
      await ingest.stop();
      let free = 0;
      let clock = Date.now();
      await startIngest({ minimumFreeBytes: 1000, freeBytes: () => Promise.resolve(free), now: () => (clock += 2000) });
      const message = envelope("north", 1, "finding", makeFinding("f1"));
      await send("north", "finding", message);
      await vi.waitFor(() => expect(ingest.counters().refused).toBe(1), PATIENT);
      expect(ingest.problems()).toMatchObject({
        refusing: true,
        faults: [{ code: "disk-nearly-full", text: expect.stringContaining("free some space") }],
      });
      expect(sensor("north").acks).toEqual([]);
      free = 5000;
      await send("north", "finding", message);
      await acked("north", [1]);
      expect(ingest.problems()).toEqual({ refusing: false, faults: [] });
    });

    test("findings go on while the series store is away; levels are not acknowledged", async () => {
      await send("south", "finding", envelope("south", 1, "finding", makeFinding("f0")));
      await acked("south", [1]);
      vi.spyOn(series, "write").mockImplementation((batch) =>
        batch.signal.length > 0 ? Promise.reject(new SeriesStoreError("unavailable", "away")) : Promise.resolve(),
      );
      await send("north", "signal", envelope("north", 1, "signal", { rows: [makeLevel(-58, "suspect")] }));
      await send("north", "finding", envelope("north", 2, "finding", makeFinding("f1")));
      await acked("north", [2]);
      expect(ingest.counters().refused).toBe(1);
      vi.restoreAllMocks();
      await send("north", "signal", envelope("north", 1, "signal", { rows: [makeLevel(-58, "suspect")] }));
      await acked("north", [1, 2]);
    });

    test("what cannot be accepted is kept with its reason, bounded, and without its octets", async () => {
      const secret = "aa:bb:cc:dd:ee:ff";
      await send("north", "finding", `{ not json ${secret}`);
      await send("north", "finding", { ...envelope("north", 7, "finding", makeFinding("f1")), kind: secret });
      await send("north", "finding", envelope("south", 8, "finding", makeFinding("f1")));
      await vi.waitFor(() => expect(ingest.counters().deadLetters).toBe(3), PATIENT);
      const letters = await state.db.selectFrom("dead_letters").selectAll().orderBy("id").execute();
      expect(letters.map((letter) => letter.reason)).toEqual(["json", "schema", "wrong-sensor"]);
      expect(JSON.stringify(letters)).not.toContain(secret);
      // Each with a sound number is answered with the reason, so that its sensor sets it aside.
      await acked("north", [7, 8]);
      expect(sensor("north").acks.flatMap(({ refused }) => refused ?? [])).toEqual([
        { seq: 7, reason: "schema" },
        { seq: 8, reason: "wrong-sensor" },
      ]);
      for (let index = 0; index < 20; index++) await send("north", "finding", "{");
      await vi.waitFor(async () => expect(ingest.counters().deadLetters).toBe(23), PATIENT);
      expect(await state.db.selectFrom("dead_letters").selectAll().execute()).toHaveLength(10);
    });

    test("a sensor of another contract is told which one is spoken here, and keeps its message", async () => {
      await send("north", "finding", { ...envelope("north", 3, "finding", makeFinding("f1")), v: 2 });
      await vi.waitFor(
        () => expect(sensor("north").acks).toMatchObject([{ ranges: [], contractVersion: "1.0.0" }]),
        PATIENT,
      );
      expect(await state.db.selectFrom("dead_letters").select("reason").execute()).toEqual([
        { reason: "contract-version" },
      ]);
    });

    test("a sensor of a contract that is not known here is shown with its version, and told ours", async () => {
      const { client } = sensor("north");
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
        (await readSensors(state, { sensorId: "north" }, Date.now()))[0];
      const foreign = {
        state: "deaf",
        reasons: ["contract-version"],
        contractMismatch: true,
        contractVersion: "2.3.0",
      };
      await vi.waitFor(async () => expect(await north()).toMatchObject(foreign), PATIENT);
      await vi.waitFor(
        () => expect(told.map((text) => JSON.parse(text))).toEqual([{ v: 1, contractVersion: "1.0.0" }]),
        PATIENT,
      );
      // What else it says is read by nobody, and it is not cut off for it.
      await say("probewarden/v2/mall/north/finding", { v: 2 });
      expect(client.connected).toBe(true);
      // The last word of its older version, which the broker kept, does not put it out.
      const old = { v: 1, state: "offline", version: "0.1.0", contractVersion: "1.0.0" };
      await say(topics.up({ venueId: "mall", sensorId: "north" }, "status"), old, true);
      await ingest.stop();
      const changes = events.length;
      await startIngest();
      await vi.waitFor(() => expect(events.length).toBeGreaterThan(changes), PATIENT);
      expect(await north()).toMatchObject(foreign);
      await say(topics.up({ venueId: "mall", sensorId: "north" }, "status"), { ...old, state: "online" }, true);
      await vi.waitFor(async () => expect(await north()).toMatchObject({ contractMismatch: false }), {
        timeout: 20_000,
      });
      expect(await state.db.selectFrom("dead_letters").selectAll().execute()).toEqual([]);
    });

    test("no sensor speaks for another, in any version", async () => {
      const { client } = sensor("north");
      client.publish("probewarden/v2/mall/south/status", JSON.stringify({ v: 2, state: "online" }), { qos: 0 });
      await send("south", "finding", envelope("south", 1, "finding", makeFinding("f1")));
      await acked("south", [1]);
      const [south] = await readSensors(state, { sensorId: "south" }, Date.now());
      expect(south).toMatchObject({ contractMismatch: false });
    });

    test("a clock that is wrong is measured, and shown", async () => {
      await sensor("north").client.publishAsync(
        topics.up({ venueId: "mall", sensorId: "north" }, "status"),
        JSON.stringify({ v: 1, state: "online", version: "0.1.0", contractVersion: "1.0.0" }),
        { qos: 1, retain: true },
      );
      const late = (seq: number): object => ({
        ...envelope("north", seq, "health", makeHealth()),
        at: new Date(Date.now() - 3_600_000).toISOString(),
      });
      for (let seq = 1; seq <= 3; seq++) await send("north", "health", late(seq));
      await acked("north", [1, 2, 3]);
      const [north] = await readSensors(state, { sensorId: "north" }, Date.now());
      expect(north).toMatchObject({ state: "hearing", clockWrong: true, reasons: ["clock-wrong"] });
      expect(north?.clockOffsetSeconds).toBeCloseTo(-3600, -1);
    });

    test("levels, findings and counts of a wrong clock stand at the corrected time", async () => {
      const behind = 40 * 60_000;
      const wrong = (at: number): string => new Date(at - behind).toISOString();
      const health = { ...envelope("south", 1, "health", makeHealth()), at: wrong(Date.now()) };
      await send("south", "health", health);
      await acked("south", [1]);
      await send("north", "finding", envelope("north", 1, "finding", makeFinding("f1")));
      await acked("north", [1]);
      const level = makeLevel(-70, "watched");
      const row = { ...level, minute: wrong(Date.parse(level.minute)) };
      const at = wrong(Date.now());
      await send("south", "signal", { ...envelope("south", 2, "signal", { rows: [row] }), at });
      const heard = { firstHeardAt: wrong(Date.now()), lastHeardAt: wrong(Date.now()) };
      await send("south", "finding", { ...envelope("south", 3, "finding", makeFinding("f2", heard)), at });
      await acked("south", [1, 2, 3]);
      const [suspect] = await readSuspects(state, series, {}, Date.now());
      const south = suspect?.sensors.find((entry) => entry.sensorId === "south");
      expect(south).toMatchObject({ levelDbm: -70, levelAt: level.minute });
      expect(Math.abs(Date.parse(south?.lastHeardAt ?? "") - Date.now())).toBeLessThan(300_000);
      expect(suspect?.heardBy).toEqual({ ever: 2, now: 2 });
    });

    test("a suspect that has ended was heard by somebody, and is heard by nobody now", async () => {
      await send("north", "finding", envelope("north", 1, "finding", makeFinding("f1")));
      await send("north", "finding", envelope("north", 2, "finding", makeFinding("f1", { state: "ended" })));
      await acked("north", [1, 2]);
      const [suspect] = await readSuspects(state, series, {}, Date.now());
      expect(suspect).toMatchObject({ state: "ended", heardBy: { ever: 1, now: 0 } });
    });

    test("a sensor that was stopped says so; one that was lost is offline; since when holds over a restart of ours", async () => {
      const status = { v: 1, version: "0.1.0", contractVersion: "1.0.0" };
      const tell = (more: object): Promise<unknown> =>
        sensor("north").client.publishAsync(
          topics.up({ venueId: "mall", sensorId: "north" }, "status"),
          JSON.stringify({ ...status, ...more }),
          { qos: 1, retain: true },
        );
      const shown = async (expected: string): Promise<string | undefined> =>
        vi.waitFor(async () => {
          const [north] = await readSensors(state, { sensorId: "north" }, Date.now());
          expect(north?.state).toBe(expected);
          return north?.offlineSince;
        }, PATIENT);
      await tell({ state: "online" });
      await shown("deaf");
      await tell({ state: "offline", stopped: true });
      const since = await shown("stopped");
      const before = Date.parse(since ?? "");
      expect(before).toBeGreaterThan(Date.now() - 60_000);
      const changes = events.length;
      await ingest.stop();
      await startIngest();
      await vi.waitFor(() => expect(events.length).toBeGreaterThan(changes), PATIENT);
      expect(await shown("stopped")).toBe(since);
      await tell({ state: "online" });
      await shown("deaf");
      await tell({ state: "offline" });
      await shown("offline");
    });

    test("an instant that no calendar has is a dead letter, and stops nobody", async () => {
      const impossible = { ...envelope("north", 1, "finding", makeFinding("f1")), at: "2026-13-45T99:99:99.000Z" };
      await send("north", "finding", impossible);
      await send("south", "finding", envelope("south", 1, "finding", makeFinding("f2")));
      await acked("north", [1]);
      await acked("south", [1]);
      expect(ingest.counters()).toMatchObject({ stored: 1, deadLetters: 1, refused: 0 });
    });

    test("a sensor publishes nothing under another's name, and reads nothing of another's", async () => {
      const { client } = sensor("north");
      const heard: string[] = [];
      client.on("message", (topic) => heard.push(topic));
      await client.subscribeAsync(topics.ack({ venueId: "mall", sensorId: "south" })).catch(() => undefined);
      client.publish(
        topics.up({ venueId: "mall", sensorId: "south" }, "finding"),
        JSON.stringify(envelope("south", 1, "finding", makeFinding("f1"))),
        { qos: 0 },
      );
      await send("south", "finding", envelope("south", 2, "finding", makeFinding("f2")));
      await acked("south", [2]);
      expect(heard.filter((topic) => topic.includes("/south/"))).toEqual([]);
      expect(await state.db.selectFrom("findings").select("seq").execute()).toEqual([{ seq: 2 }]);
    });

    test("a wrong password, an unknown sensor and a message beyond the limit are refused", async () => {
      await expect(
        connectAsync(broker.url, { username: "north", password: "wrong", reconnectPeriod: 0 }),
      ).rejects.toThrow();
      await expect(
        connectAsync(broker.url, { username: "stranger", password: SENSOR_PASSWORD, reconnectPeriod: 0 }),
      ).rejects.toThrow();
      await expect(connectAsync(broker.url, { reconnectPeriod: 0 })).rejects.toThrow();
      sensor("north").client.publish(
        topics.up({ venueId: "mall", sensorId: "north" }, "finding"),
        "x".repeat(LIMITS.payloadBytes + 2048),
        { qos: 0 },
      );
      await send("south", "finding", envelope("south", 1, "finding", makeFinding("f1")));
      await acked("south", [1]);
      expect(ingest.counters().stored).toBe(1);
    });
  });
});
