import type { CameraCategory, CameraFinding, CameraStep, Message } from "@probewarden/contract";
import type { AppFixture } from "../api/app-fixture.ts";
import { Remembered } from "../intake/remembered.ts";
import type { Accepted } from "../intake/accepted.ts";
import { storeBatch } from "../intake/store-batch.ts";
import { envelope } from "../intake/test-messages.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";

/** A ladder in short. */
export type Ladder = Partial<Record<CameraCategory, CameraStep>>;
/** Who visits which camera, and what else it says. */
export type Said = Partial<CameraFinding> & { sensorId?: string };

/** A finding of the camera `cam` with a ladder, for tests. */
export const findingOf = (ladder: Ladder, over: Partial<CameraFinding> = {}): CameraFinding => ({
  cameraId: "cam",
  address: "10.0.0.9",
  profiles: [],
  analytics: "named",
  ladder: Object.entries(ladder).map(([category, step]) => ({
    category: category as CameraCategory,
    step,
    proofs: [],
  })),
  asked: [],
  oddities: [],
  visitedAt: "2026-11-24T08:00:00.000Z",
  ...over,
});

/** The venue `mall` with the sensors `north` and `south`, for tests. */
export async function putSensors({ state }: AppFixture): Promise<void> {
  await state.db.insertInto("venues").values(makeVenueRow()).execute();
  await state.db
    .insertInto("sensors")
    .values(["north", "south"].map((sensorId) => makeSensorRow(sensorId)))
    .execute();
}

let seq = 0;

/** Stores a visit as a batch of it alone would, and answers which cameras have a step that people were not told of. */
export async function storeVisit(
  { state, clock }: AppFixture,
  body: CameraFinding,
  sensorId = "north",
): Promise<Set<string>> {
  const accepted: Accepted = {
    type: "message",
    message: envelope(sensorId, ++seq, "camera", body) as Message,
    sensor: { sensorId, venueId: "mall" },
    received: { receivedAt: clock.now } as Accepted["received"],
    clockOffsetMs: 0,
  };
  const { newSteps } = await state.inVenue("mall", (trx) =>
    storeBatch(trx, [accepted], [], new Remembered(), clock.now),
  );
  return newSteps;
}

/** A visit a minute later, handed on to the alerts as the collector does. */
export async function visitCamera(fixture: AppFixture, ladder: Ladder, said: Said = {}): Promise<void> {
  const { sensorId, ...over } = said;
  fixture.clock.now += 60_000;
  for (const id of await storeVisit(fixture, findingOf(ladder, over), sensorId)) await fixture.alerts.cameraChanged(id);
}
