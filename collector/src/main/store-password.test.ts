import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readConfig } from "./load-config.ts";
import { statePlace } from "../store/state/open-state.ts";
import { withPassword } from "./store-password.ts";

const folder = mkdtempSync(join(tmpdir(), "store-password-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "password");
writeFileSync(file, "p@ss/word: %\n");

test.each([
  [
    "postgres://probewarden@db.example/probewarden",
    "postgres://probewarden:p%40ss%2Fword%3A%20%25@db.example/probewarden",
  ],
  [
    "postgres://probewarden@/probewarden?host=/run/postgresql",
    "postgres://probewarden:p%40ss%2Fword%3A%20%25@/probewarden?host=/run/postgresql",
  ],
  [
    "influxs://probewarden@db.example:8086/probewarden",
    "influxs://probewarden:p%40ss%2Fword%3A%20%25@db.example:8086/probewarden",
  ],
])("the password of a file stands in %s, and in no message", (url, whole) => {
  expect(withPassword(url, file, "/state")).toBe(whole);
  expect(statePlace(whole, "")).not.toContain("ss");
});

test.each(["postgres://db.example/probewarden", "postgres://u:p@db.example/probewarden", "sqlite:"])(
  "an address without a user, or with a password of its own, is refused: %s",
  (url) => {
    expect(() => withPassword(url, file, "/state")).toThrow("/state/url must name a user");
  },
);

test("the settings of the configuration are joined, and a file that is not there is one line", () => {
  const yaml = (passwordFile: string): string =>
    `state: { url: "postgres://probewarden@db/probewarden", passwordFile: ${passwordFile} }\n`;
  expect(readConfig(yaml(file), "collector.yaml", {}).state.url).toContain(":p%40ss");
  expect(() => readConfig(yaml(join(folder, "none")), "collector.yaml", {})).toThrow(
    "/state/passwordFile cannot be read",
  );
});
