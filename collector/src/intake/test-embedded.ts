import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmbeddedBroker } from "../broker/embedded.ts";
import { hashSecret, makeSecret } from "../broker/sensor-secret.ts";
import { Refusals } from "../sensors/refusals.ts";
import { openSeries } from "../store/series/open-series.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { Ingest } from "./intake.ts";
import type { SensorLimits } from "./sensor-limits.ts";

/** What stores and answers what sensors of one venue send, whole: stores in a folder of its own, the embedded broker, the intake. */
export interface EmbeddedIntake {
  folder: string;
  state: StateStore;
  broker: EmbeddedBroker;
  refusals: Refusals;
  ingest: Ingest;
  /** Where the broker listens, and the secret of every sensor. */
  url: string;
  secret: string;
  stop: () => Promise<void>;
}

/** Starts it for tests, with these sensors in the venue `mall`. `failed` hears what the intake logs as an error. */
export async function startEmbeddedIntake(
  sensorIds: readonly string[],
  limits: SensorLimits,
  failed: (fields: object) => void = () => undefined,
): Promise<EmbeddedIntake> {
  const secret = makeSecret();
  const folder = mkdtempSync(join(tmpdir(), "embedded-intake-"));
  const state = await openState("sqlite:", folder);
  const series = await openSeries("sqlite:", folder);
  await state.db.insertInto("venues").values(makeVenueRow()).execute();
  for (const sensorId of sensorIds)
    await state.db
      .insertInto("sensors")
      .values(makeSensorRow(sensorId, { password_hash: hashSecret(secret) }))
      .execute();
  const refusals = new Refusals({ state, now: Date.now });
  const broker = new EmbeddedBroker({
    host: "127.0.0.1",
    port: 0,
    state,
    refused: (sensorId, reason) => refusals.count(sensorId, reason),
  });
  await broker.start();
  const ingest = new Ingest({
    state,
    series,
    broker: { stream: () => broker.connectInside() },
    dataDir: folder,
    minimumFreeBytes: 0,
    deadLetters: 100,
    onChange: () => undefined,
    log: { info: () => undefined, warn: () => undefined, error: failed },
    refusals,
    limits,
  });
  await ingest.start();
  const stop = async (): Promise<void> => {
    await ingest.stop();
    await broker.stop();
    await series.stop();
    await state.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, state, broker, refusals, ingest, url: `mqtt://127.0.0.1:${broker.port}`, secret, stop };
}
