import { afterEach, expect, test } from "vitest";
import { Remembered } from "../intake/remembered.ts";
import { roomFor } from "../intake/sensor-room.ts";
import { SENSOR_LIMITS } from "../intake/sensor-limits.ts";
import type { Accepted } from "../intake/accepted.ts";
import { storeBatch } from "../intake/store-batch.ts";
import { envelope } from "../intake/test-messages.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { describeStates } from "../store/state/test-states.ts";
import { readCameras } from "./read-cameras.ts";
import { retainWords } from "./retain-words.ts";
import { findingOf, type Ladder, type Said } from "./test-visits.ts";
import { withdrawWords } from "./withdraw-words.ts";

const AT = Date.UTC(2026, 10, 27);
const DAY_MS = 24 * 3_600_000;
let seq = 0;
let now = AT;

const visit = (sensorId: string, ladder: Ladder, said: Said = {}): Accepted => ({
  type: "message",
  message: envelope(sensorId, ++seq, "camera", findingOf(ladder, said)) as Accepted["message"],
  sensor: { sensorId, venueId: "mall" },
  received: { receivedAt: now } as Accepted["received"],
  clockOffsetMs: 0,
});
const store = (state: StateStore, ...visits: Accepted[]) =>
  state.inVenue("mall", (trx) => storeBatch(trx, visits, [], new Remembered(), now));

describeStates("words of sensors about a camera in %s", (start) => {
  let close: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of close.toReversed()) await end();
    close = [];
  });
  const begin = async (): Promise<StateStore> => {
    const place = await start();
    const state = await openState(place.url, place.dir);
    close = [() => place.stop(), () => state.close()];
    now = AT;
    await state.db.insertInto("venues").values(makeVenueRow()).execute();
    await state.db
      .insertInto("sensors")
      .values(["north", "south", "liar"].map((id) => makeSensorRow(id)))
      .execute();
    return state;
  };
  const look = async (state: StateStore) => {
    const [camera] = await readCameras(state.reading);
    return {
      steps: Object.fromEntries(camera?.finding.ladder.map(({ category, step }) => [category, step]) ?? []),
      says: camera?.says.map(({ sensorId, steps }) => `${sensorId}: ${steps.map(({ step }) => step).join(" ")}`),
      differIn: camera?.differIn,
      camera,
    };
  };

  test("a lying sensor lowers nothing that another has proven, and both words stand there", async () => {
    const state = await begin();
    await store(state, visit("north", { "face-detection": "enabled" }, { hardware: "IPC-1", firmware: "5.9" }));
    for (const ladder of [{ "face-detection": "claimed" }, {}] as const) {
      now += 60_000;
      await store(state, visit("liar", ladder, { hardware: "TOASTER" }));
      expect(await look(state)).toMatchObject({
        steps: { "face-detection": "enabled" },
        differIn: ["face-detection"],
        camera: { sensorId: "north", finding: { hardware: "IPC-1" }, changes: [] },
      });
    }
    expect((await look(state)).says).toEqual(["north: enabled", "liar: "]);
  });

  test("words of two sensors in one batch are both kept", async () => {
    const state = await begin();
    await store(state, visit("north", { gait: "claimed" }), visit("south", { "face-detection": "advertised" }));
    expect((await look(state)).steps).toEqual({ gait: "claimed", "face-detection": "advertised" });
  });

  test("a sensor takes its own word back by saying less, and keeps it where it could not ask", async () => {
    const state = await begin();
    await store(state, visit("north", { "face-detection": "enabled" }));
    await store(state, visit("north", {}, { analytics: "unknown" }));
    expect((await look(state)).steps).toEqual({ "face-detection": "enabled" });
    await store(state, visit("north", { "face-detection": "supported" }));
    const { steps, camera } = await look(state);
    expect(steps).toEqual({ "face-detection": "supported" });
    expect(camera?.changes.map(({ from, to }) => `${from} ${to}`)).toEqual(["enabled supported"]);
  });

  test("an earlier visit that comes late changes nothing", async () => {
    const state = await begin();
    const early = visit("north", { "face-detection": "claimed" });
    await store(state, visit("north", { "face-detection": "enabled" }));
    await store(state, early);
    expect((await look(state)).steps).toEqual({ "face-detection": "enabled" });
  });

  test("a removed sensor takes its word with it, what others proved stays, and no later message of it counts", async () => {
    const state = await begin();
    await store(state, visit("north", { "face-detection": "supported" }));
    await store(state, visit("liar", { "face-detection": "observed", gait: "enabled" }));
    expect((await look(state)).steps).toEqual({ "face-detection": "observed", gait: "enabled" });
    await state.inVenue("mall", async (trx) => {
      await trx.updateTable("sensors").set({ retired_at: now }).where("sensor_id", "=", "liar").execute();
      await withdrawWords(trx, { sensorId: "liar", venueId: "mall" }, now);
    });
    await store(state, visit("liar", { gait: "observed" }));
    const { steps, says, differIn, camera } = await look(state);
    expect({ steps, says, differIn }).toEqual({
      steps: { "face-detection": "supported" },
      says: ["north: supported"],
      differIn: [],
    });
    expect(camera?.unwatchedSince).toBeUndefined();
    expect(camera?.changes.map(({ category, from, to }) => `${category} ${from} ${to}`)).toEqual(
      expect.arrayContaining(["face-detection observed supported", "gait enabled unknown"]),
    );
    // What the liar said hides nothing from people: the same, proven by another, is new.
    const { newSteps } = await store(state, visit("north", { "face-detection": "enabled" }));
    expect([...newSteps]).toEqual(["cam"]);
  });

  test("of a camera whose last sensor is removed nothing is proven any more; its history and what people wrote stay", async () => {
    const state = await begin();
    await store(state, visit("north", { gait: "enabled" }, { hardware: "IPC-1" }));
    const onSite = '{"place":"public-area","by":"ana","at":"2026-11-24T08:00:00.000Z"}';
    await state.db.updateTable("cameras").set({ on_site: onSite }).execute();
    await state.inVenue("mall", async (trx) => {
      await trx.updateTable("sensors").set({ retired_at: now }).where("sensor_id", "=", "north").execute();
      await withdrawWords(trx, { sensorId: "north", venueId: "mall" }, now);
    });
    const { steps, says, camera } = await look(state);
    expect({ steps, says }).toEqual({ steps: {}, says: [] });
    expect(camera).toMatchObject({
      unwatchedSince: new Date(now).toISOString(),
      finding: { hardware: "IPC-1" },
      onSite: { place: "public-area" },
      changes: [{ category: "gait", from: "enabled", to: "unknown" }],
    });
  });

  test("a sensor that makes up cameras has room for so many, those of others among them, and takes nobody's", async () => {
    const state = await begin();
    await store(state, visit("north", { "face-detection": "enabled" }));
    const all = Array.from({ length: 40 }, (_, n) => visit("liar", {}, { cameraId: n === 0 ? "cam" : `made-up-${n}` }));
    const limits = { ...SENSOR_LIMITS, cameras: 10 };
    const { kept, noRoom } = await roomFor(state, all, limits, now);
    expect([kept.length, noRoom.length, noRoom[0]?.reason]).toEqual([10, 30, "over-cameras"]);
    await store(state, ...kept);
    const more = Array.from({ length: 5 }, (_, n) => visit("liar", {}, { cameraId: `later-${n}` }));
    expect((await roomFor(state, more, limits, now)).noRoom).toHaveLength(5);
    const again = [visit("liar", {}, { cameraId: "made-up-3" }), visit("south", {})];
    expect((await roomFor(state, again, limits, now)).noRoom).toEqual([]);
    expect(
      await state.db.selectFrom("camera_words").select("sensor_id").where("sensor_id", "=", "liar").execute(),
    ).toHaveLength(10);
    expect((await readCameras(state.reading)).find(({ cameraId }) => cameraId === "cam")?.says).toHaveLength(2);
  });

  test("another venue's sensor says nothing of this venue's camera", async () => {
    const state = await begin();
    await store(state, visit("north", { gait: "claimed" }));
    await state.db
      .insertInto("venues")
      .values({ ...makeVenueRow(), venue_id: "hotel" })
      .execute();
    await state.db
      .insertInto("sensors")
      .values({ ...makeSensorRow("far"), venue_id: "hotel" })
      .execute();
    const far = { ...visit("far", { gait: "observed" }), sensor: { sensorId: "far", venueId: "hotel" } };
    await state.inVenue("hotel", (trx) => storeBatch(trx, [far], [], new Remembered(), now));
    expect(await look(state)).toMatchObject({ steps: { gait: "claimed" }, says: ["north: claimed"] });
  });

  test("a word that is too old goes where another has seen the camera since; the last one stays with its camera", async () => {
    const state = await begin();
    await store(state, visit("north", { gait: "enabled" }), visit("north", { gait: "claimed" }, { cameraId: "alone" }));
    now += 10 * DAY_MS;
    await store(state, visit("south", { gait: "claimed" }));
    await retainWords(state, AT + DAY_MS, now);
    const cameras = await readCameras(state.reading);
    expect(
      cameras.map(({ cameraId, says, finding }) => [
        cameraId,
        says.map((word) => word.sensorId),
        finding.ladder[0]?.step,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ["cam", ["south"], "claimed"],
        ["alone", ["north"], "claimed"],
      ]),
    );
    await state.db.deleteFrom("cameras").where("camera_id", "=", "alone").execute();
    await retainWords(state, AT + DAY_MS, now);
    expect(await state.db.selectFrom("camera_words").select("camera_id").execute()).toHaveLength(1);
  });
});
