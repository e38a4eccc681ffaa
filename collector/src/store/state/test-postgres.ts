import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";

/** A real PostgreSQL of its own, for tests. */
export interface TestPostgres {
  url: string;
  stop(): Promise<void>;
}

const ROOT = "/usr/lib/postgresql";
/** Where its programs are; undefined where it is not installed. */
export const POSTGRES_BIN = existsSync(ROOT)
  ? readdirSync(ROOT)
      .map((version) => join(ROOT, version, "bin"))
      .find((bin) => existsSync(join(bin, "initdb")))
  : undefined;

/** Why tests against PostgreSQL cannot run here; undefined when they can. */
export const whyNoPostgres = (): string | undefined =>
  POSTGRES_BIN === undefined ? "skipped: PostgreSQL is not installed (apt-get install postgresql)" : undefined;

/** Starts a server on a UNIX socket in a folder of its own. PostgreSQL refuses to run as root, so root becomes `postgres` for it. */
export async function startPostgres(): Promise<TestPostgres> {
  if (POSTGRES_BIN === undefined) throw new Error("PostgreSQL is not installed");
  const dir = mkdtempSync(join(tmpdir(), "postgres-"));
  const owner = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : {};
  if ("uid" in owner) {
    execFileSync("chown", ["postgres:postgres", dir]);
    chmodSync(dir, 0o700);
  }
  const data = join(dir, "data");
  execFileSync(
    join(POSTGRES_BIN, "initdb"),
    ["-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"],
    { ...owner, cwd: dir, stdio: "ignore" },
  );
  const server = spawn(join(POSTGRES_BIN, "postgres"), ["-D", data, "-k", dir, "-h", ""], {
    ...owner,
    cwd: dir,
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const url = `postgres://postgres@/postgres?host=${encodeURIComponent(dir)}`;
  for (let attempt = 0; attempt < 200 && !(await answers(url)); attempt++) await delay(100);
  return {
    url,
    stop: async () => {
      server.kill("SIGINT");
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
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
