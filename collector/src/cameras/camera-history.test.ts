import type { CameraFinding, Message } from "@probewarden/contract";
import { expect, test } from "vitest";
import { Remembered } from "../intake/remembered.ts";
import type { Accepted } from "../intake/accepted.ts";
import { storeBatch } from "../intake/store-batch.ts";
import { envelope } from "../intake/test-messages.ts";
import { openState } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { describeStates } from "../store/state/test-states.ts";
import { readCameras } from "./read-cameras.ts";

const AT = Date.UTC(2026, 10, 27);
const finding = (over: Partial<CameraFinding>): CameraFinding => ({
  cameraId: "camera-x",
  address: "10.0.0.9",
  profiles: [],
  analytics: "named",
  ladder: [],
  asked: [],
  oddities: [],
  visitedAt: new Date(AT).toISOString(),
  ...over,
});
const received = (seq: number, body: CameraFinding): Accepted => ({
  type: "message",
  message: envelope("north", seq, "camera", body) as Message,
  sensor: { sensorId: "north", venueId: "mall" },
  received: { receivedAt: AT + seq * 60_000 } as Accepted["received"],
  clockOffsetMs: 0,
});

describeStates("history of a camera in %s", (start) => {
  test("what changed of a camera stands beside it with its time, and a visit that found nothing new adds nothing", async () => {
    const place = await start();
    const state = await openState(place.url, place.dir);
    await state.db.insertInto("venues").values(makeVenueRow()).execute();
    await state.db.insertInto("sensors").values(makeSensorRow("north")).execute();
    const faces = (step: CameraFinding["ladder"][number]["step"]): CameraFinding =>
      finding({ firmware: "5.10", ladder: [{ category: "face-detection", step, proofs: [] }] });
    const visits = [finding({ firmware: "5.9" }), faces("advertised"), faces("advertised"), faces("enabled")];
    for (const [at, body] of visits.entries())
      await state.inVenue("mall", (trx) => storeBatch(trx, [received(at + 1, body)], [], new Remembered(), AT));
    const [camera] = await readCameras(state.reading);
    expect(camera?.changes.map(({ at, what, from, to }) => [(Date.parse(at) - AT) / 60_000, what, from, to])).toEqual([
      [4, "step", "advertised", "enabled"],
      [2, "firmware", "5.9", "5.10"],
      [2, "step", "unknown", "advertised"],
    ]);
    await state.close();
    await place.stop();
  });
});
