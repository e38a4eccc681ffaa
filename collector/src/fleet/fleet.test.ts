import { createPublicKey, verify } from "node:crypto";
import { join } from "node:path";
import { commandText, topics, type Answer, type Command, type Message, type Orders } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Downlink } from "../intake/downlink.ts";
import type { Accepted } from "../intake/accepted.ts";
import { Remembered } from "../intake/remembered.ts";
import { storeBatch } from "../intake/store-batch.ts";
import { envelope } from "../intake/test-messages.ts";
import { retainRows } from "../lead/retain-rows.ts";
import { packageKeyOf, type PackageKey } from "../packages/package-key.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { describeStates, type TestStatePlace } from "../store/state/test-states.ts";
import { removeVenue } from "../venues/remove-venue.ts";
import { giveCommand, MOST_KEPT, MOST_WAITING } from "./give-command.ts";
import { putRing } from "./put-ring.ts";
import { readCommands, readFleetPage } from "./read-fleet.ts";
import { readQuestion } from "./read-question.ts";

const AT = Date.UTC(2026, 10, 28, 18);
const instant = (at: number): string => new Date(at).toISOString();

describeStates("commands to sensors, in %s", (start) => {
  let place: TestStatePlace;
  let state: StateStore;
  let key: PackageKey;
  let downlink: Downlink;
  let sent: { topic: string; message: object | undefined; retain: boolean }[];
  let now: number;
  let seq = 0;

  beforeEach(async () => {
    [now, sent] = [AT, []];
    place = await start();
    state = await openState(place.url, place.dir);
    key = packageKeyOf(join(place.dir, "package.key"));
    await state.db
      .insertInto("venues")
      .values(makeVenueRow({ venue_id: "mall" }))
      .execute();
    for (const sensor of ["north", "south"])
      await state.db.insertInto("sensors").values(makeSensorRow(sensor)).execute();
    downlink = new Downlink(
      state,
      (topic, message, retain) => {
        sent.push({ topic, message, retain });
        return Promise.resolve();
      },
      () => now,
      { commandKey: () => key.described.publicKey },
    );
  });
  afterEach(async () => {
    await state.close();
    await place.stop();
  });

  const give = async (sensorId: string, name: string, words: Command["arguments"] = {}): Promise<string> => {
    const given = await giveCommand(state, key, { sensorId, name, arguments: words, by: "wang", at: now });
    return typeof given === "string" ? given : given.commandId;
  };
  const say = (sensorId: string, body: Answer): Promise<unknown> => {
    const entry: Accepted = {
      type: "message",
      message: envelope(sensorId, ++seq, "answer", body) as Message,
      sensor: { sensorId, venueId: "mall" },
      received: { receivedAt: now } as Accepted["received"],
      clockOffsetMs: 0,
    };
    return state.inVenue("mall", (trx) => storeBatch(trx, [entry], [], new Remembered(), now));
  };
  const done = (commandId: string, name = "test"): Answer => ({ commandId, name, outcome: "done" });
  const row = async (sensorId: string) => (await readFleetPage(state.reading, { sensorId, limit: 1 }, now)).items[0];
  const commandsTo = (sensorId: string) =>
    sent.flatMap(({ topic, message }) =>
      topic === topics.command({ venueId: "mall", sensorId }) ? [message as Command] : [],
    );

  test("a command is signed with the collector's key, goes out until it is answered, and is shown with who gave it and what came of it", async () => {
    const id = await give("north", "test");
    await downlink.sendCommands("north");
    await downlink.sendCommands("north");
    const [orders] = sent;
    expect(orders).toMatchObject({ topic: topics.orders({ venueId: "mall", sensorId: "north" }), retain: true });
    expect(orders?.message).toEqual({ v: 1, key: key.described.publicKey } satisfies Orders);
    const [command, again] = commandsTo("north");
    expect(command).toMatchObject({ id, sensorId: "north", name: "test", expiresAt: instant(AT + 600_000) });
    expect(again).toEqual(command);
    const publicKey = createPublicKey({
      key: { kty: "OKP", crv: "Ed25519", x: Buffer.from(key.described.publicKey, "hex").toString("base64url") },
      format: "jwk",
    });
    const { signature, ...text } = command ?? ({} as Command);
    expect(verify(null, Buffer.from(commandText(text)), publicKey, Buffer.from(signature, "hex"))).toBe(true);
    expect((await row("north"))?.commands).toMatchObject([{ commandId: id, by: "wang", state: "sent" }]);

    now += 1_000;
    await say("north", { ...done(id), checks: [{ check: "hearing", state: "failed" }] });
    await downlink.sendCommands("north");
    expect(commandsTo("north")).toHaveLength(2);
    expect((await row("north"))?.commands).toMatchObject([
      { state: "done", answeredAt: instant(now), checks: [{ check: "hearing", state: "failed" }] },
    ]);
    expect(await state.db.selectFrom("audit").select(["by", "action", "subject"]).execute()).toEqual([
      { by: "wang", action: "command-test", subject: "north" },
    ]);
  });

  test("a sensor that comes online hears what still holds and nothing that has expired", async () => {
    await give("north", "identify");
    now += 121_000;
    const second = await give("north", "snapshot");
    await downlink.greet([{ sensor: { venueId: "mall", sensorId: "north" }, major: 1 }], (error) => {
      throw error;
    });
    expect(commandsTo("north").map(({ id }) => id)).toEqual([second]);
    expect((await row("north"))?.commands.map(({ state: is }) => is)).toEqual(["sent", "expired"]);
  });

  test("of sensors that come online together each hears what it is to do, and no other one does", async () => {
    const settings = await give("north", "configure", { channels: [1] });
    const ofNorth = [await give("north", "test")];
    now += 1;
    ofNorth.push(await give("north", "snapshot"));
    const ofSouth = [await give("south", "test")];
    const came = ["north", "south"].map((sensorId) => ({ sensor: { venueId: "mall", sensorId }, major: 1 }));
    await downlink.greet(came, (error) => {
      throw error;
    });
    expect(commandsTo("north").map(({ id }) => id)).toEqual(ofNorth);
    expect(commandsTo("south").map(({ id }) => id)).toEqual(ofSouth);
    const ordersTo = (sensorId: string) =>
      sent.find(({ topic }) => topic === topics.orders({ venueId: "mall", sensorId }))?.message as Orders | undefined;
    expect(ordersTo("north")?.settings?.id).toBe(settings);
    expect(ordersTo("south")).toEqual({ v: 1, key: key.described.publicKey });
  });

  test("of an answer the first word of the sensor that was asked counts, and no word of another one", async () => {
    const id = await give("north", "test");
    await say("south", { ...done(id), outcome: "failed", reason: "went-wrong" });
    await say("north", done("c-never-given"));
    expect((await row("north"))?.commands[0]?.state).toBe("sent");
    await say("north", done(id));
    await say("north", { ...done(id), outcome: "refused", reason: "expired" });
    expect((await row("north"))?.commands[0]?.state).toBe("done");
    expect((await row("south"))?.commands).toEqual([]);
  });

  test("what no sensor would do is not given", async () => {
    expect(await give("nobody", "test")).toBe("no-sensor");
    expect(await give("north", "self-destruct")).toBe("unknown-command");
    expect(await give("north", "constructor")).toBe("unknown-command");
    expect(await give("north", "identify", { seconds: 9_999 })).toBe("wrong-arguments");
    expect(await give("north", "configure", { channels: [] })).toBe("wrong-arguments");
    expect(await give("north", "configure", { channels: [15] })).toBe("wrong-arguments");
    expect(await give("north", "configure", { channelsSixGhz: [37, 38] })).toBe("wrong-arguments");
    for (let at = 0; at < MOST_WAITING; at++) await give("north", "test");
    expect(await give("north", "test")).toBe("too-many-commands");
    expect(await give("south", "test")).toMatch(/^c-/);
  });

  test("settings are retained as one command that stands, and the sensor's word and health say whether they hold", async () => {
    const first = await give("north", "configure", { channels: [1, 6], channelsSixGhz: [2, 37] });
    // The collector's clock was set back an hour: later settings are later all the same.
    now -= 3_600_000;
    const second = await give("north", "configure", { logLevel: "debug" });
    await downlink.sendCommands("north");
    const settings = (sent[0]?.message as Orders | undefined)?.settings;
    expect(settings).toMatchObject({ id: second, name: "configure", arguments: { logLevel: "debug" } });
    expect(Date.parse(settings?.issuedAt ?? "")).toBe(AT + 1);
    await say("north", done(first, "configure"));
    expect((await row("north"))?.wanted).toMatchObject({ commandId: second, state: "sent" });
    await say("north", { ...done(second, "configure"), outcome: "failed", reason: "channel-refused" });
    expect((await row("north"))?.wanted).toMatchObject({ state: "failed", reason: "channel-refused" });
    // Its card was changed, and it takes them again.
    await say("north", done(second, "configure"));
    expect((await row("north"))?.wanted?.state).toBe("done");
  });

  test("canaries are set first: another sensor gets the same settings when every canary holds them, and no others", async () => {
    expect(await putRing(state, { sensorId: "nobody", ring: "canary", by: "wang", at: now })).toBeUndefined();
    await putRing(state, { sensorId: "north", ring: "canary", by: "wang", at: now });
    const plan = { channels: [1, 6, 11], dwellMilliseconds: 200 };
    expect(await give("south", "configure", plan)).toBe("canary-first");
    const canary = await give("north", "configure", plan);
    expect(await give("south", "configure", plan)).toBe("canary-first");
    await say("north", { ...done(canary, "configure"), outcome: "failed", reason: "not-back" });
    expect(await give("south", "configure", plan)).toBe("canary-first");
    await say("north", done(canary, "configure"));
    expect(await give("south", "configure", { ...plan, channels: [1] })).toBe("canary-first");
    expect(await give("south", "configure", { dwellMilliseconds: 200, channels: [1, 6, 11] })).toMatch(/^c-/);
    // What is no setting is for all.
    expect(await give("south", "test")).toMatch(/^c-/);
    expect((await row("north"))?.ring).toBe("canary");
    // A canary that is retired holds nobody back.
    await state.db.updateTable("sensors").set({ retired_at: now }).where("sensor_id", "=", "north").execute();
    expect(await give("south", "configure", {})).toMatch(/^c-/);
  });

  test("a question for a level stands in no list, is kept for some more once it is answered, and its address until then", async () => {
    const transmitter = "02:00:00:cc:dd:01";
    const read = (askId: string, sensorId = "north") => readQuestion(state, { sensorId, askId }, now);
    const first = await give("north", "hear", { transmitter, seconds: 10 });
    expect(await read(first)).toEqual({ askId: first, state: "asked" });
    expect(await read(first, "south")).toBeUndefined();
    const level = { frames: 9, medianDbm: -58, channelMhz: 2437 };
    await say("south", { ...done(first, "hear"), level });
    expect((await read(first))?.state).toBe("asked");
    await say("north", { ...done(first, "hear"), level });
    expect(await read(first)).toEqual({ askId: first, state: "heard", level, answeredAt: now });
    expect(JSON.stringify(await state.db.selectFrom("sensor_commands").selectAll().execute())).not.toContain(
      transmitter,
    );
    expect((await row("north"))?.commands).toEqual([]);
    expect(await readCommands(state.reading, "north", now)).toEqual([]);

    const second = await give("north", "hear", { transmitter, seconds: 10 });
    // Who listens proves by the answer that is on the screen, while the next question is on its way.
    expect((await read(first))?.state).toBe("heard");
    await say("north", { ...done(second, "hear"), level: { frames: 0 } });
    expect((await read(second))?.state).toBe("not-heard");
    const third = await give("north", "hear", { transmitter, seconds: 10 });
    await say("north", { ...done(third, "hear"), outcome: "failed", reason: "radio-silent" });
    expect(await read(third)).toMatchObject({ state: "failed", reason: "radio-silent" });
    const fourth = await give("north", "hear", { transmitter, seconds: 10 });
    now += 20_001;
    expect(await read(fourth)).toEqual({ askId: fourth, state: "silent" });
    for (let asked = 0; asked < 8; asked++) {
      now += 1_000;
      await say("north", { ...done(await give("north", "hear", { transmitter, seconds: 10 }), "hear"), level });
    }
    await give("north", "hear", { transmitter, seconds: 10 });
    expect([await read(first), await read(fourth)]).toEqual([undefined, undefined]);
    expect(await state.db.selectFrom("sensor_commands").select("command_id").execute()).toHaveLength(9);
    expect(await state.db.selectFrom("audit").select("action").execute()).toEqual([]);
  });

  test("of one sensor so many commands are kept, and of all what is young enough", async () => {
    for (let at = 0; at < MOST_KEPT + 5; at++) {
      now += 700_000;
      await give("north", "test");
    }
    const count = async () => (await state.db.selectFrom("sensor_commands").select("command_id").execute()).length;
    expect(await count()).toBe(MOST_KEPT);
    expect(await readCommands(state.reading, "north", now)).toHaveLength(20);
    const aged = { kind: "commands", table: "sensor_commands", at: "issued_at", before: 0, most: 10 } as const;
    await retainRows(state, aged, now);
    expect(await count()).toBe(10);
    await removeVenue(state, "mall", "wang", now);
    expect(await count()).toBe(0);
    expect(await state.db.selectFrom("sensor_settings").selectAll().execute()).toEqual([]);
  });
});
