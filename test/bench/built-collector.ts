import { answersWell, freePort, ROOT, until, type Running, type Sandbox } from "../road/sandbox.ts";

/** A collector that is measured from outside, as a sensor and a browser see it. */
export interface BuiltCollector {
  running: Running;
  pid: number;
  /** `http://127.0.0.1:PORT` */
  address: string;
  mqttUrl: string;
}

/** Starts the collector as it was built, with this venue: from its source it would be a slower and larger one. It signs in by itself. */
export async function startBuiltCollector(sandbox: Sandbox, venue: string): Promise<BuiltCollector> {
  const [http, port] = [await freePort(), await freePort()];
  const config = sandbox.write("collector.yaml", {
    demo: true,
    dataDir: `${sandbox.folder}/collector`,
    http: { port: http },
    mqtt: { embedded: true, port },
    minimumFreeBytes: 0,
    // Receivers of notices stand on this machine.
    webhook: { allow: ["127.0.0.1"] },
  });
  // As its unit starts it: by the launcher's own first line, which says how much memory what is young may take.
  const running = sandbox.start(`${ROOT}collector/bin/probewarden-collector.js`, ["run", "--config", config], {
    PW_DEMO_VENUE: venue,
  });
  const address = `http://127.0.0.1:${http}`;
  await until("the collector", () => answersWell(`${address}/api/health`), 60, running.log);
  return { running, pid: running.child.pid ?? 0, address, mqttUrl: `mqtt://127.0.0.1:${port}` };
}
