import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ConfigError } from "@probewarden/cli";
import { readConfig } from "./load-config.ts";

const EXAMPLE = fileURLToPath(new URL("../../../configs/collector.yaml", import.meta.url));

const mistake = (text: string, environment: Record<string, string> = {}): string => {
  try {
    readConfig(text, "collector.yaml", environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return "";
};

test("an empty file means the defaults, and the example states them", () => {
  const defaults = readConfig("", "collector.yaml", {});
  expect(defaults.http).toEqual({ host: "127.0.0.1", port: 8080, hostNames: [] });
  expect(readConfig(readFileSync(EXAMPLE, "utf8"), EXAMPLE, {})).toEqual(defaults);
});

test("a variable goes before the file", () => {
  const environment = {
    PW_HTTP_PORT: "9000",
    PW_HTTP_HOST_NAMES: "a.example, b.example",
    PW_DATA_DIR: "/data",
    PW_RETENTION_RAW_HOURS: "7",
  };
  const config = readConfig("http: { port: 1 }", "collector.yaml", environment);
  expect(config).toMatchObject({
    dataDir: "/data",
    http: { port: 9000, hostNames: ["a.example", "b.example"] },
    retention: { rawHours: 7 },
  });
});

test("a mistake names file, place, value and an example, or what was meant", () => {
  expect(mistake("http: { port: eighty }")).toBe(
    'collector.yaml: /http/port must be integer, and is "eighty" (example: 8080)',
  );
  expect(mistake("http: { prot: 80 }")).toBe("collector.yaml: /http/prot is unknown (did you mean port?)");
  expect(mistake("logLevel: loud")).toBe(
    'collector.yaml: /logLevel must be one of debug, info, warn, error, fatal, and is "loud" (example: info)',
  );
  expect(mistake("- a\n- b")).toContain("not a list of settings");
  expect(mistake("a: [")).toMatch(/^collector.yaml: .*line 1/);
  expect(mistake("", { PW_HTTP_PORT: "99999" })).toContain("/http/port");
});

test("off the loopback address it wants TLS, and the demo stays on it", () => {
  expect(mistake("http: { host: 0.0.0.0 }")).toContain("/http/certFile");
  expect(mistake("mqtt: { host: 0.0.0.0 }")).toContain("/mqtt/certFile");
  expect(mistake("{ demo: true, http: { host: 0.0.0.0, certFile: a, keyFile: b } }")).toContain(
    "/http/host must be 127.0.0.1",
  );
  expect(mistake("http: { certFile: a }")).toContain("need each other");
  expect(mistake("mqtt: { embedded: false }")).toContain(
    "/mqtt/url is missing: /mqtt/embedded is false (example: mqtts://broker.example:8883)",
  );
});

test("collectors of one group share everything, and a proxy that is believed is one address or network, never everybody", () => {
  const shared = {
    group: "mqtt: { embedded: false, url: mqtts://broker.example:8883, group: collectors }",
    state: "state: { url: postgres://probewarden@db.example/probewarden }",
    series: "series: { url: influx://localhost:8086/probewarden }",
  };
  expect(mistake(Object.values(shared).join("\n"))).toBe("");
  expect(mistake("mqtt: { group: collectors }")).toBe(
    "collector.yaml: /mqtt/group is for collectors that share everything: /mqtt/embedded must be false, /state/url must be postgres://…, /series/url must be influx://…",
  );
  expect(mistake(`${shared.group}\n${shared.state}`)).toMatch(/everything: \/series\/url must be influx/);
  // A group with a slash or a wildcard in it would be another filter ([MQTT 5, 4.8.2]).
  for (const group of ["a/b", "+", "#", ""])
    expect(mistake(`mqtt: { group: "${group}" }`), group).toContain("/mqtt/group");

  expect(
    readConfig("http: { trustProxy: [10.0.0.5, 10.1.0.0/24] }", "collector.yaml", {}).http.trustProxy,
  ).toHaveLength(2);
  expect(readConfig("", "collector.yaml", { PW_HTTP_TRUST_PROXY: "1" }).http.trustProxy).toBe(1);
  expect(mistake("http: { trustProxy: [nginx] }")).toBe(
    'collector.yaml: /http/trustProxy: "nginx" is neither an address nor a network (example: 10.0.0.5, 10.1.0.0/24)',
  );
  expect(mistake("http: { trustProxy: [0.0.0.0/0] }")).toContain("would believe everybody");
  expect(mistake("http: { trustProxy: true }")).toContain("/http/trustProxy");
  expect(mistake("{ demo: true, http: { trustProxy: [127.0.0.1] } }")).toContain("cannot stand behind a proxy");
});
