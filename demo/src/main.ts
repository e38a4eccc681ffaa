import { openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { Children } from "./children.ts";
import { auditCamera } from "./audited-camera.ts";
import { startFakeCameras, type FakeCameras } from "./fake-camera/fake-cameras.ts";
import { FAKE_CAMERAS } from "./fake-camera/replies.ts";
import { readOptions, UsageError } from "./options.ts";
import { freePort, isTaken } from "@probewarden/cli/free-port";
import { claimFolder } from "./claim-folder.ts";
import { FLOOR, PATH_LOSS, SENSORS, VENUE_ID, venueFile } from "./venue.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** Data, logs and configuration of the demo; PW_DEMO_DIR puts them elsewhere. */
const home = process.env["PW_DEMO_DIR"] ?? `${root}.probewarden/demo`;
const configs = `${root}configs/demo`;

interface Scene {
  networks: { bssid: string; ssid: string; channel: number; security: string }[];
  transmitters: { address: string; position: { x: number; y: number } }[];
}

/** The demo venue in one process group: collector with dashboard, four sensors that replay one recording, three fake cameras. */
async function main(): Promise<void> {
  const { reset, httpPort } = readOptions(process.argv.slice(2), process.env);
  claimFolder(home, reset);
  const scene = JSON.parse(readFileSync(`${configs}/scene.json`, "utf8")) as Scene;
  if (await isTaken(httpPort))
    throw new Error(
      `port ${httpPort} is taken by another program; stop it, or choose another: PW_HTTP_PORT=9000 npm start`,
    );
  const cameras = await startFakeCameras();
  const brokerPort = await freePort();
  const address = `http://127.0.0.1:${httpPort}`;

  const stop = async (code: number): Promise<void> => {
    await children.stop(5_000);
    await cameras.stop();
    rmSync(`${home}/demo.pid`, { force: true });
    process.exit(code);
  };
  const children = new Children((name, code) => {
    const log = `${home}/${name}.log`;
    console.error(`${name} ended with code ${code ?? "none"}: ${readFileSync(log, "utf8").trim().split("\n").at(-1)}`);
    console.error(`Its log: ${log}`);
    void stop(1);
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      console.log("\n  Stopping collector, sensors and cameras …");
      void stop(0);
    });
  }

  const run = (name: string, launcher: string, config: unknown, env: Record<string, string> = {}): void => {
    const file = `${home}/${name}.yaml`;
    writeFileSync(file, stringify(config), { mode: 0o600 });
    children.start(
      name,
      [`${root}${launcher}`, "run", "--config", file],
      env,
      openSync(`${home}/${name}.log`, "a", 0o600),
    );
  };

  writeFileSync(`${home}/venue.json`, JSON.stringify(venueFile(scene.networks, `${configs}/plan.svg`)));
  run(
    "collector",
    "collector/bin/probewarden-collector.js",
    { demo: true, dataDir: `${home}/collector`, http: { port: httpPort }, mqtt: { embedded: true, port: brokerPort } },
    { PW_DEMO_VENUE: `${home}/venue.json`, PW_DEMO_PAST: "1" },
  );
  const launcher = "agent/bin/probewarden-agent.js";
  const sensors = SENSORS.map((sensor, index) => ({
    name: sensor.sensorId,
    config: agentConfig(sensor, index === 0 ? cameras.addresses : [], brokerPort, scene),
  }));
  // One camera's operator has given an account: it is read before its sensor first looks for cameras.
  await Promise.all([ready(address), auditFirst(`${root}${launcher}`, sensors[0], cameras)]);
  for (const { name, config } of sensors) run(name, launcher, config);
  console.log(
    `\n  Probewarden 明察: DEMO venue on ${address}\n  Recordings, simulated levels, fake cameras. Data and logs: ${home}\n  Ctrl-C stops all of it; \`npm start -- --reset\` begins anew.\n`,
  );
}

/** Audits the camera that has an account, from the sensor that looks for cameras. */
async function auditFirst(
  launcher: string,
  sensor: { name: string; config: unknown } | undefined,
  { cameras }: FakeCameras,
): Promise<void> {
  const { account } = FAKE_CAMERAS.faceEntrance;
  const camera = cameras[Object.keys(FAKE_CAMERAS).indexOf("faceEntrance")];
  if (sensor === undefined || camera === undefined) return;
  const config = `${home}/${sensor.name}.yaml`;
  writeFileSync(config, stringify(sensor.config), { mode: 0o600 });
  await auditCamera({ launcher, config, account, port: camera.httpPort, home });
}

/** One sensor of the demo: it plays the mall's recording at levels computed for its place; the first one also asks the fake cameras. */
function agentConfig(sensor: (typeof SENSORS)[number], cameras: readonly string[], brokerPort: number, scene: Scene) {
  return {
    sensorId: sensor.sensorId,
    venueId: VENUE_ID,
    dataDir: `${home}/${sensor.sensorId}`,
    runtimeDir: `${home}/${sensor.sensorId}/run`,
    mqtt: { url: `mqtt://127.0.0.1:${brokerPort}`, username: sensor.sensorId },
    radio: {
      recording: {
        files: [`${configs}/mall.pcap`],
        // Played round after round, as if whoever was recorded had stayed: a longer gap would be a silence that the suspects did not make.
        gapSeconds: 1,
        levels: {
          sensor: sensor.position,
          floor: { widthMetres: FLOOR.widthMetres, heightMetres: FLOOR.heightMetres },
          transmitters: scene.transmitters,
          ...PATH_LOSS,
        },
      },
    },
    cameras: { enabled: cameras.length > 0, unicast: [...cameras], allowLoopback: true, visitEveryMinutes: 10 },
  };
}

/** Resolves when the collector answers that it is ready. Its own death ends the demo (see Children). */
async function ready(address: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const answered = await fetch(`${address}/api/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the collector did not become ready within 30 s; its log: ${home}/collector.log`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(error instanceof UsageError ? 2 : 1);
});
