import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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
  expect(await run({ PW_DATA_DIR: empty }, "sensor", "list")).toBe(
    `no sensor in ${empty}/state.db (no configuration file was found; --config FILE names one)`,
  );
  const file = join(folder, "collector.yaml");
  writeFileSync(file, `dataDir: ${named}\n`);
  await run({}, "venue", "add", "mall", "--config", file);
  expect(await run({ PW_CONFIG: file }, "venue", "list")).toBe("mall\t-\tmall\tAsia/Shanghai");
  expect(existsSync(join(named, "state.db"))).toBe(true);
});

test("an empty list says where it looked, for it may be another collector's", async () => {
  const data = join(folder, "without");
  const file = join(folder, "without.yaml");
  writeFileSync(file, `dataDir: ${data}\n`);
  for (const [list, what] of [
    ["sensor list", "no sensor"],
    ["venue list", "no venue"],
    ["user list", "no account"],
  ] as const)
    expect(await run({}, ...list.split(" "), "--config", file)).toBe(`${what} in ${data}/state.db (${file})`);
});

test("init without a folder refuses where a collector is prepared already, and makes nothing; with one it makes another", async () => {
  const [first, second] = [join(folder, "first"), join(folder, "second")];
  const options = ["--host", "127.0.0.1"];
  const said = await run({}, "init", "--data-dir", first, ...options);
  expect(said).toContain(`Prepared ${first} for 127.0.0.1`);
  expect(said).toMatch(/sensor add NAME --venue \S+ --out agent\.yaml --config \S+\/first\/collector\.yaml/);
  const known = { PW_CONFIG: join(first, "collector.yaml") };
  await expect(run(known, "init", ...options)).rejects.toThrow(
    `${first}/collector.yaml: there is a collector already (run it, or make another one in a folder of its own: init --data-dir FOLDER)`,
  );
  expect(existsSync(".probewarden/collector/collector.yaml")).toBe(false);
  expect(await run(known, "init", "--data-dir", second, ...options)).toContain(`Prepared ${second}`);
});

test("where two collectors could be meant a command asks which, and --config answers", async () => {
  const here = mkdtempSync(join(tmpdir(), "pw-two-"));
  const before = process.cwd();
  process.chdir(here);
  try {
    for (const name of ["collector.yaml", ".probewarden/collector/collector.yaml"]) {
      mkdirSync(dirname(name), { recursive: true });
      writeFileSync(name, `dataDir: ${here}/data\n`);
    }
    await expect(run({}, "sensor", "list")).rejects.toThrow(
      "--config: which collector is meant: collector.yaml or .probewarden/collector/collector.yaml?",
    );
    expect(await run({}, "sensor", "list", "--config", "collector.yaml")).toContain("no sensor in");
  } finally {
    process.chdir(before);
    rmSync(here, { recursive: true });
  }
});
