import { existsSync } from "node:fs";
import type { Finding } from "@probewarden/contract";
import Database from "libsql";
import mqtt from "mqtt";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { readOutbox } from "../../agent/src/uplink/outbox-database.ts";
import { MOSQUITTO, missing } from "../road/needs.ts";
import { startMosquitto } from "../road/mosquitto.ts";
import { agentConfig, startCollector, venueFile } from "../road/product.ts";
import { Sandbox, freePort, until, type Running } from "../road/sandbox.ts";

/** Numbered findings, one every so many milliseconds: some are under way at every kill. */
const N = 2000;
const EVERY_MILLISECONDS = 60;
const AWAY_SECONDS = 120;
const SENSOR = "sensor-numbers";

type Name = "broker" | "collector" | "supervisor" | "radio";
const WHILE_HERE: readonly Name[] = ["broker", "collector", "supervisor", "radio"];
const WHILE_AWAY: readonly Name[] = ["collector", "supervisor", "radio"];

const sandbox = new Sandbox();
afterAll(() => sandbox.clear());

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The numbers that were opened in the store, read with the database's own words and not through the product. */
function stored(): number[] {
  const file = `${sandbox.folder}/collector/state.db`;
  if (!existsSync(file)) return [];
  const database = new Database(file, { readonly: true, timeout: 5000 });
  try {
    // The file is there before its tables are: a collector that is only just starting holds nothing yet.
    const table = database
      .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'suspect_changes'")
      .get();
    if (table === undefined) return [];
    const rows = database
      .prepare("SELECT finding_id FROM suspect_changes WHERE state = 'active' AND finding_id IS NOT NULL")
      .all();
    return (rows as { finding_id: string }[]).map(({ finding_id }) => numberOf(finding_id)).sort((a, b) => a - b);
  } finally {
    database.close();
  }
}

const numberOf = (findingId: string): number => Number(findingId.replace("finding-", ""));

/** Under which identities each word of a finding was sent: one that the sensor kept twice has two, and a store that knows findings by their id would hide it. */
const sent = new Map<string, Set<string>>();
function hear(payload: Buffer): void {
  const { bootId, seq, body } = JSON.parse(payload.toString()) as { bootId: string; seq: number; body: Finding };
  const word = `${body.findingId} ${body.state}`;
  sent.set(word, (sent.get(word) ?? new Set()).add(`${bootId} ${seq}`));
}

/** Findings that the sensor has yet to hear are stored. */
const waiting = (): number =>
  [...readOutbox(`${sandbox.folder}/${SENSOR}/outbox`)].filter(({ payload }) => payload.includes('"kind":"finding"'))
    .length;

test.skipIf(missing(MOSQUITTO))(
  `kills at random moments and a broker that is away: the store holds exactly 1…${N}, each once (needs mosquitto)`,
  { timeout: 600_000 },
  async () => {
    const ports = { http: await freePort(), mqtt: await freePort() };
    const mqttUrl = `mqtt://127.0.0.1:${ports.mqtt}`;
    const venue = venueFile(sandbox, [SENSOR]);
    const runtimeDir = `${sandbox.folder}/run`;
    const config = agentConfig(sandbox, { sensorId: SENSOR, mqttUrl, files: ["not-played"], runtimeDir });
    const starts: Record<Name, () => Promise<Running> | Running> = {
      broker: () => startMosquitto(sandbox, ports.mqtt),
      collector: async () => (await startCollector(sandbox, { venue, mqttUrl, ports, wait: false })).running,
      supervisor: () =>
        sandbox.startSource("agent/src/main/main.ts", ["run", "--part", "supervisor", "--config", config]),
      radio: () =>
        sandbox.startSource("test/faults/numbered-radio.ts", [runtimeDir, String(N), String(EVERY_MILLISECONDS)]),
    };
    const running: Record<Name, Running> = {
      broker: await starts.broker(),
      collector: await starts.collector(),
      supervisor: await starts.supervisor(),
      radio: await starts.radio(),
    };
    const kills: Name[] = [];
    const kill = async (name: Name): Promise<void> => {
      await pause(200 + Math.random() * 1200);
      kills.push(name);
      await running[name].end("SIGKILL");
    };
    const killAndStart = async (name: Name): Promise<void> => {
      await kill(name);
      running[name] = await starts[name]();
    };
    const context = (): string =>
      `${new Set(stored()).size} of ${N} stored, ${waiting()} wait; killed: ${kills.join(" ")}\n` +
      Object.values(running)
        .map(({ log }) => log().slice(-1000))
        .join("\n");

    const listener = mqtt.connect(mqttUrl, { reconnectPeriod: 100 });
    listener.on("connect", () => listener.subscribe("probewarden/v1/+/+/finding", { qos: 1 }));
    listener.on("message", (_topic, payload) => hear(payload));
    onTestFinished(() => void listener.end(true));

    await until("the first findings", () => (stored().length > 0 ? true : undefined), 60, context);
    for (const name of WHILE_HERE) await killAndStart(name);

    await kill("broker");
    const back = Date.now() + AWAY_SECONDS * 1000;
    for (const name of [...WHILE_AWAY, ...WHILE_AWAY, ...WHILE_AWAY]) {
      await killAndStart(name);
      await pause(5000);
    }
    await pause(back - Date.now());
    running.broker = await starts.broker();

    // The supervisor last: one that has just started sends what is left at once, not after a time-out.
    for (const name of [...WHILE_HERE, "radio", "supervisor"] as const) await killAndStart(name);
    await until(
      `all ${N} numbers in the store, and none under way`,
      () => (new Set(stored()).size >= N && waiting() === 0 ? true : undefined),
      300,
      context,
    );
    expect(await running.supervisor.end()).toBe(0);
    expect(stored()).toEqual(Array.from({ length: N }, (_, index) => index + 1));
    expect(sent.size).toBeGreaterThan(N / 2);
    expect([...sent].filter(([, identities]) => identities.size > 1)).toEqual([]);
  },
);
