import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { makeProgram } from "../program.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-sensor-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** One command line, in this process; what it printed. Rejects as the command fails. */
async function run(...args: string[]): Promise<string> {
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  const environment = { PW_DATA_DIR: join(folder, "data") };
  await makeProgram({ print, tell: print, environment, now: Date.now }).parseAsync(args, { from: "user" });
  return lines.join("\n");
}

beforeAll(async () => {
  await run("venue", "add", "mall");
});

test("agent.yaml is written into a new file that only its owner may read, and not printed", async () => {
  const file = join(folder, "agent.yaml");
  const said = await run("sensor", "add", "door-1", "--out", file);
  const { mqtt } = parse(readFileSync(file, "utf8")) as { mqtt: { password: string } };
  expect(mqtt.password).toMatch(/^[\w-]{32}$/);
  expect(said).not.toContain(mqtt.password);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a file that is there, or cannot be made, costs neither it nor a password", async () => {
  const taken = join(folder, "taken.yaml");
  writeFileSync(taken, "precious");
  await expect(run("sensor", "add", "door-2", "--out", taken)).rejects.toMatchObject({ code: "EEXIST" });
  await expect(run("sensor", "add", "door-2", "--out", join(folder, "no/where.yaml"))).rejects.toMatchObject({
    code: "ENOENT",
  });
  expect(readFileSync(taken, "utf8")).toBe("precious");
  expect(await run("sensor", "list")).not.toContain("door-2");
});

test("a sensor that cannot be added leaves no file behind", async () => {
  const file = join(folder, "nowhere.yaml");
  await expect(run("sensor", "add", "door-3", "--venue", "moon", "--out", file)).rejects.toThrow(
    /^moon: there is no such venue; there are: mall$/,
  );
  expect(existsSync(file)).toBe(false);
});

test("a wrong command line is one line that begins with UsageError", async () => {
  const lines: string[] = [];
  const tell = (line: string): void => void lines.push(line);
  const program = makeProgram({ print: tell, tell, environment: {}, now: Date.now });
  await expect(program.parseAsync(["sensor", "ad"], { from: "user" })).rejects.toMatchObject({ exitCode: 1 });
  expect(lines).toEqual(["UsageError: unknown command 'ad' (Did you mean add?)"]);
});
