import { readFile } from "node:fs/promises";
import type { Alert, Camera } from "@probewarden/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFakeCamera, type FakeCamera } from "../../demo/src/fake-camera/fake-camera.ts";
import { FAKE_CAMERAS } from "../../demo/src/fake-camera/replies.ts";
import { agentConfig, startCollector, venueFile, type CollectorUnderTest } from "../road/product.ts";
import { answersWell, LAB, Sandbox, until } from "../road/sandbox.ts";

/** The whole road: a camera, its sensor, the collector's alert. The sensor looks each six seconds; an audit takes about one. */
const PATIENT = 120;
const FIXTURE = new URL("../../demo/fixtures/cameras/made-face-entrance/", import.meta.url);
const { account } = FAKE_CAMERAS.faceEntrance;

const sandbox = new Sandbox();
let camera: FakeCamera;
let collector: CollectorUnderTest;
let config = "";

beforeAll(async () => {
  camera = await startFakeCamera({ profile: FAKE_CAMERAS.faceEntrance });
  collector = await startCollector(sandbox, { venue: venueFile(sandbox, ["north"]), wait: false });
  await until(
    "the collector to be ready",
    () => answersWell(`${collector.address}/api/health`),
    PATIENT,
    collector.running.log,
  );
  const whole = agentConfig(sandbox, { sensorId: "north", mqttUrl: collector.mqttUrl, files: [`${LAB}/benign.pcap`] });
  const text = await readFile(whole, "utf8");
  config = sandbox.write(
    "north.yaml",
    text.replace(
      /cameras:\n\s+enabled: false/,
      `cameras:\n  enabled: true\n  unicast: ["${camera.discovery}"]\n  allowLoopback: true\n  visitEveryMinutes: 0.1`,
    ),
  );
}, 150_000);
afterAll(async () => {
  await sandbox.clear();
  await camera.stop();
});

const fixture = (name: string): Promise<string> => readFile(new URL(name, FIXTURE), "utf8");
const items = async <T>(path: string): Promise<T[]> => ((await collector.get(path)) as { items: T[] }).items;
const alerts = async (): Promise<string[]> =>
  (await items<Alert>("/api/alerts")).flatMap(({ state, camera: step }) =>
    step === undefined ? [] : [`${state} ${step.category} ${step.from} ${step.step}`],
  );
/** As a technician does it, on the sensor. */
const audit = (): Promise<string> =>
  sandbox.command(
    "agent/src/main/main.ts",
    "cameras",
    "audit",
    "--config",
    config,
    "--account",
    sandbox.write("account", `${account.name}\n${account.password}\n`),
    `127.0.0.1:${camera.httpPort}`,
  );

test("a camera whose face detection is switched on with a new firmware is told as an alert, with the step, and what changed stands with its time", async () => {
  const on = await fixture("ISAPI-Smart-FaceDetect-1.xml");
  const info = await fixture("ISAPI-System-deviceInfo.xml");
  expect(on).toContain("<enabled>true</enabled>");
  camera.nowSays("/ISAPI/Smart/FaceDetect/1", on.replace("<enabled>true</enabled>", "<enabled>false</enabled>"));
  await audit();
  const agent = sandbox.startSource("agent/src/main/main.ts", ["run", "--config", config]);
  const seen = async (line: string): Promise<true | undefined> => ((await alerts()).includes(line) ? true : undefined);
  const log = (): string => `${agent.log()}\n${collector.running.log()}`;
  // Of what it could do people are told as well, and somebody closes that.
  const before = await until("the first alert", async () => (await alerts())[0], PATIENT, log);
  expect(before).not.toContain("enabled");
  const [first] = await items<Alert>("/api/alerts");
  await collector.send("POST", `/api/alerts/${first?.alertId ?? ""}/steps`, {
    revision: first?.revision,
    what: { step: "close", reason: "known" },
  });

  const version = /<firmwareVersion>([^<]+)</.exec(info)?.[1] ?? "";
  camera.nowSays("/ISAPI/System/deviceInfo", info.replace(version, `${version}-new`));
  camera.nowSays("/ISAPI/Smart/FaceDetect/1", on);
  await audit();
  const step = before.split(" ").at(-1) ?? "";
  await until("the alert of the new step", () => seen(`open face-detection ${step} enabled`), PATIENT, log);
  const [found] = await items<Camera>("/api/cameras");
  expect(found?.changes.map(({ what, category, from, to }) => [what, category, from, to])).toEqual(
    expect.arrayContaining([
      ["firmware", undefined, expect.stringContaining(version), expect.stringContaining(`${version}-new`)],
      ["step", "face-detection", step, "enabled"],
    ]),
  );
  expect(found?.finding.ladder.find(({ category }) => category === "face-detection")?.proofs[0]?.quote).toBeTruthy();
  // The visits that follow say the same, and tell nobody anew.
  const visited = found?.lastSeenAt ?? "";
  await until(
    "another visit",
    async () => ((await items<Camera>("/api/cameras"))[0]?.lastSeenAt ?? "") > visited || undefined,
    PATIENT,
    log,
  );
  expect((await alerts()).filter((line) => line.startsWith("open"))).toEqual([`open face-detection ${step} enabled`]);
}, 300_000);
