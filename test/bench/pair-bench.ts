import { Client } from "pg";
import { startInflux, whyNoInflux } from "../../collector/src/store/series/test-influx.ts";
import { openState } from "../../collector/src/store/state/open-state.ts";
import { startPostgres, whyNoPostgres } from "../../collector/src/store/state/test-postgres.ts";
import { makeSensorRow, makeVenueRow } from "../../collector/src/store/state/test-rows.ts";
import { startMosquitto } from "../road/mosquitto.ts";
import { MOSQUITTO, missing } from "../road/needs.ts";
import { answersWell, freePort, ROOT, Sandbox, until, type Running } from "../road/sandbox.ts";
import type { Row } from "./bench.ts";
import { Fleet, venueOf, type FleetShape } from "./fleet.ts";
import { cpuSeconds } from "./measure.ts";

/** Venues, for whatever is fused is serial within one. */
const SHAPE: FleetShape = { venues: 16, transmitters: 10 };
const SENSORS = 128;
/** Messages of each sensor: the first ones, until the engine has compiled what is used, and those that are measured. */
const WARM_UP = 15;
const MESSAGES = 60;
/** Messages of one sensor under way; a sensor has 32 at most. */
const WINDOW = 8;

interface Measured {
  perSecond: number;
  /** Processor seconds of all collectors for a thousand messages. */
  cpuPerThousand: number;
  /** Batches that a collector refused, deadlocks that it could not get past among them. */
  refused: number;
  /** Messages that were sent again, for the broker lost them or their acknowledgement. */
  again: number;
  /** Deadlocks that PostgreSQL counted. */
  deadlocks: number;
}

/** So many collectors with one mosquitto, one PostgreSQL and one InfluxDB of their own, and sensors that send as fast as they are answered. */
async function measure(collectors: number): Promise<Measured> {
  const sandbox = new Sandbox();
  const [postgres, influx] = [await startPostgres({ durable: true }), await startInflux()];
  const fleet = new Fleet(SHAPE);
  const state = await openState(postgres.url, sandbox.folder);
  try {
    for (let venue = 0; venue < SHAPE.venues; venue += 1)
      await state.db
        .insertInto("venues")
        .values(makeVenueRow({ venue_id: venueOf(SHAPE, venue), name: `Venue ${venue}` }))
        .execute();
    for (let sensor = 0; sensor < SENSORS; sensor += 1)
      await state.db
        .insertInto("sensors")
        .values(makeSensorRow(`sensor-${sensor}`, { venue_id: venueOf(SHAPE, sensor) }))
        .execute();
    const port = await freePort();
    await startMosquitto(sandbox, port);
    const url = `mqtt://127.0.0.1:${port}`;
    const shared = {
      mqtt: { embedded: false, url, group: "collectors" },
      state: { url: postgres.url },
      series: { url: influx.url },
    };
    const running: { running: Running; address: string }[] = [];
    for (let one = 0; one < collectors; one += 1) running.push(await startOne(sandbox, `collector-${one}`, shared));
    await fleet.connect(url, SENSORS);
    await fleet.flood(WARM_UP, WINDOW);
    const cpu = (): number => running.reduce((sum, one) => sum + cpuSeconds(one.running.child.pid ?? 0), 0);
    const [from, before] = [performance.now(), cpu()];
    const again = await fleet.flood(MESSAGES, WINDOW);
    const messages = SENSORS * MESSAGES;
    const seconds = (performance.now() - from) / 1000;
    let refused = 0;
    for (const { address } of running) {
      const text = await (await fetch(`${address}/metrics`)).text();
      refused += Number(/^probewarden_refused_total (\d+)/m.exec(text)?.[1] ?? Number.NaN);
    }
    return {
      perSecond: messages / seconds,
      cpuPerThousand: ((cpu() - before) / messages) * 1000,
      refused,
      again,
      deadlocks: await deadlocksOf(postgres.url),
    };
  } finally {
    await fleet.end();
    await sandbox.clear();
    await state.close();
    await influx.stop();
    await postgres.stop();
  }
}

/** The collector as it was built, which signs in by itself. */
async function startOne(
  sandbox: Sandbox,
  name: string,
  shared: object,
): Promise<{ running: Running; address: string }> {
  const http = await freePort();
  const config = sandbox.write(`${name}.yaml`, {
    demo: true,
    dataDir: `${sandbox.folder}/${name}`,
    http: { port: http },
    minimumFreeBytes: 0,
    ...shared,
  });
  const running = sandbox.start(process.execPath, [
    `${ROOT}collector/bin/probewarden-collector.js`,
    "run",
    "--config",
    config,
  ]);
  const address = `http://127.0.0.1:${http}`;
  await until(name, () => answersWell(`${address}/api/health`), 90, running.log);
  return { running, address };
}

async function deadlocksOf(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ deadlocks: string }>(
    "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
  );
  await client.end();
  return Number(rows[0]?.deadlocks ?? Number.NaN);
}

/** `npm run bench -- pair`: two collectors on one PostgreSQL against one. */
export async function benchPair(): Promise<Row[]> {
  const what = "two collectors on one PostgreSQL against one";
  if (missing(MOSQUITTO) || whyNoPostgres() !== undefined || whyNoInflux() !== undefined)
    return [{ what, ours: "–", limit: "needs mosquitto, PostgreSQL and InfluxDB" }];
  const [one, two] = [await measure(1), await measure(2)];
  return [
    { what: `${what}: messages a second (wall)`, ours: (two.perSecond / one.perSecond).toFixed(2), limit: "≥ 1.6" },
    { what: `${what}: of one (wall)`, ours: one.perSecond.toFixed(0), limit: "told" },
    {
      what: `${what}: processor seconds of all collectors for a thousand messages, of one and of two`,
      ours: `${one.cpuPerThousand.toFixed(2)}, ${two.cpuPerThousand.toFixed(2)}`,
      limit: "told",
    },
    {
      what: `${what}: messages refused, for deadlocks or else; deadlocks that PostgreSQL broke; messages sent again`,
      ours: `${two.refused}; ${two.deadlocks}; ${two.again}`,
      limit: "0; told; told",
    },
  ];
}
