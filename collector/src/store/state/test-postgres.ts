import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client, Pool } from "pg";

/** An empty database of a real PostgreSQL, for tests. */
export interface TestDatabase {
  url: string;
  stop(): Promise<void>;
}

/** A real PostgreSQL of its own, for tests. */
export interface TestPostgres extends TestDatabase {
  /** Of its first process, whose children the others are. */
  pid: number;
}

const ROOT = "/usr/lib/postgresql";
/** Names the folder that the files of one run of tests share: see `test/one-run.ts`. */
const RUN_FOLDER = "TEST_RUN_FOLDER";
/** Where its programs are; undefined where it is not installed. */
export const POSTGRES_BIN = existsSync(ROOT)
  ? readdirSync(ROOT)
      .map((version) => join(ROOT, version, "bin"))
      .find((bin) => existsSync(join(bin, "initdb")))
  : undefined;

/** Why tests against PostgreSQL cannot run here; undefined when they can. */
export const whyNoPostgres = (): string | undefined =>
  POSTGRES_BIN === undefined ? "skipped: PostgreSQL is not installed (apt-get install postgresql)" : undefined;

/**
 * Starts a server on a UNIX socket in a folder of its own. PostgreSQL refuses to run as root, so root becomes `postgres` for it. `durable`: a
 * commit waits for the disk, as it does for people; tests end processes and pull no plugs.
 */
export async function startPostgres({ durable = false } = {}): Promise<TestPostgres> {
  if (POSTGRES_BIN === undefined) throw new Error("PostgreSQL is not installed");
  const owner = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : {};
  const dir = folderOf(owner);
  const data = join(dir, "data");
  makeCluster(POSTGRES_BIN, data, owner);
  const options = durable ? [] : ["-F"];
  const server = spawn(join(POSTGRES_BIN, "postgres"), ["-D", data, "-k", dir, "-h", "", ...options], {
    ...owner,
    cwd: dir,
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const url = `postgres://postgres@/postgres?host=${encodeURIComponent(dir)}`;
  for (let attempt = 0; attempt < 200 && !(await answers(url)); attempt++) await delay(100);
  return {
    url,
    pid: server.pid ?? 0,
    stop: async () => {
      server.kill("SIGINT");
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The server of this process, whose tests have a database each; it ends with the process. */
let shared: Promise<TestPostgres> | undefined;
let databases = 0;

/** An empty database on a server that the tests of this process share: starting a server takes ten times what making a database takes. */
export async function startDatabase(): Promise<TestDatabase> {
  shared ??= startPostgres().then((server) => {
    process.once("exit", () => process.kill(server.pid, "SIGQUIT"));
    return server;
  });
  const { url } = await shared;
  const name = `test_${databases++}`;
  const tell = async (what: string): Promise<void> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(what);
    await client.end();
  };
  await tell(`CREATE DATABASE ${name}`);
  return { url: url.replace("/postgres?", `/${name}?`), stop: () => tell(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** Connections of a test of its own. A server that stops says so to those that are just closing, too: that is no failure of a test. */
export function testPool(url: string): Pool {
  const pool = new Pool({ connectionString: url });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

type Owner = { uid?: number; gid?: number };

function folderOf(owner: Owner): string {
  const dir = mkdtempSync(join(tmpdir(), "postgres-"));
  if (owner.uid !== undefined) execFileSync("chown", ["postgres:postgres", dir]);
  chmodSync(dir, 0o700);
  return dir;
}

/** A new cluster: initdb takes twenty times what a copy takes, so a run of tests makes one and copies it. */
function makeCluster(bin: string, data: string, owner: Owner): void {
  const shared = process.env[RUN_FOLDER];
  if (shared === undefined) return initialise(bin, data, owner);
  const made = join(shared, "postgres");
  if (!existsSync(made)) {
    const dir = folderOf(owner);
    initialise(bin, join(dir, "data"), owner);
    try {
      renameSync(join(dir, "data"), made);
    } catch {
      // Another file of the run was faster.
    }
    rmSync(dir, { recursive: true, force: true });
  }
  execFileSync("cp", ["-a", made, data]);
}

function initialise(bin: string, data: string, owner: Owner): void {
  execFileSync(
    join(bin, "initdb"),
    ["-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"],
    { ...owner, cwd: "/", stdio: "ignore" },
  );
}

const idOf = (flag: "-u" | "-g"): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
