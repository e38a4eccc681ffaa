import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ConfigError } from "@probewarden/cli";
import { adaptersOf, channelsOf } from "../radio/control/adapters.ts";
import { loadConfig, readConfig, readSecrets } from "./load-config.ts";

const GOOD = "sensorId: north-gate\nvenueId: mall\nmqtt:\n  url: mqtts://collector.example:8883\n";
const mistake = (text: string, environment: NodeJS.ProcessEnv = {}): string => {
  try {
    readConfig(text, "configs/agent.yaml", environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "none";
};

test("four settings are enough; the rest has defaults", () => {
  const config = readConfig(GOOD, "agent.yaml", {});
  expect(config).toMatchObject({
    dataDir: "/var/lib/probewarden",
    radio: { dwellMilliseconds: 250 },
    cameras: { enabled: true },
    logLevel: "info",
  });
});

test("a plan is named or spelled out, and never both", () => {
  const radio = (text: string) => readConfig(`${GOOD}radio: ${text}\n`, "agent.yaml", {}).radio;
  expect(channelsOf(radio("{}"))).toEqual([1, 6, 11]);
  expect(channelsOf(radio('{ channels: [1, 36, "6g:37"] }'))).toEqual([1, 36, "6g:37"]);
  // YAML reads it as a number.
  expect(channelsOf(radio("{ plan: 2.4 }"))).toHaveLength(13);
  expect(channelsOf(radio("{ plan: 2.4+5+6 }"))).toEqual(expect.arrayContaining([13, 165, "6g:5", "6g:229"]));
  const wrong = (text: string): string => mistake(`${GOOD}radio: ${text}\n`);
  expect(wrong("{ plan: 2.4, channels: [1] }")).toContain("/radio/plan and /radio/channels exclude each other");
  expect(wrong("{ plan: 60 }")).toBe(
    "configs/agent.yaml: /radio/plan must be one of 2.4, 5, 6, 2.4+5, 2.4+5+6, 5+6, and is 60 (example: 2.4+5)",
  );
  expect(wrong('{ channels: ["6g:38"] }')).toContain("/radio/channels names no channel with 6g:38");
  expect(wrong("{ channels: [20] }")).toContain("/radio/channels names no channel with 20");
  expect(wrong("{ channels: [] }")).toContain("/radio/channels is empty");
});

test("several adapters each have their plan; the form for one stays, and means the same", () => {
  const radio = (text: string) => readConfig(`${GOOD}radio: ${text}\n`, "agent.yaml", {}).radio;
  const one = [{ interfaceName: "wlan1", channels: [1, 36], isNamedPlan: false }];
  expect(adaptersOf(radio("{ interface: wlan1, channels: [1, 36] }"))).toEqual(one);
  expect(adaptersOf(radio("{ adapters: [{ interface: wlan1, channels: [1, 36] }] }"))).toEqual(one);
  const two = adaptersOf(radio("{ adapters: [{ interface: wlan1, plan: 2.4 }, { interface: wlan2, plan: 5+6 }] }"));
  expect(two.map(({ interfaceName, channels }) => [interfaceName, channels.length])).toEqual([
    ["wlan1", 13],
    ["wlan2", 40],
  ]);
  expect(adaptersOf(radio("{}"))).toEqual([]);
  const wrong = (text: string): string => mistake(`${GOOD}radio: ${text}\n`);
  expect(wrong("{ interface: wlan1, adapters: [{ interface: wlan2 }] }")).toContain(
    "/radio/adapters and /radio/interface exclude each other",
  );
  expect(wrong("{ adapters: [{ interface: wlan1 }, { interface: wlan1 }] }")).toContain("names wlan1 twice");
  expect(wrong("{ adapters: [{ interface: wlan1, plan: 7 }] }")).toContain("/radio/adapters/0/plan must be one of");
  expect(wrong("{ adapters: [{ plan: 2.4 }] }")).toContain("/radio/adapters/0/interface is missing (example: wlan1)");
});

test("the example file is valid", () => {
  const file = new URL("../../../configs/agent.yaml", import.meta.url);
  expect(readConfig(readFileSync(file, "utf8"), "configs/agent.yaml", {}).sensorId).toBe("north-gate");
});

test("a missing setting is named with file, path and example", () => {
  expect(mistake("sensorId: north-gate\nvenueId: mall\nmqtt: {}\n")).toBe(
    "configs/agent.yaml: /mqtt/url is missing (example: mqtts://collector.example:8883)",
  );
});

test("a mistyped key is answered with the one that was meant", () => {
  expect(mistake(`${GOOD}  caFiel: x\n`)).toBe("configs/agent.yaml: /mqtt/caFiel is unknown (did you mean caFile?)");
  expect(mistake(`${GOOD}radios: {}\n`)).toBe("configs/agent.yaml: /radios is unknown (did you mean radio?)");
});

test("a wrong value is shown with what it must be", () => {
  expect(mistake(`${GOOD}logLevel: loud\n`)).toBe(
    'configs/agent.yaml: /logLevel must be one of debug, info, warn, error, fatal, and is "loud" (example: info)',
  );
  expect(mistake(`${GOOD}radio:\n  dwellMilliseconds: 1\n`)).toContain(
    "/radio/dwellMilliseconds must be >= 50, and is 1",
  );
  for (const url of ["http://collector.example", "mqtt://host:99999", "mqtt://:::", "mqtt://name:word@host"])
    expect(mistake(GOOD.replace("mqtts://collector.example:8883", `"${url}"`))).toContain(
      "/mqtt/url must be mqtts://HOST:PORT",
    );
  expect(mistake(`${GOOD}runtimeDir: /${"long".repeat(30)}\n`)).toBe(
    "configs/agent.yaml: /runtimeDir is too long for the path of a socket (example: /run/probewarden)",
  );
  expect(mistake(GOOD.replace("north-gate", "North Gate"))).toContain("/sensorId must be lower-case words");
});

test("what is not YAML is told with its line", () => {
  expect(mistake("a: [1\nb: 2")).toMatch(/^configs\/agent\.yaml: .* at line \d+/);
  expect(mistake("")).toContain("it is empty");
});

test("a variable overrides its setting, in the setting's own type", () => {
  const config = readConfig(GOOD, "agent.yaml", {
    PW_MQTT_URL: "mqtt://127.0.0.1:1883",
    PW_RADIO_ENABLED: "false",
    PW_RADIO_CHANNELS: "[36, 40]",
    PW_DATA_DIR: "/tmp/data",
    PW_MQTT_PASSWORD: "12345",
  });
  expect(config).toMatchObject({
    mqtt: { url: "mqtt://127.0.0.1:1883", password: "12345" },
    radio: { enabled: false, channels: [36, 40] },
    dataDir: "/tmp/data",
  });
  expect(mistake(GOOD, { PW_RADIO_ENABLED: "perhaps" })).toContain("/radio/enabled must be boolean");
});

test("the password comes from its file, without the line's end; a missing file is named", () => {
  const folder = mkdtempSync(join(tmpdir(), "probewarden-config-"));
  const file = join(folder, "password");
  writeFileSync(file, "secret\n");
  const config = (passwordFile: string) => readConfig(`${GOOD}  passwordFile: ${passwordFile}\n`, "agent.yaml", {});
  expect(readSecrets(config(file))).toEqual({ password: "secret" });
  expect(() => readSecrets(config(`${file}.gone`))).toThrow(/passwordFile cannot be read: there is no such file/);
  expect(() => loadConfig(join(folder, "none.yaml"), {})).toThrow(ConfigError);
  rmSync(folder, { recursive: true });
});
