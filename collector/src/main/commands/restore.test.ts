import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeProgram } from "../program.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-restore-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<string> {
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  await makeProgram({ print, tell: print, environment: {}, now: Date.now }).parseAsync(args, { from: "user" });
  return lines.join("\n");
}

test("a restored collector.yaml names its new folder, so that every command with it works there and not on the old data", async () => {
  const [old, fresh, file] = [join(folder, "old"), join(folder, "new"), join(folder, "copy.tar")];
  const [oldConfig, newConfig] = [join(old, "collector.yaml"), join(fresh, "collector.yaml")];
  await run("init", "--data-dir", old, "--host", "127.0.0.1");
  await run("sensor", "add", "door", "--config", oldConfig);
  writeFileSync(join(old, "collector-password"), "secret\n", { mode: 0o600 });
  await run("backup", file, "--config", oldConfig);

  const said = await run("restore", file, "--data-dir", fresh);
  expect(said).toContain(`  /dataDir: ${old} -> ${fresh}`);
  expect(said).toContain(`  /mqtt/keyFile: ${old}/server.key -> ${fresh}/server.key`);
  expect(readFileSync(newConfig, "utf8")).toBe(readFileSync(oldConfig, "utf8").replaceAll(old, fresh));
  expect(statSync(newConfig).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(fresh, "collector-password"), "utf8")).toBe("secret\n");

  writeFileSync(join(old, "state.db"), "broken");
  expect(await run("verify", "--config", newConfig)).toContain(`state: sound (${fresh}/state.db)`);
  rmSync(old, { recursive: true });
  expect(await run("sensor", "list", "--config", newConfig)).toMatch(/^door\tvenue-1\t/);
});

test("what is no backup leaves no folder behind, and one that was there as it was", async () => {
  const [none, text] = [join(folder, "none"), join(folder, "text.tar")];
  writeFileSync(text, "no archive".repeat(200));
  await expect(run("restore", text, "--data-dir", none)).rejects.toThrow(/text\.tar: it is no backup/);
  await expect(run("restore", join(folder, "missing.tar"), "--data-dir", none)).rejects.toThrow(/ENOENT/);
  expect(existsSync(none)).toBe(false);
  mkdirSync(none, { mode: 0o700 });
  await expect(run("restore", text, "--data-dir", none)).rejects.toThrow(/it is no backup/);
  expect(readdirSync(none)).toEqual([]);
});
