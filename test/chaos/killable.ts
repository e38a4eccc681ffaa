import { programForTests } from "@probewarden/cli/for-tests";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { Client } from "pg";
import { MOSQUITTO } from "../../collector/src/intake/test-brokers.ts";
import { INFLUXD, writeInfluxConfig } from "../../collector/src/store/series/test-influx.ts";
import { POSTGRES_BIN } from "../../collector/src/store/state/test-postgres.ts";
import { ROOT, freePort, until, type Sandbox } from "../road/sandbox.ts";

/** Something that is killed and started again on what it left. */
export interface Killable {
  name: "collector" | "broker" | "postgres" | "influx";
  /** Starts it; resolves when it can be spoken to, or, where `wait` is false, when it has been asked to start. */
  start: () => Promise<void>;
  /** SIGKILL: no handler runs, nothing is flushed. */
  kill: () => Promise<void>;
  /** What it said last. */
  log: () => string;
}

/** Why there can be no chaos here; undefined when there can. */
export function whyNoChaos(): string | undefined {
  const missing = [
    ...(POSTGRES_BIN === undefined ? ["postgresql"] : []),
    ...(INFLUXD === undefined ? ["influxdb"] : []),
    ...(MOSQUITTO === undefined ? ["mosquitto"] : []),
  ];
  return missing.length === 0 ? undefined : `skipped: not installed (apt-get install ${missing.join(" ")})`;
}

/** A process that is started again with the same words. */
class Process {
  #child: ChildProcess | undefined;
  #said = "";
  readonly #begin: () => ChildProcess;

  constructor(begin: () => ChildProcess) {
    this.#begin = begin;
  }

  start(): void {
    const child = this.#begin();
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => (this.#said = (this.#said + chunk.toString("utf8")).slice(-4_000)));
    this.#child = child;
  }

  log = (): string => this.#said;

  kill = async (): Promise<void> => {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  };
}

const PIPES = ["ignore", "pipe", "pipe"] as const;

/** A PostgreSQL that survives its own death, behind a socket. */
export function makePostgres(folder: string): Killable & { url: string } {
  const dir = join(folder, "postgres");
  mkdirSync(dir, { mode: 0o700 });
  const idOf = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  // PostgreSQL refuses to run as root, so root becomes `postgres` for it.
  const owner = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : {};
  if ("uid" in owner) {
    chmodSync(folder, 0o711);
    execFileSync("chown", ["postgres:postgres", dir]);
  }
  const bin = POSTGRES_BIN ?? "";
  const words = ["-D", join(dir, "data"), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"];
  execFileSync(join(bin, "initdb"), words, { ...owner, cwd: dir, stdio: "ignore" });
  const url = `postgres://postgres@/postgres?host=${encodeURIComponent(dir)}`;
  const server = new Process(() =>
    spawn(join(bin, "postgres"), ["-D", join(dir, "data"), "-k", dir, "-h", ""], {
      ...owner,
      cwd: dir,
      stdio: [...PIPES],
    }),
  );
  const answers = async (): Promise<true | undefined> => {
    const client = new Client({ connectionString: url });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.query("SELECT 1");
      return true;
    } catch {
      return undefined;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  return {
    name: "postgres",
    url,
    log: server.log,
    kill: server.kill,
    start: async () => {
      server.start();
      let looks = 0;
      await until(
        "PostgreSQL",
        async () => {
          const well = await answers();
          // Its children outlive it for a moment, and hold the memory that the next one wants.
          looks += 1;
          if (well === undefined && looks % 10 === 0 && server.log().includes("shared memory block")) server.start();
          return well;
        },
        60,
        server.log,
      );
    },
  };
}

/** An InfluxDB that writes each point to its log on the disk before it answers. */
export async function makeInflux(folder: string): Promise<Killable & { url: string; http: string; rpc: string }> {
  const dir = join(folder, "influx");
  mkdirSync(dir);
  const [http, rpc] = [await freePort(), await freePort()];
  const config = writeInfluxConfig(dir, http, rpc);
  const server = new Process(() => spawn(INFLUXD ?? "", ["-config", config], { stdio: "ignore" }));
  return {
    name: "influx",
    url: `influx://127.0.0.1:${http}/probewarden`,
    http: `http://127.0.0.1:${http}`,
    rpc: `127.0.0.1:${rpc}`,
    log: server.log,
    kill: server.kill,
    start: async () => {
      server.start();
      await until(
        "InfluxDB",
        () =>
          fetch(`http://127.0.0.1:${http}/ping`).then(
            (answer) => answer.ok || undefined,
            () => undefined,
          ),
        60,
      );
    },
  };
}

/** A mosquitto that forgets everything when it is killed. */
export async function makeBroker(sandbox: Sandbox): Promise<Killable & { port: number }> {
  const port = await freePort();
  const config = sandbox.write(
    "mosquitto.conf",
    `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_inflight_messages 0\n`,
  );
  const server = new Process(() => spawn(MOSQUITTO ?? "", ["-c", config], { stdio: [...PIPES] }));
  const answers = (): Promise<true | undefined> =>
    new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(undefined));
    });
  return {
    name: "broker",
    port,
    log: server.log,
    kill: server.kill,
    start: async () => {
      server.start();
      await until("mosquitto", answers, 30, server.log);
    },
  };
}

/** A collector, as its launcher would run it. */
export function makeCollector(config: string, venue: string): Killable {
  const words = programForTests("collector/src/main/main.ts");
  const server = new Process(() =>
    spawn(process.execPath, [...words, "run", "--config", config], {
      cwd: ROOT,
      env: { ...process.env, PW_DEMO_VENUE: venue },
      stdio: [...PIPES],
    }),
  );
  return {
    name: "collector",
    log: server.log,
    kill: server.kill,
    start: () => {
      server.start();
      return Promise.resolve();
    },
  };
}
