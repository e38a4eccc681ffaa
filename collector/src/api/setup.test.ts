import { createHash } from "node:crypto";
import { Orders, type ClaimCode, type Rollout, type Sensor, type SensorSetup } from "@probewarden/contract";
import { Check } from "typebox/value";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readOrders } from "../fleet/pending-orders.ts";
import { keepRelease } from "../releases/keep-release.ts";
import { makeRelease } from "../releases/test-releases.ts";
import { CODE_MS } from "../sensors/setup/claim.ts";
import { HEARD_WITHIN_MS } from "../sensors/setup/put-heard.ts";
import { makeJpeg, segment } from "../sensors/setup/test-jpeg.ts";
import { writeLevels } from "../store/series/test-series.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { removeVenue } from "../venues/remove-venue.ts";
import { makeApp, OWN_PAGE, type AppFixture } from "./app-fixture.ts";

const PASSWORD = "correct horse battery";
let fixture: AppFixture;
let ana: { pw_session: string };
let bo: { pw_session: string };
let guesser: { pw_session: string };
/** Of another venue. */
let cy: { pw_session: string };

beforeAll(async () => {
  fixture = await makeApp();
  await fixture.state.db
    .insertInto("venues")
    .values(makeVenueRow({ venue_id: "pier", name: "Pier" }))
    .execute();
  [ana, bo, guesser] = [await signedIn("ana", "mall"), await signedIn("bo", "mall"), await signedIn("di", "mall")];
  cy = await signedIn("cy", "pier");
});
afterAll(() => fixture.close());
beforeEach(async () => {
  const { db } = fixture.state;
  for (const table of ["sensor_commands", "sensor_settings", "sensor_setups", "documents", "sensors", "audit"] as const)
    await db.deleteFrom(table).execute();
  const floors = JSON.stringify([{ floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 }]);
  await db
    .insertInto("venues")
    .values(makeVenueRow({ floors }))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db
    .insertInto("sensors")
    .values([makeSensorRow("door"), makeSensorRow("gate"), makeSensorRow("quay", { venue_id: "pier" })])
    .execute();
});

async function signedIn(name: string, venue: string): Promise<{ pw_session: string }> {
  const rights = { roles: ["technician" as const], scope: { districts: [], venues: [venue] } };
  await fixture.accounts.create(name, PASSWORD, rights);
  return { pw_session: (await fixture.accounts.signIn(name, PASSWORD)) ?? "" };
}
const send = async (cookies: { pw_session: string }, method: "POST" | "PUT", url: string, payload: object = {}) => {
  const answer = await fixture.app.inject({ method, url, payload, cookies, headers: OWN_PAGE });
  return { status: answer.statusCode, body: answer.json() };
};
const setups = async (cookies: { pw_session: string }): Promise<SensorSetup[]> =>
  (await fixture.app.inject({ url: "/api/setups", cookies, headers: OWN_PAGE })).json<{ items: SensorSetup[] }>().items;
const makeCode = async (sensorId = "door"): Promise<ClaimCode> =>
  (await send(ana, "POST", `/api/sensors/${sensorId}/claim-code`)).body;
const claim = (cookies: { pw_session: string }, code: string) => send(cookies, "POST", "/api/setups/claim", { code });
const acts = async (): Promise<string[]> =>
  (await fixture.state.db.selectFrom("audit").select(["by", "action", "subject"]).orderBy("seq").execute())
    .filter(({ action }) => /^(claim|sensor)-/.test(action))
    .map(({ by, action, subject }) => `${by} ${action} ${subject}`);

test("every sensor of one's venues is listed, whether or not anybody has touched it", async () => {
  expect(await setups(ana)).toEqual(["door", "gate"].map((sensorId) => ({ sensorId, venueId: "mall" })));
  expect((await setups(cy)).map(({ sensorId }) => sensorId)).toEqual(["quay"]);
  const page = await fixture.app.inject({ url: "/api/setups?limit=1", cookies: ana, headers: OWN_PAGE });
  const { items, next } = page.json<{ items: SensorSetup[]; next: string }>();
  expect(items.map(({ sensorId }) => sensorId)).toEqual(["door"]);
  const second = await fixture.app.inject({ url: next, cookies: ana, headers: OWN_PAGE });
  expect(second.json()).toEqual({ items: [{ sensorId: "gate", venueId: "mall" }] });
});

test("a code claims its sensor once, however it is typed, and who used it may say it again", async () => {
  const { code, expiresAt } = await makeCode();
  expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  expect(Date.parse(expiresAt)).toBe(fixture.clock.now + CODE_MS);
  expect((await setups(ana))[0]?.codeUntil).toBe(expiresAt);
  fixture.clock.now += 60_000;
  const typed = ` ${code.toLowerCase().replace("-", " ")} `;
  const at = new Date(fixture.clock.now).toISOString();
  const claimed = { sensorId: "door", venueId: "mall", claimed: { by: "ana", at } };
  expect(await claim(ana, typed)).toEqual({ status: 200, body: claimed });
  fixture.clock.now += 60_000;
  expect(await claim(ana, code)).toEqual({ status: 200, body: claimed });
  expect([(await claim(bo, code)).status, (await claim(bo, code)).body.code]).toEqual([404, "no-such-code"]);
  expect(await acts()).toEqual(["ana claim-code-made door", "ana sensor-claimed door"]);
});

test("of two who use a code at once one holds the box", async () => {
  const { code } = await makeCode();
  const answers = await Promise.all([claim(ana, code), claim(bo, code)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404]);
});

test("a code is void when it is out of time, when another was made, when the sensor is retired, and for who is not of its venue", async () => {
  const first = await makeCode();
  const second = await makeCode();
  expect((await claim(ana, first.code)).status).toBe(404);
  expect((await claim(cy, second.code)).status).toBe(404);
  const { db } = fixture.state;
  await db.updateTable("sensors").set({ retired_at: 1 }).where("sensor_id", "=", "door").execute();
  expect((await claim(ana, second.code)).status).toBe(404);
  await db.updateTable("sensors").set({ retired_at: null }).where("sensor_id", "=", "door").execute();
  await db.updateTable("sensor_setups").set({ code_until: fixture.clock.now }).execute();
  expect((await claim(ana, second.code)).status).toBe(404);
});

test("another code lets somebody else take the box over; the store holds a hash alone", async () => {
  await claim(ana, (await makeCode()).code);
  fixture.clock.now += 1_000;
  const { code } = await makeCode();
  expect((await claim(bo, code)).body.claimed.by).toBe("bo");
  const row = await fixture.state.db.selectFrom("sensor_setups").selectAll().executeTakeFirstOrThrow();
  expect(JSON.stringify(row)).not.toContain(code.slice(0, 4));
  expect(row.code_hash).toBe(createHash("sha256").update(code.replace("-", "")).digest("hex"));
});

test("who guesses codes has twenty attempts, and neighbours are not held up by it", async () => {
  const { code } = await makeCode();
  for (let at = 0; at < 20; at += 1) expect((await claim(guesser, `wrong-${at}`)).status).toBe(404);
  const held = await claim(guesser, code);
  expect([held.status, held.body.code]).toEqual([429, "too-many-attempts"]);
  expect((await claim(ana, code)).status).toBe(200);
});

test("a name is given to what was seen; said twice it is given once", async () => {
  const name = async (cookies: { pw_session: string }, to: string, before: string) =>
    send(cookies, "PUT", "/api/sensors/door/name", { name: to, before });
  for (const _ of [1, 2]) {
    const { status, body } = await name(ana, "三号门", "door");
    expect([status, (body as Sensor).name]).toEqual([200, "三号门"]);
  }
  const late = await name(bo, "Door 3", "door");
  expect([late.status, late.body.code]).toEqual([412, "changed-meanwhile"]);
  expect((await name(cy, "mine", "三号门")).status).toBe(403);
  expect((await name(ana, "two\nlines", "三号门")).status).toBe(400);
  expect(await acts()).toEqual(["ana sensor-renamed door"]);
});

test("a place that is said twice is taken once", async () => {
  const place = { floorId: "ground", position: { x: 1, y: 2 }, before: null };
  for (const _ of [1, 2]) expect((await send(ana, "PUT", "/api/sensors/door/place", place)).status).toBe(200);
  expect(await acts()).toEqual(["ana sensor-placed door ground"]);
});

test("a photo is kept without what a camera adds, comes back as it is, and goes with its sensor", async () => {
  const put = (image: Buffer, before: string | null = null) =>
    send(ana, "PUT", "/api/sensors/door/photo", { image: image.toString("base64"), before });
  const exif = await put(makeJpeg({ more: segment(0xe1, Buffer.from("Exif\0\0")) }));
  expect([exif.status, exif.body.code]).toEqual([400, "bad-photo"]);
  const image = makeJpeg({});
  const kept = await put(image);
  expect([kept.status, kept.body.photo.by]).toEqual([200, "ana"]);
  const { url } = kept.body.photo;
  const shown = await fixture.app.inject({ url, cookies: ana, headers: OWN_PAGE });
  expect([shown.headers["content-type"], shown.rawPayload.equals(image)]).toEqual(["image/jpeg", true]);
  expect(shown.headers["cache-control"]).toContain("immutable");
  expect((await put(image)).body.photo.url).toBe(url);
  const other = await put(makeJpeg({ width: 65 }));
  expect([other.status, other.body.code]).toEqual([412, "changed-meanwhile"]);
  const next = await put(makeJpeg({ width: 65 }), url);
  expect([next.status, next.body.photo.url === url]).toEqual([200, false]);
  expect((await fixture.app.inject({ url, cookies: cy, headers: OWN_PAGE })).statusCode).toBe(403);
  expect(await acts()).toEqual(["ana sensor-photographed door", "ana sensor-photographed door"]);
  await removeVenue(fixture.state, "mall", "command line", fixture.clock.now);
  for (const table of ["documents", "sensor_setups"] as const)
    expect(await fixture.state.db.selectFrom(table).selectAll().execute(), table).toEqual([]);
});

test("a photo larger than it may be is refused before it is read", async () => {
  const { status } = await send(ana, "PUT", "/api/sensors/door/photo", { image: "A".repeat(600_000), before: null });
  expect(status).toBe(413);
});

test("that it hears is taken from what the sensor reported, and the address is not kept", async () => {
  const transmitter = "02:00:00:cc:dd:01";
  const ask = (cookies: { pw_session: string }, sensorId = "door") =>
    send(cookies, "PUT", `/api/sensors/${sensorId}/heard`, { transmitter });
  const silent = await ask(ana);
  expect([silent.status, silent.body.code]).toEqual([409, "not-heard"]);
  const minute = new Date(Math.floor(fixture.clock.now / 60_000) * 60_000 - 60_000).toISOString();
  await writeLevels(fixture.series, "mall", "door", [
    { minute, transmitter, role: "resident", channelMhz: 2437, frames: 9, medianDbm: -58, p10Dbm: -61, p90Dbm: -55 },
  ]);
  for (const _ of [1, 2]) {
    const { status, body } = await ask(ana);
    expect([status, body.heard.levelDbm, body.heard.minute, body.heard.by]).toEqual([200, -58, minute, "ana"]);
  }
  // Another sensor of the venue did not hear it.
  expect((await ask(ana, "gate")).status).toBe(409);
  expect((await ask(cy)).status).toBe(403);
  expect(await acts()).toEqual(["ana sensor-heard door"]);
  const kept = JSON.stringify([
    await fixture.state.db.selectFrom("sensor_setups").selectAll().execute(),
    await fixture.state.db.selectFrom("audit").selectAll().execute(),
  ]);
  expect(kept).not.toContain(transmitter);
  fixture.clock.now += HEARD_WITHIN_MS + 120_000;
  expect((await ask(bo)).status).toBe(409);
});

test("who puts sensors up tells those of his venues what to do; what no sensor does is refused with its reason, and everybody sees the fleet", async () => {
  const tell = (sensorId: string, payload: object, cookies = ana) =>
    send(cookies, "POST", `/api/sensors/${sensorId}/commands`, payload);
  expect(await tell("door", { name: "identify", arguments: { seconds: 20 } })).toMatchObject({
    status: 200,
    body: { sensorId: "door", ring: "rest", commands: [{ name: "identify", state: "sent", by: "ana" }] },
  });
  expect(fixture.commandedSensors.splice(0)).toEqual(["door"]);
  expect(await tell("door", { name: "self-destruct" })).toMatchObject({
    status: 400,
    body: { code: "unknown-command" },
  });
  expect(await tell("door", { name: "restart" })).toMatchObject({ status: 400, body: { code: "wrong-arguments" } });
  expect((await tell("door", { name: "test", arguments: { depth: "3a:06:70:a7:97:b4" } })).status).toBe(400);
  expect((await tell("door", { name: "test" }, cy)).status).toBe(403);
  expect((await tell("quay", { name: "test" })).status).toBe(403);
  expect((await send(ana, "PUT", "/api/sensors/gate/ring", { ring: "canary" })).body).toMatchObject({ ring: "canary" });
  expect(await tell("door", { name: "configure", arguments: { channels: [1] } })).toMatchObject({
    status: 409,
    body: { code: "canary-first" },
  });
  expect(fixture.commandedSensors).toEqual([]);
  const settings = { channels: [1, 6], dwellMilliseconds: 200, reportResidents: false, logLevel: "warn" };
  const set = await tell("gate", { name: "configure", arguments: settings });
  expect(set).toMatchObject({ status: 200, body: { wanted: { arguments: settings, state: "sent" } } });
  const { orders } = (await readOrders(fixture.state, "0".repeat(64), ["gate"], fixture.clock.now))("gate");
  // What the sensor holds it against.
  expect(Check(Orders, orders)).toBe(true);
  const fleet = await fixture.app.inject({ url: "/api/fleet?limit=1", cookies: ana, headers: OWN_PAGE });
  expect(fleet.json()).toMatchObject({ items: [{ sensorId: "door" }], next: expect.stringContaining("/api/fleet?") });
  const own = await fixture.app.inject({ url: "/api/sensors/door/commands", cookies: ana, headers: OWN_PAGE });
  expect(own.json()).toMatchObject({ items: [{ name: "identify", arguments: { seconds: 20 } }] });
  const rights = { roles: ["inspector" as const], scope: { districts: [], venues: ["mall"] } };
  await fixture.accounts.create("eve", PASSWORD, rights);
  const eve = { pw_session: (await fixture.accounts.signIn("eve", PASSWORD)) ?? "" };
  expect((await tell("door", { name: "test" }, eve)).status).toBe(403);
  expect((await fixture.app.inject({ url: "/api/fleet", cookies: eve, headers: OWN_PAGE })).statusCode).toBe(200);
});

test("the walk test: a sensor is asked by who sets up at its venue, its answer proves that it hears, and no other sensor's does", async () => {
  const ask = await send(ana, "POST", "/api/sensors/door/hearing", { transmitter: "02:00:00:cc:dd:01" });
  expect([ask.status, ask.body.state]).toEqual([200, "asked"]);
  const { askId } = ask.body as { askId: string };
  expect(fixture.commandedSensors.at(-1)).toBe("door");
  expect((await send(cy, "POST", "/api/sensors/door/hearing", { transmitter: "02:00:00:cc:dd:01" })).status).toBe(403);
  const generic = await send(ana, "POST", "/api/sensors/door/commands", { name: "hear" });
  expect(generic.body.code).toBe("unknown-command");
  const prove = (sensorId: string) =>
    send(ana, "PUT", `/api/sensors/${sensorId}/heard`, { transmitter: "02:00:00:cc:dd:01", askId });
  expect((await prove("door")).body.code).toBe("not-heard");
  const said = { commandId: askId, name: "hear", outcome: "done", level: { frames: 9, medianDbm: -58 } };
  await fixture.state.db
    .updateTable("sensor_commands")
    .set({ answered_at: fixture.clock.now, answer: JSON.stringify(said) })
    .execute();
  const read = (sensorId: string) =>
    fixture.app.inject({ url: `/api/sensors/${sensorId}/hearing/${askId}`, cookies: ana, headers: OWN_PAGE });
  expect((await read("door")).json()).toEqual({ askId, state: "heard", level: said.level });
  expect((await read("gate")).statusCode).toBe(404);
  expect((await prove("gate")).body.code).toBe("not-heard");
  // The page asks on meanwhile: whoever presses then has this answer before the eyes, and not the next.
  await send(ana, "POST", "/api/sensors/door/hearing", { transmitter: "02:00:00:cc:dd:01" });
  const proven = await prove("door");
  expect([proven.status, proven.body.heard.levelDbm, proven.body.heard.by]).toEqual([200, -58, "ana"]);
  fixture.clock.now += HEARD_WITHIN_MS + 1;
  expect((await prove("door")).body.code).toBe("not-heard");
  await send(ana, "POST", "/api/sensors/door/hearing", { transmitter: "02:00:00:cc:dd:01" });
  expect(await acts()).toEqual(["ana sensor-listened door", "ana sensor-heard door"]);
});

test("an update: who would be first is said before, whoever may command sensors begins, stops and goes on, within the own venue", async () => {
  const at = fixture.clock.now;
  for (const version of ["0.1.0", "0.2.0"])
    await keepRelease(fixture.state, { ...makeRelease(version, { size: 20 }), checked: true }, { by: "ana", at });
  const health = { version: "0.1.0", architecture: "amd64", updates: "ready", problems: [] };
  await fixture.state.db
    .updateTable("sensors")
    .set({ status: "online", status_at: at, last_message_at: at, health: JSON.stringify(health) })
    .where("sensor_id", "=", "door")
    .execute();
  const look = async (url: string) =>
    (await fixture.app.inject({ url, cookies: ana, headers: OWN_PAGE })).json<object>();
  expect(await look("/api/releases")).toMatchObject({
    items: [{ version: "0.2.0", checked: true }, { version: "0.1.0" }],
  });
  const wish = { version: "0.2.0" };
  expect((await send(ana, "POST", "/api/venues/mall/rollouts/plan", wish)).body).toMatchObject({
    isFirstChosen: true,
    sensors: [
      { sensorId: "door", ring: "canary", step: "waiting", from: "0.1.0" },
      { sensorId: "gate", ring: "rest", step: "left-out", reason: "never-seen" },
    ],
  });
  const begin = (cookies: { pw_session: string }, over: object = {}) =>
    send(cookies, "POST", "/api/venues/mall/rollouts", { ...wish, ...over });
  expect((await begin(cy)).body).toMatchObject({ code: "outside-scope" });
  expect((await begin(ana, { sensorIds: ["quay"] })).body).toMatchObject({ code: "not-found" });
  expect((await begin(ana, { soakMinutes: 0 })).status).toBe(400);
  const { body: begun } = await begin(ana, { soakMinutes: 5 });
  expect(begun).toMatchObject({ state: "running", by: "ana", soakMinutes: 5, counts: { waiting: 1, "left-out": 1 } });
  const { rolloutId } = begun as Rollout;
  expect((await begin(ana)).body).toMatchObject({ code: "rollout-runs" });
  expect((await send(cy, "POST", `/api/rollouts/${rolloutId}/stop`)).body).toMatchObject({ code: "outside-scope" });
  expect((await send(bo, "POST", `/api/rollouts/${rolloutId}/stop`)).body).toMatchObject({
    state: "stopped",
    stoppedBy: "bo",
  });
  expect((await send(bo, "POST", `/api/rollouts/${rolloutId}/resume`)).body).toMatchObject({ state: "running" });
  expect(await look("/api/rollouts")).toMatchObject({ items: [{ rolloutId, state: "running" }] });
  const elsewhere = await fixture.app.inject({ url: "/api/rollouts", cookies: cy, headers: OWN_PAGE });
  expect(elsewhere.json()).toEqual({ items: [] });
  // No person types what a sensor installs.
  const typed = await send(ana, "POST", "/api/sensors/door/commands", { name: "update", arguments: {} });
  expect(typed).toMatchObject({ status: 400, body: { code: "unknown-command" } });
  await fixture.state.db.updateTable("rollouts").set({ state: "done" }).execute();
  expect((await send(bo, "POST", `/api/rollouts/${rolloutId}/resume`)).body).toMatchObject({ code: "rollout-over" });
});
