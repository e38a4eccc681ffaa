import { createServer as createHttpServer } from "node:http";
import { createServer, connect } from "node:net";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import mqtt from "mqtt";
import { PUBLIC_NETWORKS } from "../../agent/src/radio/venue/public-networks.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MOSQUITTO, missing } from "../road/needs.ts";
import { startMosquitto } from "../road/mosquitto.ts";
import { agentConfig, startCollector, venueFile } from "../road/product.ts";
import { LAB, Sandbox, freePort, until, type Running } from "../road/sandbox.ts";
import { writeForgedCaptures } from "./forged-captures.ts";
import { addressNeedles, found, identifierNeedles, nameNeedles, type Needle } from "./needles.ts";
import { innocentsOf } from "./stations.ts";

interface Labels {
  visitors: string[];
  attackers: string[];
  accessPoints: { bssid: string; ssid: string }[];
}
/** Captures full of stations: phones that scan, ask by name, are answered by KARMA boxes, are thrown out. */
const SCENARIOS = ["karma_onebssid", "karma_airbase", "mana_loud", "crowd", "deauth_mdk4"];
/** A forger in a phone's address, see `forged-captures.ts`. */
const PHONE = "34:14:5f:9a:2b:71";
const PHONE_LATER = "34:14:5f:9a:2b:72";
const sandbox = new Sandbox();
/** Outside the sandbox, whose every file is searched. */
const forgedFolder = mkdtempSync(`${tmpdir()}/probewarden-forged-`);
const haystacks: Record<string, Buffer> = {};
const needles: Needle[] = [];
const heard: { topic: string; payload: Buffer }[] = [];
let stationCount = 0;

/** Every file below a folder, by its path. */
function files(folder: string): Record<string, Buffer> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`)
      .filter((path) => statSync(path).size < 100e6)
      .map((path) => [path, readFileSync(path)]),
  );
}

describe.skipIf(missing(MOSQUITTO))("a visitor leaves no trace outside the radio process (needs mosquitto)", () => {
  beforeAll(async () => {
    // Whose addresses and names must not be found. Names on the list of public networks are not personal.

    const mayLeave = new Set<string>(PUBLIC_NETWORKS.spelled.map((name) => Buffer.from(name, "utf8").toString("hex")));
    for (const scenario of SCENARIOS) {
      const labels = JSON.parse(readFileSync(`${LAB}/${scenario}.json`, "utf8")) as Labels;
      const { stations, askedNames } = innocentsOf(
        `${LAB}/${scenario}.pcap`,
        new Set([...labels.attackers, ...labels.accessPoints.map(({ bssid }) => bssid)]),
      );
      for (const visitor of labels.visitors) stations.add(visitor);
      stationCount += stations.size;
      needles.push(
        ...[...stations].flatMap((station) => [
          ...addressNeedles(station),
          ...identifierNeedles(station, "venue-test"),
        ]),
      );
      const venue = new Set(labels.accessPoints.map(({ ssid }) => Buffer.from(ssid, "utf8").toString("hex")));
      for (const [hex, name] of askedNames)
        if (!mayLeave.has(hex) && !venue.has(hex)) needles.push(...nameNeedles(name));
    }
    needles.push(...addressNeedles(PHONE), ...identifierNeedles(PHONE, "venue-test"));
    const captures = [
      ...SCENARIOS.map((scenario) => ({ scenario, file: `${LAB}/${scenario}.pcap` })),
      ...writeForgedCaptures(forgedFolder, { first: PHONE, later: PHONE_LATER }),
    ];

    // A webhook that keeps what it gets.
    const posted: Buffer[] = [];
    const webhook = createHttpServer((request, response) => {
      request.on("data", (chunk: Buffer) => posted.push(chunk));
      request.on("end", () => response.end("ok"));
    });
    const webhookPort = await freePort();
    await new Promise<void>((resolve) => webhook.listen(webhookPort, "127.0.0.1", resolve));

    // The collector, and an observer of everything on MQTT.
    const sensorIds = captures.map(({ scenario }) => `sensor-${scenario.replaceAll("_", "-")}`);
    const mqttPort = await freePort();
    await startMosquitto(sandbox, mqttPort);
    const collector = await startCollector(sandbox, {
      venue: venueFile(sandbox, sensorIds),
      mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    });
    await collector.send("PUT", "/api/webhook", {
      url: `http://127.0.0.1:${webhookPort}/`,
      secret: "a secret of the test",
    });
    const observer = await mqtt.connectAsync(collector.mqttUrl, { protocolVersion: 4, clientId: "observer" });
    observer.on("message", (topic, payload) => heard.push({ topic, payload }));
    await observer.subscribeAsync("#");

    // Per scenario a supervisor, and a radio process behind a socket that is listened to: the test is the wire between them.
    const crossed: Buffer[] = [];
    const agents: Running[] = [];
    for (const [index, { file }] of captures.entries()) {
      const sensorId = sensorIds[index]!;
      const options = { sensorId, mqttUrl: collector.mqttUrl, files: [file], speed: 10 };
      const supervisorRun = `${sandbox.folder}/s${index}`;
      const radioRun = `${sandbox.folder}/r${index}`;
      mkdirSync(radioRun, { recursive: true, mode: 0o700 });
      const supervisor = sandbox.startSource("agent/src/main/main.ts", [
        "run",
        "--part",
        "supervisor",
        "--config",
        agentConfig(sandbox, { ...options, runtimeDir: supervisorRun }),
      ]);
      const wire = createServer((radio) => {
        const up = connect(`${supervisorRun}/probewarden.sock`);
        radio.on("data", (chunk: Buffer) => {
          crossed.push(chunk);
          up.write(chunk);
        });
        up.pipe(radio);
        for (const end of [radio, up]) end.on("error", () => [radio, up].forEach((other) => other.destroy()));
        up.on("close", () => radio.destroy());
        radio.on("close", () => up.end());
      });
      await new Promise<void>((resolve) => wire.listen(`${radioRun}/probewarden.sock`, resolve));
      const radio = sandbox.startSource("agent/src/main/main.ts", [
        "run",
        "--part",
        "radio",
        "--config",
        agentConfig(sandbox, { ...options, runtimeDir: radioRun, name: `${sensorId}-radio` }),
      ]);
      agents.push(supervisor, radio);
    }

    const logs = (): string => [collector.running, ...agents].map((running) => running.log()).join("\n");
    await until(
      "suspects of both KARMA boxes",
      async () => {
        const { items } = (await collector.get("/api/suspects?limit=2000")) as { items: { transmitters: string[] }[] };
        return items.some(({ transmitters }) => transmitters.length > 0) && crossed.length > 20 ? true : undefined;
      },
      120,
      logs,
    );
    await until("a webhook message", () => (posted.length > 0 ? true : undefined), 40, logs);
    const isTakenBack = (): boolean => heard.some(({ payload }) => payload.includes('"takenBack":true'));
    await until("an address that is taken back", () => (isTakenBack() ? true : undefined), 60, logs);
    await new Promise((resolve) => setTimeout(resolve, 4000)); // The recordings are over; what was still under way arrives.

    const { items } = (await collector.get("/api/suspects?limit=2000")) as { items: { suspectId: string }[] };
    const paths = [
      "health",
      "session",
      "venues",
      "sensors",
      "suspects",
      "cameras",
      "alerts",
      "webhook",
      "openapi.json",
      ...sensorIds.map((id) => `sensors/${id}/residents`),
      ...items.map(({ suspectId }) => `suspects/${suspectId}`),
      ...items.map(({ suspectId }) => `suspects/${suspectId}/levels`),
    ];
    for (const path of paths)
      haystacks[`GET /api/${path}`] = Buffer.from(
        await (await fetch(`${collector.address}/api/${path}`)).arrayBuffer(),
      );
    await observer.endAsync();
    await Promise.all(agents.map((agent) => agent.end()));
    await collector.running.end();
    webhook.close();
    haystacks["socket of the radio process"] = Buffer.concat(crossed);
    haystacks["MQTT"] = Buffer.concat(
      heard.flatMap(({ topic, payload }) => [Buffer.from(`${topic}\n`), payload, Buffer.from("\n")]),
    );
    haystacks["webhook"] = Buffer.concat(posted);
    haystacks["logs"] = Buffer.from(logs());
    Object.assign(haystacks, files(sandbox.folder));
  }, 300_000);
  afterAll(async () => {
    rmSync(forgedFolder, { recursive: true, force: true });
    await sandbox.clear();
  });

  test("the road was travelled: stations were heard, a box was accused, octets left on every way", () => {
    expect(stationCount).toBeGreaterThan(100);
    for (const way of ["socket of the radio process", "MQTT", "webhook", "GET /api/suspects", "GET /api/sensors"])
      expect(haystacks[way]?.length, way).toBeGreaterThan(100);
    expect(Object.keys(haystacks).some((path) => path.includes("/collector/"))).toBe(true);
    expect(Object.keys(haystacks).some((path) => path.includes("outbox"))).toBe(true);
    // What may leave is found by the same search.
    const BOX = "00:0c:43:7e:37:18";
    expect(found(addressNeedles(BOX), { MQTT: haystacks["MQTT"]! }).length).toBeGreaterThan(0);
    // What may leave may have to be taken back: no identifier is an address for whoever knows the venue.
    expect(found(identifierNeedles(BOX, "venue-test"), { MQTT: haystacks["MQTT"]! })).toEqual([]);
  });

  test("the search finds a planted station in every spelling, and a planted name", () => {
    const planted = addressNeedles("3a:06:70:a7:97:b4");
    for (const needle of planted)
      expect(
        found(planted, { planted: Buffer.concat([Buffer.from("{…"), needle.octets, Buffer.from("…}")]) }),
        needle.what,
      ).not.toEqual([]);
    expect(
      found(nameNeedles(Buffer.from("Home of Li")), {
        planted: Buffer.from(`x${Buffer.from("Home of Li").toString("hex")}`),
      }),
    ).not.toEqual([]);
  });

  test("a phone in whose address somebody forged networks before it spoke is taken back, and is in nothing that is sent from then on", () => {
    const messages = heard.flatMap(({ topic, payload }) =>
      topic.includes("sensor-forged-later") ? [Buffer.from(payload)] : [],
    );
    const namesPhone = (octets: Buffer): boolean => found(addressNeedles(PHONE_LATER), { message: octets }).length > 0;
    const takenBack = messages.findIndex((octets) => octets.includes('"takenBack":true'));
    expect(messages.slice(0, takenBack).some(namesPhone)).toBe(true);
    expect(messages.length).toBeGreaterThan(takenBack + 1);
    expect(messages.slice(takenBack).filter(namesPhone)).toEqual([]);
  });

  test("no station of the captures and no name that a phone asked for is found in any octet", () => {
    expect(found(needles, haystacks)).toEqual([]);
  });
});
