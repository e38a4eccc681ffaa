import type { CameraCategory, CameraFinding, CameraStep, Message } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeApp, OWN_PAGE, type AppFixture } from "../api/app-fixture.ts";
import { ClockOffsets } from "../intake/clock-offset.ts";
import { storeBatch, type Accepted } from "../intake/store-batch.ts";
import { envelope } from "../intake/test-messages.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { readAlerts } from "./read-alerts.ts";

let fixture: AppFixture;
let seq = 0;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  await fixture.state.db.insertInto("venues").values(makeVenueRow()).execute();
  await fixture.state.db
    .insertInto("sensors")
    .values(["north", "south"].map((sensorId) => makeSensorRow(sensorId)))
    .execute();
});
afterEach(() => fixture.close());

type Ladder = Partial<Record<CameraCategory, CameraStep>>;
const findingOf = (cameraId: string, ladder: Ladder, over: Partial<CameraFinding> = {}): CameraFinding => ({
  cameraId,
  address: "10.0.0.9",
  profiles: [],
  analytics: "named",
  ladder: Object.entries(ladder).map(([category, step]) => ({
    category: category as CameraCategory,
    step: step,
    proofs: [],
  })),
  asked: [],
  oddities: [],
  visitedAt: new Date(fixture.clock.now).toISOString(),
  ...over,
});

/** A visit of a sensor as it comes in; what it changed is handed on as the collector does. */
async function visit(ladder: Ladder, said: Partial<Visit> = {}) {
  const { cameraId = "cam", sensorId = "north", ...over } = said;
  fixture.clock.now += 60_000;
  await store(findingOf(cameraId, ladder, over), sensorId);
}
interface Visit extends CameraFinding {
  sensorId: string;
}
async function store(body: CameraFinding, sensorId = "north"): Promise<void> {
  const accepted = {
    type: "message",
    message: envelope(sensorId, ++seq, "camera", body) as Message,
    sensor: { sensorId, venueId: "mall" },
    received: { receivedAt: fixture.clock.now } as Accepted["received"],
    clockOffsetMs: 0,
  } as Accepted;
  const { newSteps } = await fixture.state.inVenue("mall", (trx) =>
    storeBatch(trx, [accepted], [], new ClockOffsets(), fixture.clock.now),
  );
  for (const id of newSteps) await fixture.alerts.cameraChanged(id);
}
const told = async () =>
  (await readAlerts(fixture.state, {}))
    .toSorted((a, b) => a.openedAt.localeCompare(b.openedAt))
    .map(({ state, camera, reason }) =>
      [state, camera?.category, camera?.from, camera?.step, reason].filter(Boolean).join(" "),
    );

test("a new step opens an alert, a higher one of the same function takes its place, and the same visit again opens none", async () => {
  await visit({ "motion-only": "supported", "licence-plate": "enabled" });
  expect(await told()).toEqual([]);
  await visit({ "face-detection": "supported" });
  await visit({ "face-detection": "supported" });
  expect(await told()).toEqual(["open face-detection unknown supported"]);
  await visit({ "face-detection": "enabled" });
  expect(await told()).toEqual([
    "closed face-detection unknown supported higher-step",
    "open face-detection supported enabled",
  ]);
});

test("several functions at once are one alert, about the one that needs a person most", async () => {
  await visit({ "face-detection": "enabled", "face-recognition": "supported", "body-attributes": "supported" });
  expect(await told()).toEqual(["open face-detection unknown enabled"]);
});

test("a person's close holds until the next step; what was switched off and is on again is a step", async () => {
  await visit({ "face-detection": "enabled" });
  const [alert] = await readAlerts(fixture.state, {});
  const closed = await fixture.app.inject({
    method: "POST",
    url: `/api/alerts/${alert?.alertId}/close`,
    headers: OWN_PAGE,
    payload: { reason: "rectification ordered" },
  });
  expect(closed.json()).toMatchObject({ state: "closed", camera: { cameraId: "cam" } });
  await visit({ "face-detection": "enabled" });
  expect(await told()).toHaveLength(1);
  // A visit that could not ask, and one of another sensor, switch nothing off.
  await visit({}, { analytics: "unknown" });
  await visit({}, { sensorId: "south" });
  await visit({ "face-detection": "enabled" }, { sensorId: "south" });
  expect(await told()).toHaveLength(1);
  await visit({ "face-detection": "configured" }, { sensorId: "south" });
  await visit({ "face-detection": "enabled" }, { sensorId: "south" });
  expect((await told()).at(-1)).toBe("open face-detection configured enabled");
  // What is over goes with its age.
  const over = await fixture.state.db.selectFrom("alerts").select("alert_id").where("over_at", "is", null).execute();
  expect(over).toHaveLength(1);
});

test("a sensor that finds a thousand cameras opens so many; the others are counted, open when there is room, and another's camera has its alert", async () => {
  for (let n = 0; n < 30; n++) await store(findingOf(`cam-${n}`, { "face-detection": "supported" }));
  await fixture.alerts.openHeldBack();
  expect(await told()).toHaveLength(5);
  expect(fixture.alerts.heldBack).toBe(25);
  await visit({ gait: "claimed" }, { cameraId: "other", sensorId: "south" });
  expect((await told()).at(-1)).toBe("open gait unknown claimed");
  fixture.clock.now += 60_000;
  await fixture.alerts.openHeldBack();
  expect(fixture.alerts.heldBack).toBe(20);
});

test("what nobody told of because the collector died over it is told at the next start", async () => {
  const accepted = {
    type: "message",
    message: envelope("north", ++seq, "camera", findingOf("cam", { gait: "supported" })) as Message,
    sensor: { sensorId: "north", venueId: "mall" },
    received: { receivedAt: fixture.clock.now } as Accepted["received"],
    clockOffsetMs: 0,
  } as Accepted;
  await fixture.state.inVenue("mall", (trx) => storeBatch(trx, [accepted], [], new ClockOffsets(), fixture.clock.now));
  expect(await told()).toEqual([]);
  await fixture.alerts.start();
  expect(await told()).toEqual(["open gait unknown supported"]);
});

test("two visits at once open one alert", async () => {
  await visit({});
  await fixture.state.db
    .updateTable("cameras")
    .set({ untold: 1, body: JSON.stringify(findingOf("cam", { gait: "enabled" })) })
    .execute();
  await Promise.all([fixture.alerts.cameraChanged("cam"), fixture.alerts.cameraChanged("cam")]);
  expect(await told()).toHaveLength(1);
});
