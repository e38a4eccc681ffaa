import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { connectAsync } from "mqtt";
import { Client } from "pg";
import { afterAll, expect, test } from "vitest";
import { readOutbox } from "../../agent/src/uplink/outbox-database.ts";
import { startInflux, whyNoInflux, type TestInflux } from "../../collector/src/store/series/test-influx.ts";
import { startPostgres, whyNoPostgres, type TestPostgres } from "../../collector/src/store/state/test-postgres.ts";
import { MOSQUITTO, missing } from "../road/needs.ts";
import { startMosquitto } from "../road/mosquitto.ts";
import { agentConfig, venueFile } from "../road/product.ts";
import { Sandbox, answersWell, freePort, until, type Running } from "../road/sandbox.ts";

/** Numbered findings, one every so many milliseconds, of which every so-manieth opens an alert: five, as many as one sensor opens in a minute. */
const N = 600;
const EVERY_MILLISECONDS = 50;
const ALERT_EVERY = 120;
const SENSOR = "sensor-numbers";

const sandbox = new Sandbox();
const undo: (() => unknown)[] = [];
afterAll(async () => {
  await sandbox.clear();
  for (const step of undo.toReversed()) await step();
});

const cannot =
  process.env["CI"] !== "true" && (missing(MOSQUITTO) || whyNoPostgres() !== undefined || whyNoInflux() !== undefined);

/** One of the collectors: a process, and what its live stream told. */
interface Collector {
  running: Running;
  address: string;
  suspects: Set<string>;
  resets: () => number;
}

async function startCollector(name: string, shared: object, venue: string): Promise<Collector> {
  const http = await freePort();
  const config = sandbox.write(`${name}.yaml`, {
    demo: true,
    dataDir: `${sandbox.folder}/${name}`,
    http: { port: http },
    minimumFreeBytes: 0,
    webhook: { allow: ["127.0.0.1"] },
    ...shared,
  });
  const running = sandbox.startSource("collector/src/main/main.ts", ["run", "--config", config], {
    PW_DEMO_VENUE: venue,
  });
  const address = `http://127.0.0.1:${http}`;
  await until(`${name} to be ready`, () => answersWell(`${address}/api/health`), 90, running.log);
  const suspects = new Set<string>();
  let resets = 0;
  void listen(`${address}/api/stream`, (kind, data) => {
    if (kind === "reset") resets += 1;
    if (kind === "suspect") suspects.add((JSON.parse(data) as { suspectId: string }).suspectId);
  });
  return { running, address, suspects, resets: () => resets };
}

/** Reads server-sent events until the server ends. */
async function listen(url: string, told: (kind: string, data: string) => void): Promise<void> {
  try {
    const { body } = await fetch(url);
    let left = "";
    for await (const piece of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const events = `${left}${piece}`.split("\n\n");
      left = events.pop() ?? "";
      for (const event of events) {
        const [, kind, data] = /event: (.*)\ndata: (.*)/.exec(event) ?? [];
        if (kind !== undefined && data !== undefined) told(kind, data);
      }
    }
  } catch {
    // The collector was killed.
  }
}

/** What the webhook's receiver was told: under which keys each alert came. */
async function startReceiver(): Promise<{ url: string; told: Map<string, Set<string>> }> {
  const told = new Map<string, Set<string>>();
  const server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      const { alerts } = JSON.parse(body) as { alerts?: { alertId: string }[] };
      for (const { alertId } of alerts ?? [])
        told.set(alertId, (told.get(alertId) ?? new Set()).add(String(request.headers["idempotency-key"])));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  undo.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, told };
}

test.skipIf(cannot)(
  `two collectors, of which first the one that leads and then the other is killed: the store holds exactly 1…${N}, each once, no notice is told twice, and each shows what the other stored (needs mosquitto, PostgreSQL, InfluxDB)`,
  { timeout: 420_000 },
  async () => {
    const postgres: TestPostgres = await startPostgres();
    undo.push(() => postgres.stop());
    const influx: TestInflux = await startInflux();
    undo.push(() => influx.stop());
    const mqttPort = await freePort();
    await startMosquitto(sandbox, mqttPort);
    const mqttUrl = `mqtt://127.0.0.1:${mqttPort}`;
    const shared = {
      mqtt: { embedded: false, url: mqttUrl, group: "collectors" },
      state: { url: postgres.url },
      series: { url: influx.url },
    };
    const database = new Client({ connectionString: postgres.url });
    await database.connect();
    undo.push(() => database.end());
    const ids = async (query: string): Promise<string[]> =>
      (await database.query<{ id: string }>(query)).rows.map(({ id }) => id);
    const stored = async (): Promise<number[]> =>
      (await ids("select finding_id as id from suspect_changes where finding_id is not null"))
        .map((id) => Number(id.replace("finding-", "")))
        .toSorted((a, b) => a - b);
    const suspects = (): Promise<string[]> => ids("select suspect_id as id from suspects");

    const venue = venueFile(sandbox, [SENSOR]);
    let one = await startCollector("one", shared, venue);
    const two = await startCollector("two", shared, venue);
    const receiver = await startReceiver();
    const set = await fetch(`${one.address}/api/webhook`, {
      method: "PUT",
      headers: { "content-type": "application/json", origin: one.address },
      body: JSON.stringify({ url: receiver.url, secret: "s3cret" }),
    });
    expect(set.status).toBe(200);

    const runtimeDir = `${sandbox.folder}/run`;
    const config = agentConfig(sandbox, { sensorId: SENSOR, mqttUrl, files: ["not-played"], runtimeDir });
    const supervisor = sandbox.startSource("agent/src/main/main.ts", [
      "run",
      "--part",
      "supervisor",
      "--config",
      config,
    ]);
    const numbers = [N, EVERY_MILLISECONDS, ALERT_EVERY].map(String);
    sandbox.startSource("test/faults/numbered-radio.ts", [runtimeDir, ...numbers]);
    const context = (): string =>
      [one, two, { running: supervisor }].map(({ running }) => running.log().slice(-3000)).join("\n");
    const untilStored = (count: number): Promise<true> =>
      until(
        `${count} findings to be stored`,
        async () => ((await stored()).length >= count ? true : undefined),
        120,
        context,
      );
    /** Every suspect of the record stands on this collector's screen: it was told of it, or to read everything anew. */
    const untilShown = async (where: Collector, wanted: readonly string[]): Promise<void> => {
      await until(
        "the live stream to show what was stored",
        () => (wanted.every((id) => where.suspects.has(id)) ? true : undefined),
        60,
        context,
      );
    };
    const share = async ({ address }: Collector): Promise<number> => {
      const { items } = (await (await fetch(`${address}/api/collectors`)).json()) as {
        items: { name: string; counted: { stored: number } }[];
      };
      return items.find(({ name }) => name.endsWith(new URL(address).port))?.counted.stored ?? 0;
    };

    await untilStored(N / 6);
    const early = await suspects();
    for (const collector of [one, two]) await untilShown(collector, early);
    for (const collector of [one, two])
      await until(
        "each collector to take a share",
        async () => ((await share(collector)) > 0 ? true : undefined),
        30,
        context,
      );
    expect(one.running.log()).toContain("this collector leads now");
    expect(two.running.log()).not.toContain("this collector leads now");

    const { items } = (await (await fetch(`${two.address}/api/collectors`)).json()) as { items: { leads: boolean }[] };
    expect(items.filter(({ leads }) => leads)).toHaveLength(1);
    expect(items).toHaveLength(2);

    const before = two.resets();
    await one.running.end("SIGKILL");
    await until("the other to lead", () => (two.running.log().includes("leads now") ? true : undefined), 30, context);
    await until("its screens to read anew", () => (two.resets() > before ? true : undefined), 30, context);
    await untilStored(N / 2);

    one = await startCollector("one", shared, venue);
    await untilStored((N * 2) / 3);
    await two.running.end("SIGKILL");
    await until(
      "the first to lead again",
      () => (one.running.log().includes("leads now") ? true : undefined),
      30,
      context,
    );

    await until(
      `all ${N} findings in the store, and none under way`,
      async () =>
        (await stored()).length >= N &&
        [...readOutbox(`${sandbox.folder}/${SENSOR}/outbox`)].every(
          ({ payload }) => !payload.includes('"kind":"finding"'),
        )
          ? true
          : undefined,
      180,
      context,
    );
    expect(await stored()).toEqual(Array.from({ length: N }, (_, index) => index + 1));
    // The alert of the last finding is made a moment after it was stored.
    const wanted = Math.floor(N / ALERT_EVERY);
    const alerts = await until(
      "every alert",
      async () => {
        const made = await ids("select alert_id as id from alerts");
        return made.length >= wanted ? made : undefined;
      },
      60,
      context,
    );
    expect(alerts).toHaveLength(wanted);
    await until("every notice", () => (receiver.told.size >= alerts.length ? true : undefined), 120, context);
    expect(new Set(receiver.told.keys())).toEqual(new Set(alerts));
    // One message that was killed on its way may come again, and is known by its key; no alert stands in two messages.
    expect([...receiver.told.values()].map((keys) => keys.size)).toEqual(alerts.map(() => 1));
    // Whoever stored it, the one that leads has told the sensors whom to watch.
    const listener = await connectAsync(mqttUrl);
    undo.push(() => listener.endAsync(true));
    let watched = "";
    listener.on("message", (_topic, payload) => (watched = payload.toString()));
    await listener.subscribeAsync("probewarden/v1/venue-test/watch", { qos: 1 });
    const last = `02:00:00:00:${[N >> 8, N & 255].map((octet) => octet.toString(16).padStart(2, "0")).join(":")}`;
    await until(
      "the sensors to be told of the last one",
      () => (watched.includes(last) ? true : undefined),
      60,
      context,
    );
    expect(await supervisor.end()).toBe(0);
  },
);
