import { answersWell, freePort, until, type Running, type Sandbox } from "./sandbox.ts";

/** A venue with one floor and its sensors, as `probewarden-collector` imports it. */
export function venueFile(sandbox: Sandbox, sensorIds: readonly string[]): string {
  return sandbox.write(
    "venue.json",
    JSON.stringify({
      venue: {
        venueId: "venue-test",
        name: "Test venue",
        timeZone: "Asia/Shanghai",
        floors: [{ floorId: "floor-b1", name: "B1", widthMetres: 200, heightMetres: 40 }],
      },
      plans: [],
      sensors: sensorIds.map((sensorId, index) => ({
        sensorId,
        name: sensorId,
        floorId: "floor-b1",
        x: 10 + 20 * index,
        y: 10,
      })),
      networks: [],
    }),
  );
}

export interface CollectorUnderTest {
  running: Running;
  /** `http://127.0.0.1:PORT` */
  address: string;
  mqttUrl: string;
  dataDir: string;
  /** GET of the API, parsed. */
  readonly get: (path: string) => Promise<unknown>;
  /** POST or PUT with the page's own Origin. */
  readonly send: (method: "POST" | "PUT", path: string, body: unknown) => Promise<Response>;
}

/** A collector of its own that signs in by itself, on loopback, with an embedded broker or an outside one. */
export async function startCollector(
  sandbox: Sandbox,
  options: { venue: string; mqttUrl?: string; ports?: { http: number; mqtt: number }; wait?: boolean },
): Promise<CollectorUnderTest> {
  const ports = options.ports ?? { http: await freePort(), mqtt: await freePort() };
  const dataDir = `${sandbox.folder}/collector`;
  const mqtt =
    options.mqttUrl === undefined ? { embedded: true, port: ports.mqtt } : { embedded: false, url: options.mqttUrl };
  const config = sandbox.write("collector.yaml", {
    demo: true,
    dataDir,
    http: { port: ports.http },
    mqtt,
    minimumFreeBytes: 0,
  });
  const running = sandbox.startSource("collector/src/main/main.ts", ["run", "--config", config], {
    PW_DEMO_VENUE: options.venue,
  });
  const address = `http://127.0.0.1:${ports.http}`;
  const get = async (path: string): Promise<unknown> => await (await fetch(`${address}${path}`)).json();
  if (options.wait !== false) {
    await until("the collector to be ready", () => answersWell(`${address}/api/health`), 30, running.log);
  }
  return {
    running,
    address,
    mqttUrl: options.mqttUrl ?? `mqtt://127.0.0.1:${ports.mqtt}`,
    dataDir,
    get,
    send: (method, path, body) =>
      fetch(`${address}${path}`, {
        method,
        headers: { "content-type": "application/json", origin: address },
        body: JSON.stringify(body),
      }),
  };
}

/** An agent.yaml that plays recordings. */
export function agentConfig(
  sandbox: Sandbox,
  options: {
    sensorId: string;
    mqttUrl: string;
    files: readonly string[];
    speed?: number;
    runtimeDir?: string;
    name?: string;
  },
): string {
  const name = options.name ?? options.sensorId;
  return sandbox.write(`${name}.yaml`, {
    sensorId: options.sensorId,
    venueId: "venue-test",
    dataDir: `${sandbox.folder}/${options.sensorId}`,
    runtimeDir: options.runtimeDir ?? `${sandbox.folder}/${options.sensorId}-run`,
    mqtt: { url: options.mqttUrl, username: options.sensorId },
    radio: {
      recording: { files: [...options.files], loop: false, startAfterSeconds: 0.5, speed: options.speed ?? 20 },
    },
    cameras: { enabled: false },
  });
}
