import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { topics, type Readiness } from "@probewarden/contract";
import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { parse, parseDocument, stringify } from "yaml";
import { hashForMosquitto } from "../broker/password.ts";
import { MOSQUITTO, whyNoMosquitto } from "../intake/test-brokers.ts";
import { makeCertificates } from "./certificates.ts";
import { makeProgram } from "./program.ts";
import { freePort } from "@probewarden/cli/free-port";
import { commandsIn } from "./test-command.ts";
import { describeWith } from "../test-needs.ts";

const why = whyNoMosquitto();
const SLOW = { timeout: 60_000, interval: 200 };

describeWith(why, "an outside mosquitto", () => {
  const folder = mkdtempSync(join(tmpdir(), "pw-outside-"));
  const data = join(folder, "data");
  const out = join(folder, "mosquitto");
  const agents = new Map<string, { username: string; password: string; ca: string }>();
  let port: number;
  let printed: string;
  let mosquitto: ChildProcess | undefined;

  const run = async (...args: string[]): Promise<string> => {
    const lines: string[] = [];
    const print = (text: string): void => void lines.push(text);
    await makeProgram({ print, tell: print, environment: { PW_DATA_DIR: data }, now: Date.now }).parseAsync(args, {
      from: "user",
    });
    return lines.join("\n");
  };
  /** The commands that a person copies from what was printed. */
  const commandsOf = (text: string): string[] => [...text.matchAll(/^ {5}(\S.*)$/gm)].flatMap(([, line]) => line ?? []);
  const listens = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true)).once("error", () => resolve(false));
      socket.unref();
    });
  /** What a person copies into collector.yaml. */
  const mqttPrinted = (): object => (parse(/^mqtt:[\s\S]*/m.exec(printed)?.[0] ?? "") as { mqtt: object }).mqtt;
  /** As the printed text says: root gives the folder away first, an ordinary user does not. */
  const startMosquitto = async (): Promise<void> => {
    const lines = commandsOf(printed);
    const [, ...args] = lines.at(-1)?.split(" ") ?? [];
    for (const line of lines.slice(0, -1)) execFileSync("sh", ["-c", line]);
    mosquitto = spawn(MOSQUITTO ?? "mosquitto", args, { stdio: "ignore" });
    await vi.waitFor(async () => expect(await listens()).toBe(true), SLOW);
  };
  const running = new Set<ChildProcess>();
  const end = async (child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };

  beforeAll(async () => {
    port = await freePort();
    await run("init", "--host", "127.0.0.1", "--mqtt-port", String(port), "--venue", "mall");
    for (const sensorId of ["door-1", "door-2"]) {
      const agent = parse(await run("sensor", "add", sensorId)) as {
        mqtt: { username: string; password: string; ca: string };
      };
      agents.set(sensorId, agent.mqtt);
    }
    // mosquitto that root starts becomes another user, who has to get to its folder.
    chmodSync(folder, 0o711);
    printed = await run("broker-config", "--out", out);
    const file = join(data, "collector.yaml");
    const settings = parseDocument(readFileSync(file, "utf8"));
    settings.set("mqtt", mqttPrinted());
    writeFileSync(file, settings.toString());
  });
  afterEach(async () => {
    for (const child of running) await end(child, "SIGTERM");
    running.clear();
    await end(mosquitto, "SIGKILL");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const clientOf = (login: { username?: string; password?: string }): Promise<MqttClient> =>
    connectAsync(
      `mqtts://127.0.0.1:${port}`,
      { ...login, ca: readFileSync(join(data, "ca.crt")), protocolVersion: 4, reconnectPeriod: 0 },
      false,
    );
  const heardBy = (client: MqttClient): string[] => {
    const heard: string[] = [];
    client.on("message", (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
    return heard;
  };

  test("runs on what broker-config wrote: a sensor writes its own topics, reads its own acks, and nobody else gets in", async () => {
    await startMosquitto();
    const password = readFileSync(join(data, "collector-password"), "utf8").trim();
    const [collector, one, two] = await Promise.all([
      clientOf({ username: "collector", password }),
      clientOf({ username: "door-1", password: agents.get("door-1")?.password ?? "" }),
      clientOf({ username: "door-2", password: agents.get("door-2")?.password ?? "" }),
    ]);
    const [atCollector, atOne, atTwo] = [heardBy(collector), heardBy(one), heardBy(two)];
    const [first, second] = ["door-1", "door-2"].map((sensorId) => ({ venueId: "mall", sensorId }));
    if (first === undefined || second === undefined) throw new Error("two sensors");
    await collector.subscribeAsync(topics.collectorFilters(), { qos: 1 });
    // Refused or granted and then never served: the broker may do either ([MQTT-3.9.3-2]).
    for (const filter of [topics.ack(second), "probewarden/v1/#", "#"])
      await one.subscribeAsync(filter, { qos: 1 }).catch(() => undefined);
    await one.subscribeAsync(topics.ack(first), { qos: 1 });
    await two.subscribeAsync(topics.ack(second), { qos: 1 });

    await one.publishAsync(topics.up(second, "finding"), "forged", { qos: 1 });
    await one.publishAsync(topics.ack(second), "forged", { qos: 1 });
    await one.publishAsync(topics.up(first, "finding"), "own", { qos: 1 });
    await collector.publishAsync(topics.ack(second), "for two", { qos: 1 });
    await collector.publishAsync(topics.ack(first), "for one", { qos: 1 });
    await vi.waitFor(() => expect(atOne).toContain(`${topics.ack(first)} for one`), SLOW);
    await vi.waitFor(() => expect(atCollector).toContain(`${topics.up(first, "finding")} own`), SLOW);
    await vi.waitFor(() => expect(atTwo).toContain(`${topics.ack(second)} for two`), SLOW);
    expect([atOne, atTwo, atCollector].flat().filter((line) => line.endsWith("forged"))).toEqual([]);
    expect(atOne).toEqual([`${topics.ack(first)} for one`]);

    await expect(clientOf({ username: "door-1", password: "wrong" })).rejects.toThrow(/not authori[sz]ed/i);
    await expect(clientOf({})).rejects.toThrow(/not authori[sz]ed/i);
    for (const client of [collector, one, two]) await client.endAsync(true);
  });

  /** A collector at this mosquitto; what it answers at /api/health, and how often its log says something. */
  async function collectorWith(settings: object): Promise<{
    problems: () => Promise<string[]>;
    said: (text: string) => number;
  }> {
    const http = await freePort();
    const file = join(folder, `collector-${http}.yaml`);
    const mqtt = { ...mqttPrinted(), ...settings };
    writeFileSync(file, stringify({ dataDir: data, http: { port: http }, mqtt }));
    const child = commandsIn(folder).start(["run", "--config", file]);
    running.add(child);
    let log = "";
    child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
    const answer = async (): Promise<Readiness> =>
      (await (await fetch(`http://127.0.0.1:${http}/api/health`)).json()) as Readiness;
    await vi.waitFor(async () => expect((await answer()).state).toBe("ready"), SLOW);
    return {
      problems: async () => (await answer()).faults.map(({ text }) => text),
      said: (text) => log.split(text).length - 1,
    };
  }

  test(
    "that is away at the start is waited for, told once, and heard when it comes",
    { timeout: 180_000 },
    async () => {
      const collector = await collectorWith({});
      await vi.waitFor(
        async () => expect(await collector.problems()).toEqual([expect.stringMatching(/broker is away/)]),
        SLOW,
      );
      await startMosquitto();
      await vi.waitFor(async () => expect(await collector.problems()).toEqual([]), SLOW);
      expect(collector.said("The broker is away")).toBe(1);
      await vi.waitFor(() => expect(collector.said("the broker is heard again")).toBe(1), SLOW);
    },
  );

  test("that refuses the password is told of, and heard when it takes it", { timeout: 180_000 }, async () => {
    const passwordFile = join(folder, "other-password");
    writeFileSync(passwordFile, "another");
    await startMosquitto();
    const collector = await collectorWith({ passwordFile });
    await vi.waitFor(
      async () => expect(await collector.problems()).toEqual([expect.stringMatching(/refuses the collector's login/)]),
      SLOW,
    );
    const passwords = readFileSync(join(out, "collector-passwords"), "utf8");
    writeFileSync(
      join(out, "collector-passwords"),
      passwords.replace(/^collector:.*$/m, `collector:${await hashForMosquitto("another")}`),
    );
    mosquitto?.kill("SIGHUP");
    await vi.waitFor(async () => expect(await collector.problems()).toEqual([]), SLOW);
    expect(collector.said("refuses the collector's login")).toBe(1);
    writeFileSync(join(out, "collector-passwords"), passwords);
  });

  test("hears of a new sensor when its folder is renewed and it reads that again; collector.yaml and its password stay", async () => {
    await startMosquitto();
    const password = readFileSync(join(data, "collector-password"), "utf8").trim();
    const collector = await clientOf({ username: "collector", password });
    const [one, two] = await Promise.all(
      ["door-1", "door-2"].map((username) => clientOf({ username, password: agents.get(username)?.password ?? "" })),
    );

    const added = await run("sensor", "add", "door-3");
    expect(added).toMatch(/^door-3 is refused by mosquitto until `broker-config --out FOLDER` has run again/);
    const { mqtt } = parse(added.slice(added.indexOf("# agent.yaml"))) as { mqtt: { password: string; ca: string } };
    expect(mqtt.ca).toBe(readFileSync(join(data, "ca.crt"), "utf8"));
    const third = { username: "door-3", password: mqtt.password };
    await expect(clientOf(third)).rejects.toThrow(/not authori[sz]ed/i);
    expect(await run("sensor", "remove", "door-2")).toContain("mosquitto refuses it when `broker-config");
    const renewed = await run("broker-config", "--out", out);
    expect(renewed).toMatch(/Renewed for 2 sensors; collector\.yaml and the collector's password stay/);
    expect(commandsOf(renewed)).toEqual(["kill -HUP $(pidof mosquitto)"]);
    expect(readFileSync(join(data, "collector-password"), "utf8").trim()).toBe(password);
    const left = new Promise<void>((resolve) => two?.once("close", () => resolve()));
    // Only this one: another mosquitto of this machine is not the test's.
    mosquitto?.kill("SIGHUP");
    await vi.waitFor(async () => await (await clientOf(third)).endAsync(), SLOW);
    await left;
    expect([collector.connected, one?.connected]).toEqual([true, true]);
    await Promise.all([collector, one].map((client) => client?.endAsync()));
  }, 180_000);

  test(
    "whose certificate is of another authority is told of, and heard when it has the right one",
    { timeout: 180_000 },
    async () => {
      const other = await makeCertificates(["127.0.0.1"], Date.now());
      writeFileSync(join(folder, "other-ca.crt"), other.ca);
      await startMosquitto();
      const collector = await collectorWith({ caFile: join(folder, "other-ca.crt") });
      await vi.waitFor(
        async () => expect(await collector.problems()).toEqual([expect.stringMatching(/certificate is not trusted/)]),
        SLOW,
      );
      await end(mosquitto, "SIGKILL");
      writeFileSync(join(data, "server.crt"), other.cert);
      writeFileSync(join(data, "server.key"), other.key);
      expect(await run("broker-config", "--out", out)).toMatch(/stop mosquitto and start it again:\n {5}mosquitto -c/);
      await startMosquitto();
      await vi.waitFor(async () => expect(await collector.problems()).toEqual([]), SLOW);
      expect(collector.said("certificate is not trusted")).toBe(1);
    },
  );
});
