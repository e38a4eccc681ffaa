import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "@probewarden/cli";
import { afterAll, expect, test } from "vitest";
import { makeProgram } from "../program.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-move-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "collector.yaml");
const YAML = `dataDir: ${folder}\n`;
writeFileSync(file, YAML);

const move = (...given: string[]): Promise<unknown> => {
  const nothing = (): void => undefined;
  const context = { print: nothing, tell: nothing, environment: {}, now: Date.now };
  return makeProgram(context).parseAsync(["move", "--config", file, ...given], { from: "user" });
};
const STATE = "postgres://probewarden@127.0.0.1:1/probewarden";

test.each([
  [["--state", "postgres://probewarden:hunter2@127.0.0.1:1/probewarden"], /^--state: a password on the command line/],
  [["--state", "postgres://probewarden@127.0.0.1:1/probewarden?password=hunter2"], /^--state: a password/],
  [
    ["--state", STATE, "--series", "influx://u:hunter2@127.0.0.1:1/p"],
    /^--series: a password .*--series-password-file/,
  ],
  [["--state", "mysql://probewarden@localhost/probewarden"], /^--state must be postgres:\/\/ \(example/],
  [["--state", STATE, "--series", "http://localhost"], /^--series must be influx:\/\/ \(example/],
  [["--state", STATE, "--state-password-file", join(folder, "none")], /none: .*there is no such file/],
])("%j is refused before anybody is asked, in one line that repeats no password", async (given, why) => {
  const failed = move(...given);
  await expect(failed).rejects.toThrow(ConfigError);
  await expect(failed).rejects.toThrow(why);
  await expect(failed).rejects.not.toThrow(/hunter2|\n/);
  expect(readFileSync(file, "utf8")).toBe(YAML);
});
