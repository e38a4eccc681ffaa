import { setTimeout as delay } from "node:timers/promises";
import { venueFile } from "../road/product.ts";
import { Sandbox, freePort, until } from "../road/sandbox.ts";
import { BadNetwork, CALM, type Badness } from "./bad-network.ts";
import { makeBroker, makeCollector, makeInflux, makePostgres, type Killable } from "./killable.ts";
import { readStores } from "./read-stores.ts";
import { Receiver } from "./receiver.ts";
import { SimulatedSensor, type Trace } from "./simulated-sensor.ts";

const BAD: Badness = { cut: 0.004, blackHole: 0.001, reorder: 0.05, corrupt: 0.01, delayMs: 40 };
/** How long what was killed stays away, in milliseconds, at the least and at the most. */
const AWAY_MS = [500, 2_500] as const;
/** Seconds for the first acknowledgement after a kill, and for the last one at the end. */
const RECOVERY_SECONDS = 180;
const VENUE = "venue-test";

export interface ChaosOptions {
  /** Goes on with kills until so much time has passed, and every kind was killed at least `rounds` times. */
  milliseconds: number;
  rounds: number;
  sensors: number;
  collectors: number;
  random: () => number;
  say: (line: string) => void;
}

export interface ChaosReport {
  made: number;
  acknowledged: number;
  /** Acknowledged, and in no store. */
  lost: string[];
  storedTwice: string[];
  /** Suspects with two alerts, and alerts that were told under two keys. */
  alertsTwice: string[];
  alerts: number;
  told: number;
  /** Notices that were sent again under the same key. */
  repeated: number;
  network: BadNetwork["did"];
  /** Milliseconds from each kill to the first acknowledgement of a message that was made after it. */
  recoveryMs: Record<Killable["name"], number[]>;
}

/** Kills everything in turn, on a bad network, while sensors report; then holds what they were told against what is stored. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { random, say } = options;
  const sandbox = new Sandbox();
  const undo: (() => Promise<unknown>)[] = [() => sandbox.clear()];
  try {
    const postgres = makePostgres(sandbox.folder);
    const influx = await makeInflux(sandbox.folder);
    const broker = await makeBroker(sandbox);
    for (const server of [postgres, influx, broker]) {
      undo.push(server.kill);
      await server.start();
    }
    const receiver = new Receiver();
    const url = await receiver.start();
    undo.push(() => receiver.stop());
    const sensorIds = Array.from({ length: options.sensors }, (_, index) => `sensor-${index}`);
    const venue = venueFile(sandbox, sensorIds);
    const collectors: Killable[] = [];
    let address = "";
    for (let index = 0; index < options.collectors; index++) {
      const http = await freePort();
      address = `http://127.0.0.1:${http}`;
      const config = sandbox.write(`collector-${index}.yaml`, {
        demo: true,
        dataDir: `${sandbox.folder}/collector-${index}`,
        http: { port: http },
        mqtt: {
          embedded: false,
          url: `mqtt://127.0.0.1:${broker.port}`,
          ...(options.collectors > 1 ? { group: "collectors" } : {}),
        },
        state: { url: postgres.url },
        series: { url: influx.url },
        webhook: { allow: ["127.0.0.1"] },
        minimumFreeBytes: 0,
        logLevel: "warn",
      });
      const collector = makeCollector(config, venue);
      undo.push(collector.kill);
      await collector.start();
      await until("a collector", () => isReady(address), 120, collector.log);
      collectors.push(collector);
    }
    await setWebhook(address, url);

    const network = new BadNetwork(broker.port, random);
    const port = await network.start();
    undo.push(() => network.stop());
    const sensors = sensorIds.map(
      (_, index) => new SimulatedSensor({ index, venueId: VENUE, folder: sandbox.folder, port, random }),
    );
    for (const sensor of sensors) {
      undo.push(() => sensor.stop());
      sensor.start();
    }
    const traces = (): Trace[] => sensors.flatMap((sensor) => [...sensor.traces.values()]);
    await until("the first acknowledgement", () => traces().find(isAcknowledged) && true, RECOVERY_SECONDS);

    network.badness = BAD;
    const recoveryMs: ChaosReport["recoveryMs"] = { collector: [], broker: [], postgres: [], influx: [] };
    const began = Date.now();
    for (let turn = 0; Date.now() - began < options.milliseconds || turn < options.rounds * 4; turn++) {
      const victim = [collectors[(turn >> 2) % collectors.length], broker, postgres, influx][turn % 4];
      if (victim === undefined) continue;
      const killedAt = Date.now();
      await victim.kill();
      await delay(AWAY_MS[0] + random() * (AWAY_MS[1] - AWAY_MS[0]));
      await victim.start();
      // Levels need all four of them.
      const isBack = (trace: Trace): boolean =>
        trace.kind === "signal" && trace.madeAt > killedAt && isAcknowledged(trace);
      await until(
        `an acknowledgement after ${victim.name} was killed`,
        () => traces().find(isBack) && true,
        RECOVERY_SECONDS,
        victim.log,
      );
      recoveryMs[victim.name].push(Date.now() - killedAt);
      say(`${victim.name} killed; ${((Date.now() - killedAt) / 1000).toFixed(1)} s until the next acknowledgement`);
      await delay(500 + random() * 1_500);
    }

    network.badness = CALM;
    for (const sensor of sensors) sensor.finish();
    const waiting = (): number => sensors.reduce((sum, sensor) => sum + sensor.waiting, 0);
    await until(
      "everything to be acknowledged",
      () => (waiting() === 0 ? true : undefined),
      RECOVERY_SECONDS,
      () => `${waiting()} wait`,
    );
    await until(
      "the notices to be told",
      () => hasNoticesLeft(address).then((left) => (left ? undefined : true)),
      60,
    ).catch(() => undefined);

    const stored = await readStores(postgres.url, influx.http);
    const all = traces();
    const isStored = ({ kind, name }: Trace): boolean =>
      (kind === "finding" ? stored.findings : stored.levels).has(name);
    const toldTwice = [...receiver.told].filter(([, keys]) => keys.size > 1).map(([alertId]) => alertId);
    return {
      made: all.length,
      acknowledged: all.filter(isAcknowledged).length,
      lost: all.filter((trace) => isAcknowledged(trace) && !isStored(trace)).map(({ name }) => name),
      storedTwice: stored.twice,
      alertsTwice: [...stored.alertsTwice, ...toldTwice],
      alerts: stored.alerts,
      told: receiver.told.size,
      repeated: receiver.repeated,
      network: network.did,
      recoveryMs,
    };
  } finally {
    for (const step of undo.toReversed()) await step();
  }
}

const isAcknowledged = ({ acknowledgedAt }: Trace): boolean => acknowledgedAt !== undefined;

const isReady = (address: string): Promise<true | undefined> =>
  fetch(`${address}/readyz`).then(
    (answer) => answer.ok || undefined,
    () => undefined,
  );

async function setWebhook(address: string, url: string): Promise<void> {
  const answer = await fetch(`${address}/api/webhook`, {
    method: "PUT",
    headers: { "content-type": "application/json", origin: address },
    body: JSON.stringify({ url, secret: "a secret of a receiver" }),
  });
  if (!answer.ok) throw new Error(`the webhook is refused: ${await answer.text()}`);
}

async function hasNoticesLeft(address: string): Promise<boolean> {
  const answer = await fetch(`${address}/api/collectors`).catch(() => undefined);
  if (answer === undefined || !answer.ok) return true;
  const { items } = (await answer.json()) as { items: { notices: { waiting: number } }[] };
  return items.some(({ notices }) => notices.waiting > 0);
}
