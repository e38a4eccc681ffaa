import { cpus } from "node:os";
import { Client } from "pg";
import { startInflux, whyNoInflux } from "../../collector/src/store/series/test-influx.ts";
import { openState } from "../../collector/src/store/state/open-state.ts";
import { startPostgres, whyNoPostgres } from "../../collector/src/store/state/test-postgres.ts";
import { makeSensorRow, makeVenueRow } from "../../collector/src/store/state/test-rows.ts";
import { startMosquitto } from "../road/mosquitto.ts";
import { MOSQUITTO, missing } from "../road/needs.ts";
import { answersWell, freePort, ROOT, Sandbox, until, type Running } from "../road/sandbox.ts";
import type { Row } from "./bench.ts";
import { holdTo } from "./hold-to.ts";
import { Fleet, venueOf, type FleetShape } from "./fleet.ts";
import { treeCpuSeconds } from "./measure.ts";

/** Venues, for whatever is fused is serial within one. */
const SHAPE: FleetShape = { venues: 16, transmitters: 10 };
const SENSORS = 128;
/** Messages of each sensor: the first ones, until the engine has compiled what is used, and those that are measured. */
const WARM_UP = 15;
const MESSAGES = 60;
/** The same of collectors that are held back. */
const MESSAGES_HELD = 20;
/** Messages of one sensor under way; a sensor has 32 at most. */
const WINDOW = 8;

const WHO = ["collectors", "PostgreSQL", "InfluxDB", "mosquitto", "the sensors"] as const;
type Who = (typeof WHO)[number];

interface Measured {
  perSecond: number;
  /** Processor seconds for a thousand messages: of all collectors, and of the rest that works on this machine. */
  cpuPerThousand: Record<Who, number>;
  /** Batches that a collector refused, deadlocks that it could not get past among them. */
  refused: number;
  /** Messages that were sent again, for the broker lost them or their acknowledgement. */
  again: number;
  /** Deadlocks that PostgreSQL counted. */
  deadlocks: number;
}

/** Of a core, for each collector where they are to be what limits: what serves both needs the rest. */
const HELD_TO = 0.3;

/**
 * So many collectors with one mosquitto, one PostgreSQL and one InfluxDB of their own, and sensors that send as fast as they are answered.
 * `cores`: what each collector may have; undefined when it cannot be held to that.
 */
async function measure(collectors: number, cores?: number): Promise<Measured | undefined> {
  const sandbox = new Sandbox();
  const [postgres, influx] = [await startPostgres({ durable: true }), await startInflux()];
  const fleet = new Fleet(SHAPE);
  const held: (() => Promise<void>)[] = [];
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
    const mosquitto = await startMosquitto(sandbox, port);
    const url = `mqtt://127.0.0.1:${port}`;
    const shared = {
      mqtt: { embedded: false, url, group: "collectors" },
      state: { url: postgres.url },
      series: { url: influx.url },
    };
    const running: { running: Running; address: string }[] = [];
    for (let one = 0; one < collectors; one += 1) running.push(await startOne(sandbox, `collector-${one}`, shared));
    for (const one of running) {
      const end = cores === undefined ? undefined : holdTo(one.running.child.pid ?? 0, cores);
      if (end !== undefined) held.push(end);
    }
    if (cores !== undefined && held.length < collectors) return undefined;
    await fleet.connect(url, SENSORS);
    await fleet.flood(WARM_UP, WINDOW);
    const pids: Record<Who, number[]> = {
      collectors: running.map((one) => one.running.child.pid ?? 0),
      PostgreSQL: [postgres.pid],
      InfluxDB: [influx.pid],
      mosquitto: [mosquitto.child.pid ?? 0],
      "the sensors": [],
    };
    const cpu = (who: Who): number => {
      const { user, system } = process.cpuUsage();
      return who === "the sensors"
        ? (user + system) / 1e6
        : pids[who].reduce((sum, pid) => sum + treeCpuSeconds(pid), 0);
    };
    const [from, before] = [performance.now(), WHO.map(cpu)];
    const each = cores === undefined ? MESSAGES : MESSAGES_HELD;
    const again = await fleet.flood(each, WINDOW);
    const messages = SENSORS * each;
    const seconds = (performance.now() - from) / 1000;
    const after = WHO.map(cpu);
    let refused = 0;
    for (const { address } of running) {
      const text = await (await fetch(`${address}/metrics`)).text();
      refused += Number(/^probewarden_refused_total (\d+)/m.exec(text)?.[1] ?? Number.NaN);
    }
    return {
      perSecond: messages / seconds,
      cpuPerThousand: Object.fromEntries(
        WHO.map((who, index) => [who, ((after[index]! - before[index]!) / messages) * 1000]),
      ) as Measured["cpuPerThousand"],
      refused,
      again,
      deadlocks: await deadlocksOf(postgres.url),
    };
  } finally {
    await fleet.end();
    await sandbox.clear();
    for (const end of held) await end();
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

/**
 * By how much two may be faster than one on so many cores, however well they share: one of them is done when its own core is, two when all that
 * works on the machine has used up its cores.
 */
function mostOn(cores: number, one: Measured, two: Measured): number {
  const all = (found: Measured): number => WHO.reduce((sum, who) => sum + found.cpuPerThousand[who], 0);
  const oneTakes = Math.max(one.cpuPerThousand.collectors, all(one) / cores);
  return oneTakes / Math.max(two.cpuPerThousand.collectors / 2, all(two) / cores);
}

/** `npm run bench -- pair`: two collectors on one PostgreSQL against one. */
export async function benchPair(): Promise<Row[]> {
  const what = "two collectors on one PostgreSQL against one";
  if (missing(MOSQUITTO) || whyNoPostgres() !== undefined || whyNoInflux() !== undefined)
    return [{ what, ours: "–", limit: "needs mosquitto, PostgreSQL and InfluxDB" }];
  const [one, two] = [await measure(1), await measure(2)];
  if (one === undefined || two === undefined) throw new Error("nothing was measured");
  const held = [await measure(1, HELD_TO), await measure(2, HELD_TO)] as const;
  const heldRatio = held[0] && held[1] && (held[1].perSecond / held[0].perSecond).toFixed(2);
  return [
    {
      what: `${what}, each held to ${HELD_TO} of a core: messages a second (wall)`,
      ours: heldRatio ?? "–",
      limit: heldRatio === undefined ? "needs Linux and root" : "≥ 1.6",
    },
    {
      what: `${what}, so held: of one, of two (wall)`,
      ours: held.map((it) => it?.perSecond.toFixed(0) ?? "–").join(", "),
      limit: "told",
    },
    {
      what: `${what}, all of it on ${cpus().length} cores: messages a second (wall)`,
      ours: (two.perSecond / one.perSecond).toFixed(2),
      limit: "told",
    },
    { what: `${what}: of one (wall)`, ours: one.perSecond.toFixed(0), limit: "told" },
    ...WHO.map((who) => ({
      what: `${what}: processor seconds of ${who} for a thousand messages, of one and of two`,
      ours: `${one.cpuPerThousand[who].toFixed(2)}, ${two.cpuPerThousand[who].toFixed(2)}`,
      limit: "told",
    })),
    {
      what: `${what}: at most, on ${cpus().length} cores that all of it shares`,
      ours: mostOn(cpus().length, one, two).toFixed(2),
      limit: "told",
    },
    {
      what: `${what}: messages refused, for deadlocks or else; deadlocks that PostgreSQL broke; messages sent again`,
      ours: `${two.refused}; ${two.deadlocks}; ${two.again}`,
      limit: "0; told; told",
    },
  ];
}
