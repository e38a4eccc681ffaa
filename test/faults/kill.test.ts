import { existsSync, mkdirSync, readFileSync } from "node:fs";
import Database from "libsql";
import { afterAll, expect, test } from "vitest";
import { MOSQUITTO, missing } from "../road/needs.ts";
import { startMosquitto } from "../road/mosquitto.ts";
import { startCollector, venueFile } from "../road/product.ts";
import { Sandbox, freePort, until, type Running } from "../road/sandbox.ts";

/** Numbered findings under way, and how often something is killed. */
const N = 2000;
const KILLS = 20;
const AWAY_SECONDS = 120;

const sandbox = new Sandbox();
afterAll(() => sandbox.clear());

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Distinct numbers that the store holds, read with the database's own words and not through the product. */
function stored(dataDir: string): number[] {
  const file = `${dataDir}/state.db`;
  if (!existsSync(file)) return [];
  const database = new Database(file, { readonly: true, timeout: 5000 });
  try {
    // The file is there before its tables are: a collector that is only just starting holds nothing yet.
    const table = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'finding_log'").get();
    if (table === undefined) return [];
    const rows = database.prepare("SELECT DISTINCT finding_id FROM finding_log").all() as { finding_id: string }[];
    return rows.map(({ finding_id }) => Number(finding_id.replace("finding-", ""))).sort((a, b) => a - b);
  } finally {
    database.close();
  }
}

test.skipIf(missing(MOSQUITTO))(
  `${KILLS} kills at random moments and a broker that is away: the store holds exactly 1…${N} (needs mosquitto)`,
  { timeout: 420_000 },
  async () => {
    const ports = { http: await freePort(), mqtt: await freePort() };
    const mqttUrl = `mqtt://127.0.0.1:${ports.mqtt}`;
    const venue = venueFile(sandbox, ["sensor-numbers"]);
    const folder = `${sandbox.folder}/numbers`;
    mkdirSync(folder);
    const starts = {
      broker: () => startMosquitto(sandbox, ports.mqtt),
      collector: async () => (await startCollector(sandbox, { venue, mqttUrl, ports, wait: false })).running,
      agent: async () =>
        sandbox.startSource("test/faults/numbered-agent.ts", [folder, mqttUrl, "sensor-numbers", String(N)]),
    };
    const running: Record<keyof typeof starts, Running> = {
      broker: await starts.broker(),
      collector: await starts.collector(),
      agent: await starts.agent(),
    };
    await until(
      "the first findings",
      () => (stored(`${sandbox.folder}/collector`).length > 0 ? true : undefined),
      40,
      () => running.collector.log(),
    );

    const names = ["collector", "broker", "agent"] as const;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const name = names[kill % names.length]!;
      await pause(300 + Math.random() * 1200);
      await running[name].end("SIGKILL");
      if (kill === 10) {
        await running.broker.end("SIGKILL");
        await pause(AWAY_SECONDS * 1000);
        running.broker = await starts.broker();
      }
      if (name !== "broker" || kill !== 10) running[name] = await starts[name]();
    }

    const numbers = await until(
      `all ${N} numbers in the store`,
      () => {
        const now = stored(`${sandbox.folder}/collector`);
        return now.length >= N ? now : undefined;
      },
      180,
      () =>
        `${stored(`${sandbox.folder}/collector`).length} of ${N}; written: ${readFileSync(`${folder}/numbers`, "utf8").trim().split("\n").length}\n${running.collector.log().slice(-2000)}`,
    );
    expect(numbers).toEqual(Array.from({ length: N }, (_, index) => index + 1));
  },
);
