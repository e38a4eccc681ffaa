import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@probewarden/cli/free-port";

/** A real influxd of its own, for tests. */
export interface TestInflux {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** The program; undefined where it is not installed. */
export const INFLUXD = ["/usr/bin/influxd", "/usr/local/bin/influxd"].find(existsSync);

/** Why tests against InfluxDB cannot run here; undefined when they can. */
export const whyNoInflux = (): string | undefined =>
  INFLUXD === undefined ? "skipped: influxd is not installed (apt-get install influxdb)" : undefined;

/** Writes the configuration of an influxd that keeps everything in one folder and tells nobody of it; returns the file. */
export function writeInfluxConfig(dir: string, http: number, rpc: number): string {
  const config = join(dir, "influxdb.conf");
  writeFileSync(
    config,
    `reporting-disabled = true
bind-address = "127.0.0.1:${rpc}"
[meta]
  dir = "${dir}/meta"
[data]
  dir = "${dir}/data"
  wal-dir = "${dir}/wal"
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${http}"
  log-enabled = false
`,
  );
  return config;
}

/** Starts influxd on free ports with a folder of its own. */
export async function startInflux(): Promise<TestInflux> {
  if (INFLUXD === undefined) throw new Error("influxd is not installed");
  const dir = mkdtempSync(join(tmpdir(), "influx-"));
  const [http, rpc] = [await freePort(), await freePort()];
  const server = spawn(INFLUXD, ["-config", writeInfluxConfig(dir, http, rpc)], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  for (let attempt = 0; attempt < 200; attempt++) {
    const answers = await fetch(`http://127.0.0.1:${http}/ping`).then(
      (response) => response.ok,
      () => false,
    );
    if (answers) break;
    await delay(100);
  }
  return {
    url: `influx://127.0.0.1:${http}/probewarden`,
    pid: server.pid ?? 0,
    stop: async () => {
      server.kill("SIGKILL");
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
