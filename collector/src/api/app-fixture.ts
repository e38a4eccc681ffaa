import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTRACT_VERSION, type Readiness, type Role } from "@probewarden/contract";
import { pino, type Logger } from "pino";
import { Value } from "typebox/value";
import { Alerts } from "../alerts/alerts.ts";
import { Notices } from "../alerts/notify/notices.ts";
import { readAlerts } from "../alerts/read-alerts.ts";
import { buildApp } from "../app.ts";
import { CollectorConfig } from "../main/config.ts";
import { makeCollectorRow } from "../health/test-row.ts";
import { Metrics } from "../health/metrics.ts";
import { webhookHosts } from "../main/webhook-hosts.ts";
import { VERSION } from "../main/version.ts";
import { openSeries } from "../store/series/open-series.ts";
import { openState } from "../store/state/open-state.ts";
import { makeSuspectRow, makeVenueRow } from "../store/state/test-rows.ts";
import { Accounts } from "../people/accounts.ts";
import { IdentityProvider } from "../people/provider/identity-provider.ts";
import { ProviderFlows } from "../people/provider/provider-flows.ts";
import type { ProviderSettings } from "../people/provider/provider-settings.ts";
import { PEOPLE_KEY, SecretBox } from "../people/secret-box.ts";
import type { App, AppParts } from "./app-parts.ts";
import { LiveStream } from "../live/live-stream.ts";
import { MadeSuspects } from "../suspects/made-suspects.ts";

/** For tests: the API on real stores in a folder of its own. `clock.now` moves its time. */
export interface AppFixture extends AppParts {
  app: App;
  clock: { now: number };
  /** Venues whose sensors were to be told of a decision. */
  decidedVenues: string[];
  /** Sensors that were told something. */
  commandedSensors: string[];
  close: () => Promise<void>;
}

/** Headers of a change from a page of ours. */
export const OWN_PAGE = { host: "localhost", origin: "http://localhost" };

export async function makeApp(
  options: {
    demo?: boolean;
    hostNames?: string[];
    trustProxy?: string[] | number;
    secondStepFor?: Role[];
    /** The identity provider; absent: none is configured. */
    provider?: ProviderSettings;
    groupMs?: number;
    remindMs?: number;
    mostWaiting?: number;
    coalesceMs?: number;
    ring?: number;
    overload?: AppParts["overload"];
    failed?: (error: unknown) => void;
    log?: Logger;
    /** Certificate and key, for who lets it listen. */
    tls?: { cert: Buffer; key: Buffer };
  } = {},
): Promise<AppFixture> {
  const dataDir = await mkdtemp(join(tmpdir(), "pw-api-"));
  const config = Value.Default(CollectorConfig, {
    dataDir,
    demo: options.demo ?? false,
    http: {
      hostNames: options.hostNames ?? [],
      ...(options.trustProxy === undefined ? {} : { trustProxy: options.trustProxy }),
    },
    mqtt: {},
    state: {},
    series: {},
    retention: {},
    webhook: {},
    people: { secondStepFor: options.secondStepFor ?? [] },
    oidc: {},
    packages: {},
  }) as CollectorConfig;
  const log = options.log ?? pino({ level: "silent" });
  const clock = { now: Date.parse("2026-11-24T08:00:00.000Z") };
  const now = (): number => clock.now;
  const state = await openState("sqlite:", dataDir);
  const series = await openSeries("sqlite:", dataDir);
  const failed = (error: unknown): void => {
    if (options.failed === undefined) throw error;
    options.failed(error);
  };
  const none = (): Promise<object[]> => Promise.resolve([]);
  const stream = new LiveStream(
    {
      readers: {
        suspect: (ids) => Promise.resolve(ids.map((suspectId) => ({ suspectId }))),
        sensor: (ids) => Promise.resolve(ids.map((sensorId) => ({ sensorId }))),
        camera: none,
        outage: none,
        alert: (alertIds) => readAlerts(state, { alertIds }),
      },
      failed,
      coalesceMs: options.coalesceMs ?? 10,
      ...(options.ring === undefined ? {} : { ring: options.ring }),
    },
    clock.now,
  );
  const changed = (alertId: string): void => stream.changed("alert", alertId);
  const notices = new Notices({
    state,
    now,
    changed: (ids) => ids.forEach(changed),
    failed,
    ...(options.hostNames?.[0] === undefined ? {} : { publicUrl: `https://${options.hostNames[0]}` }),
    allow: webhookHosts(config),
    groupMs: options.groupMs ?? 10,
    lookMs: 10,
    ...(options.remindMs === undefined ? {} : { remindMs: options.remindMs }),
    ...(options.mostWaiting === undefined ? {} : { mostWaiting: options.mostWaiting }),
    retryAfter: () => 0,
  });
  const alerts = new Alerts({ state, notifier: notices, changed, failed, now });
  const readiness = (): Promise<Readiness> =>
    Promise.resolve({
      state: "ready",
      version: VERSION,
      contractVersion: CONTRACT_VERSION,
      demo: config.demo,
      faults: [],
    });
  const decidedVenues: string[] = [];
  const commandedSensors: string[] = [];
  const box = new SecretBox(join(dataDir, PEOPLE_KEY));
  const provider =
    options.provider === undefined
      ? {}
      : { provider: { by: new IdentityProvider(options.provider, now), flows: new ProviderFlows(state, box, now) } };
  const parts: AppParts = {
    config,
    log,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    state,
    series,
    accounts: new Accounts(state, now, box),
    ...provider,
    alerts,
    notices,
    stream,
    made: new MadeSuspects(),
    suspectChanged: (suspectId) => stream.changed("suspect", suspectId),
    cameraChanged: (cameraId) => stream.changed("camera", cameraId),
    alertChanged: changed,
    decided: (venueId) => void decidedVenues.push(venueId),
    commanded: (sensorId) => void commandedSensors.push(sensorId),
    readiness,
    health: { row: () => makeCollectorRow(), isRefusing: () => false, metrics: new Metrics(() => makeCollectorRow()) },
    now,
    // How busy the machine of the tests is must not decide what is answered.
    overload: options.overload ?? { mostLoopDelayMs: 0, sampleMs: 1_000, slowSamples: 1 },
  };
  const app = await buildApp(parts, "/nowhere");
  const close = async (): Promise<void> => {
    await alerts.stop();
    await notices.stop();
    stream.stop();
    await app.close();
    await series.stop();
    await state.close();
    await rm(dataDir, { recursive: true });
  };
  return { ...parts, app, clock, decidedVenues, commandedSensors, close };
}

/** Puts a suspect into the store. */
export async function putSuspect(
  { state }: AppParts,
  suspectId: string,
  change: { band?: string; state?: string } = {},
): Promise<void> {
  await state.db
    .insertInto("venues")
    .values(makeVenueRow())
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = { state: change.state ?? "active", band: change.band ?? "suspected" };
  await state.db
    .insertInto("suspects")
    .values(makeSuspectRow(suspectId, row))
    .onConflict((conflict) => conflict.column("suspect_id").doUpdateSet(row))
    .execute();
}
