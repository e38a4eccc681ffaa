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

/** Numbered findings, one every so many milliseconds until the radio is stopped: some are under way at every kill. */
const EVERY_MILLISECONDS = 50;
const WITHOUT_END = 1_000_000;
/** So many further ones prove that whoever was killed works again. */
const FURTHER = 8;
/** How long anything may take on a machine that has much else to do; it costs time only when something is wrong. */
const PATIENCE_SECONDS = 150;
const SENSOR = "sensor-numbers";

type Name = "broker" | "collector" | "supervisor" | "radio";
/**
 * The supervisor comes after the broker and the collector: one that has just started sends at once what nobody acknowledged, where one that runs
 * waits for its time-out of half a minute (`uplink.test.ts` holds that, without waiting).
 */
const WHILE_HERE: readonly Name[] = ["broker", "collector", "radio", "supervisor"];
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

/** Numbers that the sensor has yet to hear are stored. */
const waiting = (): number[] =>
  [...readOutbox(`${sandbox.folder}/${SENSOR}/outbox`)].flatMap(({ payload }) => {
    const { kind, body } = JSON.parse(payload.toString()) as { kind: string; body: Finding };
    return kind === "finding" ? [numberOf(body.findingId)] : [];
  });

test.skipIf(missing(MOSQUITTO))(
  "kills at random moments and a broker that is away: the store holds each number that the sensor ever kept, without a gap, once (needs mosquitto)",
  { timeout: 600_000 },
  async () => {
    const ports = { http: await freePort(), mqtt: await freePort() };
    const mqttUrl = `mqtt://127.0.0.1:${ports.mqtt}`;
    const venue = venueFile(sandbox, [SENSOR]);
    const runtimeDir = `${sandbox.folder}/run`;
    const config = agentConfig(sandbox, { sensorId: SENSOR, mqttUrl, files: ["not-played"], runtimeDir });
    const numbers = [runtimeDir, String(WITHOUT_END), String(EVERY_MILLISECONDS)];
    const starts: Record<Name, () => Promise<Running> | Running> = {
      broker: () => startMosquitto(sandbox, ports.mqtt),
      collector: async () => (await startCollector(sandbox, { venue, mqttUrl, ports, wait: false })).running,
      supervisor: () =>
        sandbox.startSource("agent/src/main/main.ts", ["run", "--part", "supervisor", "--config", config]),
      radio: () => sandbox.startSource("test/faults/numbered-radio.ts", numbers),
    };
    const running: Record<Name, Running> = {
      broker: await starts.broker(),
      collector: await starts.collector(),
      supervisor: await starts.supervisor(),
      radio: await starts.radio(),
    };
    const kills: Name[] = [];
    const kill = async (name: Name): Promise<void> => {
      await pause(100 + Math.random() * 600);
      kills.push(name);
      await running[name].end("SIGKILL");
    };
    const context = (): string =>
      `${new Set(stored()).size} stored, the latest ${stored().at(-1) ?? "none"}; ${waiting().length} wait; killed: ${kills.join(" ")}\n` +
      Object.entries(running)
        .map(([name, { child, log }]) => `${name} (${whether(child)}) said last:\n${log().slice(-1500)}`)
        .join("\n");
    const known = (): number[] => [...stored(), ...waiting()];
    const further = async (where: string, numbers: () => number[]): Promise<void> => {
      const wanted = Math.max(0, ...known()) + FURTHER;
      const has = (): true | undefined => (Math.max(0, ...numbers()) >= wanted ? true : undefined);
      const what = `number ${wanted} ${where}, after the kill of ${kills.at(-1) ?? "nobody"}`;
      await until(what, has, PATIENCE_SECONDS, context);
    };
    /** Until whoever was started works again, so that the next kill meets a system at work. */
    const works = async (name: Name, isBrokerHere: boolean): Promise<void> => {
      if (name === "collector")
        await until("the collector to answer", () => answers(ports.http), PATIENCE_SECONDS, context);
      else if (name === "supervisor" && isBrokerHere) await further("in the store", stored);
      else if (name !== "broker") await further("on the sensor's disk or in the store", known);
    };
    const killAndStart = async (name: Name, isBrokerHere: boolean): Promise<void> => {
      await kill(name);
      running[name] = await starts[name]();
      await works(name, isBrokerHere);
    };

    const listener = mqtt.connect(mqttUrl, { reconnectPeriod: 100 });
    listener.on("connect", () => listener.subscribe("probewarden/v1/+/+/finding", { qos: 1 }));
    listener.on("message", (_topic, payload) => hear(payload));
    onTestFinished(() => void listener.end(true));

    await further("in the store", stored);
    for (const name of WHILE_HERE) await killAndStart(name, true);

    await kill("broker");
    await further("on the sensor's disk", waiting);
    for (const name of WHILE_AWAY) await killAndStart(name, false);
    running.broker = await starts.broker();
    for (const name of WHILE_HERE) await killAndStart(name, true);

    await running.radio.end();
    await pause(1000);
    const latest = Math.max(...stored(), ...waiting());
    await until(
      `all numbers up to ${latest} in the store, and none under way`,
      () => (stored().at(-1) === latest && waiting().length === 0 ? true : undefined),
      PATIENCE_SECONDS,
      context,
    );
    expect(await running.supervisor.end(), context()).toBe(0);
    expect(stored(), context()).toEqual(Array.from({ length: latest }, (_, index) => index + 1));
    expect(sent.size, context()).toBeGreaterThan(latest / 2);
    expect(
      [...sent].filter(([, identities]) => identities.size > 1),
      "kept twice by the sensor",
    ).toEqual([]);
  },
);

/** Whether an HTTP server answers there, well or not. */
const answers = (port: number): Promise<true | undefined> =>
  fetch(`http://127.0.0.1:${port}/api/health`).then(
    () => true,
    () => undefined,
  );

const whether = ({ exitCode, signalCode, pid }: Running["child"]): string =>
  exitCode !== null
    ? `ended with ${exitCode}`
    : signalCode !== null
      ? `ended by ${signalCode}`
      : `runs as ${pid ?? "?"}`;
