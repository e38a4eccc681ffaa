import type { AddressInfo } from "node:net";
import { CONTRACT_VERSION, type CollectorProblem, type Readiness } from "@probewarden/contract";
import { pino, type Logger } from "pino";
import { Alerts } from "../alerts/alerts.ts";
import { Webhook } from "../alerts/notify/webhook.ts";
import { Accounts } from "../people/accounts.ts";
import { LiveStream } from "../live/live-stream.ts";
import { buildApp } from "../app.ts";
import { Ingest, type IngestEvent } from "../intake/intake.ts";
import { lockFolder } from "../store/folder-lock.ts";
import { openSeries } from "../store/series/open-series.ts";
import { openState } from "../store/state/open-state.ts";
import { openBroker, tlsOf } from "./broker-of.ts";
import type { CommandContext } from "./command-context.ts";
import type { CollectorConfig } from "./config.ts";
import { importVenue } from "../venues/import-venue.ts";
import { liveReaders } from "./live-readers.ts";
import { makePrivateDir } from "./private-files.ts";
import { startRetention } from "../lead/retention.ts";
import { watchSensors } from "../lead/sensor-watch.ts";
import { watchSuspects } from "../lead/suspect-watch.ts";
import { VERSION } from "./version.ts";

/** A collector at work. */
export interface RunningCollector {
  /** Where browsers find it. */
  address: string;
  /** Where sensors find it. */
  mqttAddress: string;
  stop: () => Promise<void>;
}

/** Builds the parts, hands each to those that need it, and starts them; what a failed start had begun is undone. */
export async function serve(
  config: CollectorConfig,
  { environment, now }: Pick<CommandContext, "environment" | "now">,
): Promise<RunningCollector> {
  const log = pino(
    { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination(2),
  );
  const undo: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    return { ...(await start(config, environment, now, log, undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  config: CollectorConfig,
  environment: NodeJS.ProcessEnv,
  now: () => number,
  log: Logger,
  undo: (() => unknown)[],
): Promise<Omit<RunningCollector, "stop">> {
  const { dataDir, minimumFreeBytes, retention } = config;
  const failed = (error: unknown): void => log.error({ err: error }, "a task in the background failed");
  const tls = tlsOf(config.http, "/http");
  makePrivateDir(dataDir);
  undo.push(lockFolder(dataDir));
  const state = await openState(config.state.url, dataDir);
  undo.push(() => state.close());
  const series = await openSeries(config.series.url, dataDir);
  undo.push(() => series.stop());
  const demoVenue = environment["PW_DEMO_VENUE"];
  if (config.demo && demoVenue !== undefined) await importVenue(state, demoVenue, now());

  const stream = new LiveStream({ readers: liveReaders(state, series, now), failed }, now());
  undo.push(() => stream.stop());
  const alertChanged = (alertId: string): void => stream.changed("alert", alertId);
  const [publicName] = config.http.hostNames;
  const webhook = new Webhook({
    state,
    now,
    failed,
    heldBack: () => alerts.heldBack,
    changed: (alertIds) => alertIds.forEach(alertChanged),
    ...(publicName === undefined
      ? {}
      : { publicUrl: `${tls === undefined ? "http" : "https"}://${publicName}:${config.http.port}` }),
  });
  const alerts: Alerts = new Alerts({ state, notifier: webhook, changed: alertChanged, failed, now });
  webhook.start();
  undo.push(() => webhook.stop());

  const broker = await openBroker(config, state);
  undo.push(() => broker.stop());
  const onChange = ({ kind, id }: IngestEvent): void => {
    if (kind === "alert-candidate") alerts.suspectChanged(id).catch(failed);
    else if (kind === "taken-back") stream.forget();
    else stream.changed(kind, id);
  };
  const ingest = new Ingest({
    state,
    series,
    broker: broker.address,
    dataDir,
    minimumFreeBytes,
    deadLetters: retention.deadLetters,
    onChange,
    log,
    now,
  });
  undo.push(() => ingest.stop());
  await ingest.start();
  undo.push(() => alerts.stop());
  await alerts.start();

  const readiness = (): Promise<Readiness> => {
    const { refusing, faults } = ingest.problems();
    return Promise.resolve({
      state: refusing ? "refusing-data" : "ready",
      version: VERSION,
      contractVersion: CONTRACT_VERSION,
      demo: config.demo,
      faults: alerts.heldBack === 0 ? faults : [...faults, manyAtOnce(alerts.heldBack)],
    });
  };
  // Of the API only what broke is worth a line; the address is printed once by `run`.
  const app = await buildApp({
    config,
    log: log.child({}, { level: "warn" }),
    ...(tls === undefined ? {} : { tls }),
    state,
    series,
    accounts: new Accounts(state, now),
    alerts,
    webhook,
    stream,
    decided: (venueId) => ingest.decided(venueId),
    readiness,
    now,
  });
  undo.push(() => app.close());
  await app.listen({ host: config.http.host, port: config.http.port });
  undo.push(startRetention({ state, series, keep: retention, now, failed }));
  undo.push(watchSensors({ state, now, failed, changed: (sensorId) => stream.changed("sensor", sensorId) }));

  const suspectChanged = (suspectId: string): void => {
    stream.changed("suspect", suspectId);
    alerts.suspectChanged(suspectId).catch(failed);
  };
  undo.push(watchSuspects({ state, now, failed, changed: suspectChanged }));

  const { port } = app.server.address() as AddressInfo;
  const name = config.http.hostNames[0] ?? config.http.host;
  return { address: `${tls === undefined ? "http" : "https"}://${name}:${port}`, mqttAddress: broker.name };
}

const manyAtOnce = (suspects: number): CollectorProblem => ({
  code: "alerts-held-back",
  text: `So many suspects came at once that ${suspects} have no alert yet: they stand in the list, and their alerts open when there is room.`,
  facts: { suspects },
});
