import { spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { programForTests } from "@probewarden/cli/for-tests";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openState } from "../../store/state/open-state.ts";

const LIBSQL = createRequire(import.meta.url).resolve("libsql");
/**
 * Loaded before the program: counts what it does to its files (a folder made, a file that was written put in its place, each 200th statement of the
 * database) and kills the process before the one of number KILL_AT, as a power cut does.
 */
const KILLER = `
import fs from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";
let done = 0, statements = 0;
const step = (what) => { if (++done === Number(process.env.KILL_AT)) { fs.writeSync(2, "killed before " + what); process.kill(process.pid, "SIGKILL"); } };
const { DATA_DIR } = process.env;
for (const name of ["mkdirSync", "renameSync", "linkSync"]) {
  const real = fs[name];
  fs[name] = (path, ...rest) => {
    if (String(path).startsWith(DATA_DIR)) step(name);
    return real(path, ...rest);
  };
}
syncBuiltinESMExports();
const Database = createRequire(${JSON.stringify(pathToFileURL(LIBSQL).href)})("libsql");
const { prepare } = Database.prototype;
Database.prototype.prepare = function (...given) { if (++statements % 200 === 1) step("statement " + statements); return prepare.apply(this, given); };
`;

let dataDir: string;
beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), "init-")), "collector");
});
afterEach(() => rmSync(join(dataDir, ".."), { recursive: true, force: true }));

const init = (killAt = 0, ...more: string[]) => {
  const program = programForTests("collector/src/main/main.ts");
  const args = ["--import", `data:text/javascript,${encodeURIComponent(KILLER)}`, ...program];
  const ended = spawnSync(
    process.execPath,
    [...args, "init", "--data-dir", dataDir, "--host", "collector.example", ...more],
    { encoding: "utf8", env: { ...process.env, KILL_AT: String(killAt), DATA_DIR: dataDir } },
  );
  return { code: ended.status, signal: ended.signal, said: ended.stdout + ended.stderr };
};
const read = (name: string): string => readFileSync(join(dataDir, name), "utf8");

test(
  "init that is killed at any step is finished by running it again: one authority, one venue, one link, nothing left lying about",
  { timeout: 900_000 },
  async () => {
    const killedBefore: string[] = [];
    for (let step = 1; ; step++) {
      const killed = init(step);
      if (killed.signal === null) {
        expect(killed.code).toBe(0);
        break;
      }
      killedBefore.push(/killed before (.*)/.exec(killed.said)?.[1] ?? killed.said);
      const where = `killed before step ${step}, ${killedBefore.at(-1)}`;
      const authority = existsSync(join(dataDir, "ca.crt")) ? read("ca.crt") : undefined;
      const again = init();
      expect([where, again.code, again.said]).toEqual([where, 0, expect.stringContaining("first-account#")]);
      if (authority !== undefined) expect(read("ca.crt"), where).toBe(authority);
      const [server, ca] = [new X509Certificate(read("server.crt")), new X509Certificate(read("ca.crt"))];
      expect([where, server.checkIssued(ca), server.checkHost("collector.example")]).toEqual([
        where,
        true,
        "collector.example",
      ]);
      for (const name of readdirSync(dataDir)) {
        expect([where, name]).toEqual([where, expect.not.stringMatching(/\.[0-9a-f]{12}$/)]);
        expect([where, name, statSync(join(dataDir, name)).mode & 0o077]).toEqual([where, name, 0]);
      }
      const state = await openState("sqlite:", dataDir);
      expect(await state.db.selectFrom("venues").select("venue_id").execute()).toHaveLength(1);
      await state.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
    // The folder, each certificate's file, the database, and the configuration.
    expect(killedBefore.length).toBeGreaterThan(8);
    expect(killedBefore).toContain("mkdirSync");
    expect(killedBefore.filter((what) => /^(rename|link)Sync$/.test(what)).length).toBeGreaterThan(5);
    expect(killedBefore.filter((what) => what.startsWith("statement")).length).toBeGreaterThan(1);
  },
);

test("init in a folder that is prepared changes nothing, and says how to run it and how to make the first account", () => {
  expect(init().code).toBe(0);
  const before = readdirSync(dataDir).map((name) => [name, statSync(join(dataDir, name)).mtimeMs]);
  const again = init();
  expect(again.code).toBe(1);
  expect(again.said.trim().split("\n")).toHaveLength(1);
  expect(again.said).toMatch(/probewarden-collector run --config .* user link --config/);
  expect(readdirSync(dataDir).map((name) => [name, statSync(join(dataDir, name)).mtimeMs])).toEqual(before);
});

test("init where only the certificate of an authority stands, and not its key, is told what is missing", () => {
  expect(init().code).toBe(0);
  for (const name of ["collector.yaml", "ca.key"]) rmSync(join(dataDir, name));
  const again = init();
  expect([again.code, again.said.trim().split("\n").length]).toEqual([1, 1]);
  expect(again.said).toMatch(/ca\.key: .*not/);
});
