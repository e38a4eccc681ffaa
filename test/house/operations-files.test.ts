import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COLLECTOR_PROBLEM_CODES } from "@probewarden/contract";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { Metrics } from "../../collector/src/health/metrics.ts";
import { makeCollectorRow } from "../../collector/src/health/test-row.ts";
import { readConfig } from "../../collector/src/main/load-config.ts";
import { ROOT } from "../road/sandbox.ts";

const COMPOSE = `${ROOT}configs/compose`;
const read = (file: string): string => readFileSync(`${ROOT}${file}`, "utf8");

interface Service {
  image?: string;
  build?: { context: string; dockerfile: string };
  volumes?: string[];
  secrets?: string[];
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  profiles?: string[];
}
const compose = parse(readFileSync(`${COMPOSE}/compose.yaml`, "utf8")) as {
  services: Record<string, Service>;
  volumes: Record<string, null>;
  secrets: Record<string, { file: string }>;
};

test("the compose file names nothing that is not there", () => {
  expect(Object.keys(compose.services)).toEqual(
    expect.arrayContaining(["collector", "mosquitto", "postgres", "influxdb"]),
  );
  for (const [name, service] of Object.entries(compose.services)) {
    // An image without a version would be another one tomorrow.
    if (service.build === undefined) expect(service.image, name).toMatch(/^[\w./-]+:v?\d+(\.\d+)*$/);
    else expect(existsSync(join(COMPOSE, service.build.context, service.build.dockerfile)), name).toBe(true);
    for (const volume of service.volumes ?? []) {
      const [source = "", target] = volume.split(":");
      expect(target, volume).toMatch(/^\//);
      if (source.startsWith(".")) expect(existsSync(join(COMPOSE, source)), volume).toBe(true);
      else expect(Object.keys(compose.volumes), volume).toContain(source);
    }
    for (const secret of service.secrets ?? []) expect(Object.keys(compose.secrets), name).toContain(secret);
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(Object.keys(compose.services), name).toContain(other);
      if (condition === "service_healthy") expect(compose.services[other]?.healthcheck, other).toBeDefined();
    }
  }
  const used = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes.map((one) => one.split(":")[0]));
  expect(Object.keys(compose.volumes).filter((name) => !used.includes(name))).toEqual([]);
});

test("its collector.yaml can be read, and its addresses are the services and ports of the compose file", () => {
  const folder = mkdtempSync(join(tmpdir(), "compose-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "password"), "secret\n");
  const text = read("configs/compose/collector.yaml");
  const secrets = [...text.matchAll(/\/run\/secrets\/([\w-]+)/g)].map((match) => match[1]);
  expect(new Set(compose.services["collector"]?.secrets)).toEqual(new Set(secrets));
  const config = readConfig(text.replaceAll(/\/run\/secrets\/[\w-]+/g, join(folder, "password")), "collector.yaml", {});
  for (const url of [config.mqtt.url, config.state.url, config.series.url])
    expect(Object.keys(compose.services), url).toContain(new URL(url ?? "").hostname);
  expect(compose.services["collector"]?.ports).toEqual([`${config.http.port}:${config.http.port}`]);
  expect(compose.services["mosquitto"]?.ports).toEqual([`${config.mqtt.port}:${config.mqtt.port}`]);
  expect(compose.services["collector"]?.volumes).toContain(`collector:${config.dataDir}`);
  const dockerfile = read("configs/compose/Dockerfile");
  expect(dockerfile).toContain(`EXPOSE ${config.http.port}`);
  expect(existsSync(`${ROOT}collector/bin/probewarden-collector.js`)).toBe(true);
  expect(dockerfile).toContain("/opt/probewarden/collector/bin/probewarden-collector.js");
});

async function metricNames(): Promise<string[]> {
  const metrics = new Metrics(() => makeCollectorRow({ faults: [{ code: "disk-slow", text: "x" }] }));
  const text = await metrics.text();
  metrics.stop();
  return [...text.matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1] ?? "");
}
const namesIn = (expression: string): string[] => expression.match(/\bprobewarden_\w+/g) ?? [];

test("every figure of the Grafana dashboard is one that /metrics has, and no figure of ours is left out", async () => {
  const known = await metricNames();
  const { panels, templating } = JSON.parse(read("configs/grafana/probewarden.json")) as {
    panels: { title: string; targets: { expr: string }[] }[];
    templating: { list: { query: string }[] };
  };
  const expressions = [
    ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ...templating.list.map(({ query }) => query),
  ];
  const named = new Set(expressions.flatMap(namesIn));
  for (const name of named) expect(known).toContain(name);
  expect(known.filter((name) => !name.startsWith("probewarden_process_") && !named.has(name))).toEqual([]);
});

test("every rule of Prometheus' alerts speaks of figures and codes that there are, and says what to do", async () => {
  const known = await metricNames();
  const { groups } = parse(read("configs/prometheus/probewarden.rules.yml")) as {
    groups: {
      rules: { alert: string; expr: string; labels: { severity: string }; annotations: Record<string, string> }[];
    }[];
  };
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.length).toBeGreaterThan(10);
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  for (const { alert, expr, labels, annotations } of rules) {
    for (const name of namesIn(expr)) expect(known, alert).toContain(name);
    for (const [, code] of expr.matchAll(/code="([^"]+)"/g)) expect(COLLECTOR_PROBLEM_CODES, alert).toContain(code);
    expect(["critical", "warning", "info"], alert).toContain(labels.severity);
    expect(annotations["summary"] && annotations["description"], alert).toBeTruthy();
  }
  const { rule_files } = parse(read("configs/prometheus/prometheus.yml")) as { rule_files: string[] };
  for (const file of rule_files) expect(existsSync(`${ROOT}configs/prometheus/${file}`)).toBe(true);
});
