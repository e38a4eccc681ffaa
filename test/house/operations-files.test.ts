import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COLLECTOR_PROBLEM_CODES, SENSOR_REFUSAL_CODES } from "@probewarden/contract";
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
  environment?: Record<string, string>;
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

/** What a container's path is on this machine, by the volumes of its service. */
function fileOf(service: Service | undefined, path: string): string {
  for (const volume of service?.volumes ?? []) {
    const [source = "", target = ""] = volume.split(":");
    if (source.startsWith(".") && (path === target || path.startsWith(`${target}/`)))
      return join(COMPOSE, source, path.slice(target.length));
  }
  throw new Error(`no volume has ${path}`);
}

test("Grafana begins with its data source and dashboard, each a file that is there and a service of the compose file", () => {
  const { grafana, prometheus } = compose.services;
  const provisioned = (what: string): unknown =>
    parse(readFileSync(fileOf(grafana, `/etc/grafana/provisioning/${what}`), "utf8"));
  const { datasources } = provisioned("datasources/prometheus.yaml") as {
    datasources: { uid: string; type: string; url: string; isDefault: boolean }[];
  };
  expect(datasources.map(({ uid, type, isDefault }) => [uid, type, isDefault])).toEqual([
    ["prometheus", "prometheus", true],
  ]);
  expect(Object.keys(compose.services)).toContain(new URL(datasources[0]?.url ?? "").hostname);
  const { providers } = provisioned("dashboards/probewarden.yaml") as { providers: { options: { path: string } }[] };
  const [folder] = providers.map(({ options }) => fileOf(grafana, options.path));
  const dashboards = readdirSync(folder ?? "").filter((name) => name.endsWith(".json"));
  expect(dashboards).toEqual(["probewarden.json"]);
  const home = String(grafana?.environment?.["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]);
  expect(existsSync(fileOf(grafana, home))).toBe(true);
  // No password that everybody knows.
  expect(grafana?.environment?.["GF_SECURITY_ADMIN_PASSWORD__FILE"]).toBe("/run/secrets/grafana-password");

  const scraped = parse(readFileSync(fileOf(prometheus, "/etc/prometheus/prometheus.yml"), "utf8")) as {
    scrape_configs: { scheme: string; static_configs: { targets: string[] }[] }[];
  };
  const targets = scraped.scrape_configs.flatMap((one) => one.static_configs.flatMap((statics) => statics.targets));
  const port = readConfigPort();
  expect(targets).toEqual([`collector:${port}`]);
});

const readConfigPort = (): number =>
  (parse(read("configs/compose/collector.yaml")) as { http: { port: number } }).http.port;

test("every panel of the dashboard asks the data source that is chosen above it, in one place and under one number", () => {
  const { panels, templating } = JSON.parse(read("configs/grafana/probewarden.json")) as {
    panels: { id: number; gridPos: { x: number; y: number; w: number; h: number }; datasource: { uid: string } }[];
    templating: { list: { name: string; type: string; query: string }[] };
  };
  const [chosen] = templating.list;
  expect([chosen?.name, chosen?.type, chosen?.query]).toEqual(["datasource", "datasource", "prometheus"]);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  expect(new Set(panels.map(({ datasource }) => datasource.uid))).toEqual(new Set(["${datasource}"]));
  for (const one of panels)
    for (const other of panels.filter(({ id }) => id > one.id)) {
      const [a, b] = [one.gridPos, other.gridPos];
      const overlap = a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
      expect(overlap, `panels ${one.id} and ${other.id}`).toBe(false);
    }
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

test("what is refused to sensors is counted by reason, those that nothing was refused for as well", async () => {
  const metrics = new Metrics(makeCollectorRow, () => new Map([["schema", 3]]));
  const text = await metrics.text();
  metrics.stop();
  const counted = [...text.matchAll(/^probewarden_sensor_refused_total\{reason="([\w-]+)"\} (\d+)$/gm)];
  expect(counted.map(([, reason]) => reason)).toEqual([...SENSOR_REFUSAL_CODES]);
  expect(counted.filter(([, , times]) => times !== "0").map(([, reason, times]) => [reason, times])).toEqual([
    ["schema", "3"],
  ]);
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
