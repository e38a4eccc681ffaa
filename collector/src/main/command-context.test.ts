import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "@probewarden/cli";
import { afterAll, expect, test } from "vitest";
import { makeProgram } from "./program.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-context-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(environment: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  await makeProgram({ print, tell: print, environment, now: Date.now }).parseAsync(args, { from: "user" });
  return lines.join("\n");
}

test("a forgotten --config is told with the places looked at, and makes no empty data folder", async () => {
  const missing = join(folder, "missing");
  for (const line of [
    "sensor list",
    "sensor add door",
    "sensor place door --floor ground --x 1 --y 1",
    "sensor remove door",
    "venue list",
    "venue add mall",
    "venue floor mall ground --width 1 --height 1",
    "venue import venue.json",
    "user link",
    "verify",
    `backup ${join(folder, "copy.tar")}`,
    `broker-config --out ${join(folder, "mosquitto")}`,
  ]) {
    const error: unknown = await run({ PW_DATA_DIR: missing }, ...line.split(" ")).catch((thrown: unknown) => thrown);
    expect([line, error]).toEqual([line, expect.any(ConfigError)]);
    expect((error as Error).message).toBe(
      `${missing}: there is no such data folder, and no configuration in any of collector.yaml, ${missing}/collector.yaml, /etc/probewarden/collector.yaml (name it with --config FILE, or prepare a collector with \`probewarden-collector init\`)`,
    );
  }
  expect(readdirSync(folder)).toEqual([]);
});

test("a data folder that is there, or a file that names one, is enough", async () => {
  const [empty, named] = [join(folder, "empty"), join(folder, "named")];
  mkdirSync(empty);
  expect(await run({ PW_DATA_DIR: empty }, "sensor", "list")).toBe("");
  const file = join(folder, "collector.yaml");
  writeFileSync(file, `dataDir: ${named}\n`);
  await run({}, "venue", "add", "mall", "--config", file);
  expect(await run({ PW_CONFIG: file }, "venue", "list")).toBe("mall\t-\tmall\tAsia/Shanghai");
  expect(existsSync(join(named, "state.db"))).toBe(true);
});
