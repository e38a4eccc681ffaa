import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeProgram } from "../program.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-broker-config-"));
// mosquitto that root starts becomes another user, who has to get to its folder.
chmodSync(folder, 0o711);
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [8883, 8443, 8884],
  [8883, 8884, 8885],
  [65_535, 8443, 65_534],
  [65_534, 65_533, 65_532],
])("with sensors at %i and the dashboard at %i, collectors have a port of their own: %i", async (mqtt, http, own) => {
  const [dataDir, out] = [join(folder, `${mqtt}-${http}`), join(folder, `${mqtt}-${http}-out`)];
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  const run = (...args: string[]): Promise<unknown> =>
    makeProgram({ print, tell: print, environment: { PW_DATA_DIR: dataDir }, now: Date.now }).parseAsync(args, {
      from: "user",
    });
  await run("init", "--host", "127.0.0.1", "--mqtt-port", String(mqtt), "--http-port", String(http));
  await run("broker-config", "--out", out);
  const listeners = [...readFileSync(join(out, "mosquitto.conf"), "utf8").matchAll(/^listener (\d+)/gm)];
  expect(new Set(listeners.map(([, port]) => Number(port)))).toEqual(new Set([mqtt, own]));
  expect(lines.join("\n")).toContain(`both use port ${mqtt}, and mosquitto ${own} for collectors`);
  expect(lines.join("\n")).toContain(`url: mqtts://127.0.0.1:${own}`);
});
