import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findingForTests, messageForTests } from "../uplink/messages-for-tests.ts";
import { MosquittoForTests, hasMosquitto } from "../uplink/mosquitto-for-tests.ts";
import { Outbox } from "../uplink/outbox.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const ARGUMENTS = ["--conditions=@probewarden/source", "--import", "tsx", "agent/src/main/main.ts"];

const LAB = join(ROOT, "test/fixtures/lab/beacon_flood_mdk4.pcap");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "probewarden-main-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const agent = (...given: string[]) =>
  spawnSync(process.execPath, [...ARGUMENTS, ...given], { cwd: ROOT, encoding: "utf8" });
const configure = (more = "", url = "mqtt://127.0.0.1:9") => {
  const file = join(folder, "agent.yaml");
  writeFileSync(
    file,
    `sensorId: north-gate\nvenueId: mall\ndataDir: ${folder}/data\nruntimeDir: ${folder}/run\nmqtt:\n  url: ${url}\n${more}`,
  );
  return file;
};
const NO_RADIO = "radio: { enabled: false }\ncameras: { allowLoopback: true, unicast: ['127.0.0.1:9'] }\n";

test("version prints one line", () => {
  expect(agent("version")).toMatchObject({ status: 0, stdout: "0.1.0\n", stderr: "" });
});

test("wrong usage ends with code 2, help with 0", () => {
  expect(agent("run", "--part", "kitchen")).toMatchObject({ status: 2, stdout: "" });
  expect(agent("listen").status).toBe(2);
  expect(agent("--help").status).toBe(0);
});

test("broken configuration is one line with file, path and example, and code 2", () => {
  const file = join(folder, "agent.yaml");
  writeFileSync(file, "sensorId: north-gate\nvenueId: mall\nmqtt: {}\n");
  expect(agent("run", "--config", file)).toMatchObject({
    status: 2,
    stdout: "",
    stderr: `ConfigError: ${file}: /mqtt/url is missing (example: mqtts://collector.example:8883)\n`,
  });
});

test("a part that cannot run with its configuration stops the start, and says why in one line", () => {
  const { status, stderr } = agent("run", "--config", configure("cameras: { enabled: false }\n"));
  expect(status).toBe(2);
  expect(stderr).toMatch(/^ConfigError: .*\/radio\/interface is missing \(example: wlan1\)$/m);
});

test("doctor says what to mend, and ends with code 1 where the sensor cannot listen", () => {
  const { status, stdout } = agent("doctor", "--config", configure("radio: { interface: none0 }\n"), "--json");
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ canListen: false });
});

test.skipIf(!existsSync(LAB))(
  "replay prints findings and at last a summary; a reader that goes away is no failure (needs test/fixtures/lab)",
  () => {
    const { status, stdout } = agent("replay", LAB, "--jsonl");
    expect(status).toBe(0);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string });
    expect(new Set(lines.slice(0, -1).map(({ type }) => type))).toEqual(new Set(["finding"]));
    expect(lines.at(-1)).toMatchObject({ type: "summary", frames: 3135 });
    const command = [process.execPath, ...ARGUMENTS, "dissect", LAB].join(" ");
    const piped = spawnSync("bash", ["-o", "pipefail", "-c", `${command} | head -1`], { cwd: ROOT, encoding: "utf8" });
    expect(piped).toMatchObject({ status: 0, stderr: "" });
  },
);

test("a folder that cannot be used is one line", () => {
  writeFileSync(join(folder, "data"), "");
  const { status, stderr } = agent("run", "--part", "supervisor", "--config", configure());
  expect(status).toBe(1);
  expect(stderr).toMatch(/^OutboxError: .*\/data\/outbox: the outbox cannot be used: [^\n]+\n$/);
});

test("audit prints what the sensor has yet to send, as it would be sent", async () => {
  const outbox = new Outbox({
    folder: join(folder, "data", "outbox"),
    bootId: "bghghghghghghghgh",
    maxBytes: 2 ** 28,
    now: Date.now,
  });
  await outbox.put(messageForTests("finding", findingForTests("finding-one")));
  outbox.close();
  const { status, stdout } = agent("audit", "--config", configure());
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    sensorId: "north-gate",
    seq: 1,
    kind: "finding",
    body: { findingId: "finding-one" },
  });
});

test("run ends on SIGTERM within two seconds, with code 0", async () => {
  const child = spawn(process.execPath, [...ARGUMENTS, "run", "--config", configure(NO_RADIO)], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  await vi.waitFor(() => expect(log).toContain('"part":"cameras"'), { timeout: 15_000, interval: 50 });
  const before = performance.now();
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(performance.now() - before).toBeLessThan(2000);
});

test("a supervisor that is killed takes its parts with it", async () => {
  const child = spawn(process.execPath, [...ARGUMENTS, "run", "--config", configure(NO_RADIO)], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const pid = await vi.waitFor(
    () => {
      const [, digits] = /"part":"cameras","pid":(\d+)/.exec(log) ?? [];
      expect(digits).toBeDefined();
      return Number(digits);
    },
    { timeout: 15_000, interval: 50 },
  );
  child.kill("SIGKILL");
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), { timeout: 5000 });
});

test.skipIf(!hasMosquitto)(
  "join installs the file for its owner only, keeps the password apart, and tries the connection (needs mosquitto)",
  async () => {
    const broker = await MosquittoForTests.create("open-sesame");
    await broker.start();
    const to = join(folder, "etc", "agent.yaml");
    const good = configure("  username: north-gate\n  password: open-sesame\n", broker.url);
    expect(agent("join", good, "--to", to)).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(to, "utf8")).toContain(`passwordFile: ${join(folder, "etc", "mqtt-password")}`);
    expect(readFileSync(to, "utf8")).not.toContain("open-sesame");
    expect(readFileSync(join(folder, "etc", "mqtt-password"), "utf8")).toBe("open-sesame\n");
    for (const name of ["agent.yaml", "mqtt-password"])
      expect(statSync(join(folder, "etc", name)).mode & 0o777).toBe(0o600);
    const wrong = configure("  username: north-gate\n  password: guess\n", broker.url);
    const refused = agent("join", wrong, "--to", to);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/^JoinError: 127\.0\.0\.1:\d+ refuses this sensor's name or password[^\n]+\n$/);
    await broker.remove();
  },
);
