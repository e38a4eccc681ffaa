import { randomInt } from "node:crypto";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { Server as TlsServer } from "node:tls";
import { readFileOf } from "@probewarden/cli";
import { CONTRACT_VERSION, type Readiness } from "@probewarden/contract";
import { pino, type Logger } from "pino";
import { Alerts } from "../alerts/alerts.ts";
import { Notices } from "../alerts/notify/notices.ts";
import { Accounts } from "../people/accounts.ts";
import { PEOPLE_KEY, SecretBox } from "../people/secret-box.ts";
import { LiveStream } from "../live/live-stream.ts";
import { buildApp } from "../app.ts";
import { writeCanary } from "../health/canary.ts";
import { CollectorWatch } from "../health/collector-watch.ts";
import { doorLog } from "../health/door-log.ts";
import { Metrics } from "../health/metrics.ts";
import { fingerprintOf } from "../health/signing-keys.ts";
import { packageKeyFile, packageKeyOf } from "../packages/package-key.ts";
import { problem } from "../health/problem.ts";
import { quietLog } from "../health/quiet-log.ts";
import { freeBytesOf } from "../intake/disk-space.ts";
import { Ingest, type IngestEvent } from "../intake/intake.ts";
import { seriesPlace } from "../store/series/open-series.ts";
import { statePlace } from "../store/state/open-state.ts";
import { KnownSensors } from "../broker/known-sensors.ts";
import { openBroker, tlsOf } from "./broker-of.ts";
import { Certificates } from "./keep-certificates.ts";
import type { CommandContext } from "./command-context.ts";
import type { CollectorConfig } from "./config.ts";
import { keptFor } from "./kept-for.ts";
import { importVenue, loadVenue } from "../venues/import-venue.ts";
import { readVenueFaults, venueProblems } from "../venues/venue-faults.ts";
import { openProvider } from "./provider-of.ts";
import { openFeed } from "./change-feed-of.ts";
import { fillDemoPast } from "./demo-past/fill-demo-past.ts";
import { leastFree } from "./least-free.ts";
import { liveReaders } from "./live-readers.ts";
import { makeLog } from "./make-log.ts";
import { openStores } from "./open-stores.ts";
import { replacePrivateFile } from "./private-files.ts";
import { Outages } from "../alerts/outages.ts";
import { OutageWatch } from "../lead/outage-watch.ts";
import { dutiesOfLead } from "../lead/duties-of-lead.ts";
import { Lead, type Duty } from "../lead/lead.ts";
import { mayLead } from "../lead/may-lead.ts";
import { Refusals } from "../sensors/refusals.ts";
import { MadeSuspects } from "../suspects/made-suspects.ts";
import { PlacingThread } from "../suspects/placing-thread.ts";
import { VERSION } from "./version.ts";
import { webhookHosts } from "./webhook-hosts.ts";

/** How long what is wrong with venues is told without looking again: `/api/health` answers everybody. */
const VENUE_FAULTS_MS = 10_000;

/** A collector at work. */
export interface RunningCollector {
  /** Where browsers find it. */
  address: string;
  /** Where sensors find it. */
  mqttAddress: string;
  stop: () => Promise<void>;
}

/** What {@link serve} is given. */
export interface ServeParts extends Pick<CommandContext, "environment" | "now"> {
  log?: Logger;
  /** Called when the stores are open and sound, before anything listens. */
  storesOpen?: () => Promise<void>;
  /** Called when only a new start can help, because another file stands in the place of the state. */
  replaced?: () => void;
}

/** The collector's log: a line of JSON for each change, on stderr. */
export const openLog = (config: Pick<CollectorConfig, "logLevel">): Logger =>
  makeLog(config.logLevel, pino.destination(2));

/** Builds the parts, hands each to those that need it, and starts them; what a failed start had begun is undone. */
export async function serve(config: CollectorConfig, parts: ServeParts): Promise<RunningCollector> {
  const undo: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    return { ...(await start(config, { ...parts, log: parts.log ?? openLog(config) }, undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  config: CollectorConfig,
  { environment, now, log, storesOpen, replaced }: ServeParts & { log: Logger },
  undo: (() => unknown)[],
): Promise<Omit<RunningCollector, "stop">> {
  const { dataDir, retention } = config;
  const minimumFreeBytes = leastFree(config);
  const failed = quietLog(log, now);
  const tls = tlsOf(config.http, "/http");
  const { state, stateFile, series } = await openStores(config, now, undo);
  await storesOpen?.();
  const demoVenue = environment["PW_DEMO_VENUE"];
  const demo =
    config.demo && demoVenue !== undefined
      ? await importVenue(state, await loadVenue(demoVenue), now(), "demo")
      : undefined;

  const made = new MadeSuspects();
  // As far apart as numbers that a browser can hold exactly.
  const stream = new LiveStream(
    { readers: liveReaders(state.reading, series, made, now), failed },
    16 * randomInt(2 ** 48 - 1),
  );
  undo.push(() => stream.stop());
  const feed = openFeed(config, state, failed);
  undo.push(() => feed.stop());
  const isShared = stateFile === undefined;
  const name = `${hostname()}:${config.http.port}`;
  const hearsBroker = (): boolean => !ingest.problems().faults.some(({ code }) => code === "broker-away");
  const duties: Duty[] = [];
  const lead = new Lead({
    ...(isShared ? { url: config.state.url } : {}),
    duties,
    mayLead: () => mayLead(state, name, hearsBroker(), now()),
    failed,
    changed: (leads) => {
      log.info({}, leads ? "this collector leads now" : "this collector leads no more");
      if (!leads) return;
      ingest.takeOver();
      // Of what happened while nobody led nobody was told.
      feed.tell({ kind: "resync", id: "" });
    },
  });
  feed.listen(({ kind, id }, isOwn) => {
    if (kind === "taken-back") {
      stream.forget();
      made.forget();
    } else if (kind === "resync") {
      stream.resync();
      if (isOwn || !lead.leads) return;
      ingest.takeOver();
      alerts.lookAtAll().catch(failed);
    } else if (
      kind === "place" ||
      kind === "watch" ||
      kind === "decided" ||
      kind === "withdrawn" ||
      kind === "command"
    ) {
      if (!isOwn) ingest.hear({ kind, id });
    } else stream.changed(kind, id);
  });
  const alertChanged = (alertId: string): void => feed.tell({ kind: "alert", id: alertId });
  const [publicName] = config.http.hostNames;
  const notices = new Notices({
    state,
    now,
    failed,
    heldBack: () => alerts.heldBack,
    changed: (alertIds) => alertIds.forEach(alertChanged),
    allow: webhookHosts(config),
    ...(publicName === undefined
      ? {}
      : { publicUrl: `${tls === undefined ? "http" : "https"}://${publicName}:${config.http.port}` }),
  });
  const alerts: Alerts = new Alerts({ state, notifier: notices, changed: alertChanged, failed, now });
  notices.start();
  undo.push(() => notices.stop());

  const refusals = new Refusals({
    state,
    now,
    failed,
    changed: (sensorId) => feed.tell({ kind: "sensor", id: sensorId }),
  });
  refusals.start();
  undo.push(() => refusals.stop());
  // What is due is done before the certificates are read.
  const certificates = new Certificates({ config, state, now, log });
  await certificates.start();
  undo.push(() => certificates.stop());
  const broker = await openBroker(config, state, {
    refused: (sensorId, reason) => refusals.count(sensorId, reason),
    turnedAway: doorLog(log, now),
  });
  certificates.onRenewed("mqtt", (renewed) => broker.useCertificate(renewed));
  undo.push(() => broker.stop());
  if (!config.mqtt.embedded) {
    const known = new KnownSensors({ state, dataDir, write: replacePrivateFile, failed });
    undo.push(() => known.stop());
    await known.look();
    known.start();
  }
  const onChange = ({ kind, id }: IngestEvent): void => {
    if (kind === "alert-candidate") alerts.suspectChanged(id).catch(failed);
    else if (kind === "new-step") alerts.cameraChanged(id).catch(failed);
    else feed.tell({ kind, id });
  };
  const places = { state: statePlace(config.state.url, dataDir), series: seriesPlace(config.series.url, dataDir) };
  const placing = new PlacingThread();
  undo.push(() => placing.stop());
  const ingest = new Ingest({
    state,
    series,
    placing,
    broker: broker.address,
    dataDir,
    minimumFreeBytes,
    deadLetters: retention.deadLetters,
    places,
    authorities: () => certificates.authorities(),
    commandKey: () => packageKeyOf(packageKeyFile(config)).described.publicKey,
    lost: () => watch.lost(),
    onChange,
    // An embedded broker is this collector's alone, and so are the lists that its sensors hear.
    leads: () => config.mqtt.embedded || lead.leads,
    refusals,
    log,
    now,
  });
  const box = new SecretBox(config.people.secretKeyFile ?? join(config.dataDir, PEOPLE_KEY));
  const provider = openProvider(config, { state, box, now });
  undo.push(() => provider?.by.stop());
  const watch: CollectorWatch = new CollectorWatch({
    name,
    version: VERSION,
    dataDir,
    state,
    ...(stateFile === undefined ? {} : { stateFile }),
    places,
    now,
    steady: () => performance.now(),
    canary: (folder) => writeCanary(folder, () => performance.now()),
    freeBytes: freeBytesOf,
    minimumFreeBytes,
    intake: ingest,
    seriesTrouble: () => series.trouble(),
    notices: () => notices.howItGoes(),
    heldBack: () => alerts.heldBack,
    leads: () => lead.leads,
    apart: () => {
      const cause = (lead.trouble ?? feed.trouble)?.message;
      return cause === undefined ? undefined : problem("collectors-apart", { cause });
    },
    provider: () => provider?.by.fault(),
    packageKey: () => fingerprintOf(packageKeyFile(config)),
    replaced: () => replaced?.(),
    log,
  });
  undo.push(() => watch.stop());
  await watch.start();
  await feed.start();
  undo.push(() => ingest.stop());
  await ingest.start();
  await broker.listen();
  undo.push(() => alerts.stop());
  await alerts.start();

  const ofVenues = keptFor(VENUE_FAULTS_MS, now, async () => venueProblems(await readVenueFaults(state)));
  const readiness = async (): Promise<Readiness> => ({
    state: watch.isRefusing() ? "refusing-data" : "ready",
    version: VERSION,
    contractVersion: CONTRACT_VERSION,
    demo: config.demo,
    // A store that fails is told by itself; nothing can be said of venues then.
    faults: [...watch.faults(), ...certificates.faults(), ...(await ofVenues().catch(() => []))],
  });
  const metrics = new Metrics(
    () => watch.row(),
    () => refusals.totals,
  );
  undo.push(() => metrics.stop());
  const { metricsTokenFile } = config.http;
  const metricsToken =
    metricsTokenFile === undefined
      ? undefined
      : readFileOf(metricsTokenFile, "/http/metricsTokenFile").toString("utf8").trim();
  // Of the API only what broke is worth a line; the address is printed once by `run`.
  const app = await buildApp({
    config,
    log: log.child({}, { level: "warn" }),
    ...(tls === undefined ? {} : { tls: tlsOf(config.http, "/http") ?? tls }),
    state,
    series,
    accounts: new Accounts(state, now, box),
    ...(provider === undefined ? {} : { provider }),
    alerts,
    notices,
    stream,
    made,
    suspectChanged: (suspectId) => feed.tell({ kind: "suspect", id: suspectId }),
    cameraChanged: (cameraId) => feed.tell({ kind: "camera", id: cameraId }),
    alertChanged,
    decided: (venueId) => ingest.decided(venueId),
    commanded: (sensorId) => ingest.commanded(sensorId),
    readiness,
    health: { row: () => watch.row(), isRefusing: () => watch.isRefusing(), metrics },
    ...(metricsToken === undefined ? {} : { metricsToken }),
    now,
  });
  undo.push(() => app.close());
  certificates.onRenewed("http", (renewed) => {
    if (app.server instanceof TlsServer) app.server.setSecureContext({ ...renewed, minVersion: "TLSv1.2" });
  });
  await app.listen({ host: config.http.host, port: config.http.port });
  const suspectChanged = (suspectId: string): void => {
    feed.tell({ kind: "suspect", id: suspectId });
    alerts.suspectChanged(suspectId).catch(failed);
  };
  if (isShared) duties.push({ start: () => alerts.lookAtAll(), stop: () => undefined });
  duties.push(
    ...dutiesOfLead({
      state,
      series,
      keep: retention,
      key: () => packageKeyOf(packageKeyFile(config)),
      believesClock: () => watch.mayForget(),
      suspectChanged,
      sensorChanged: (sensorId) => feed.tell({ kind: "sensor", id: sensorId }),
      commanded: (sensorId) => ingest.commanded(sensorId),
      now,
      failed,
    }),
  );
  undo.push(() => lead.stop());
  await lead.start();

  const outageWatch = new OutageWatch({
    state,
    outages: new Outages({ state, notifier: notices, now, changed: (id) => feed.tell({ kind: "outage", id }) }),
    hears: () => !watch.isRefusing() && watch.row().hearsBroker,
    noticesFail: async () => (await notices.howItGoes()).failing,
    leads: () => lead.leads,
    now,
    failed,
  });
  undo.push(() => outageWatch.stop());
  outageWatch.start();

  if (demo !== undefined && environment["PW_DEMO_PAST"] === "1") {
    let stopped = false;
    // Behind the start, so that the page is there first; a round ends before its store is closed.
    const filled = fillDemoPast({ state, series, venueId: demo.venue.venueId, now: now(), stopped: () => stopped });
    const over = filled.catch(failed);
    undo.push(() => {
      stopped = true;
      return over;
    });
  }

  const { port } = app.server.address() as AddressInfo;
  const host = config.http.hostNames[0] ?? config.http.host;
  return { address: `${tls === undefined ? "http" : "https"}://${host}:${port}`, mqttAddress: broker.name };
}
