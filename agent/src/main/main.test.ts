import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { programForTests } from "@probewarden/cli/for-tests";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findingForTests, messageForTests } from "../uplink/messages-for-tests.ts";
import { MosquittoForTests, hasMosquitto } from "../uplink/mosquitto-for-tests.ts";
import { Outbox } from "../uplink/outbox.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const ARGUMENTS = programForTests("agent/src/main/main.ts");

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

test.each(["version", "--version"])("%s prints one line", (given) => {
  expect(agent(given)).toMatchObject({ status: 0, stdout: "0.1.0\n", stderr: "" });
});

test("an empty standard input is told by its name", () => {
  const piped = (...given: string[]) =>
    spawnSync(process.execPath, [...ARGUMENTS, ...given], { cwd: ROOT, encoding: "utf8", input: "" });
  expect(piped("join", "-", "--to", join(folder, "to.yaml"))).toMatchObject({
    status: 2,
    stdout: "",
    stderr: "standard input: it is empty (example: sensorId: north-gate)\n",
  });
  expect(piped("replay", "-")).toMatchObject({
    status: 1,
    stdout: "",
    stderr: "stdin: the file is empty (expected a pcap or pcapng file)\n",
  });
});

test.skipIf(!existsSync("/dev/full"))("a disk that is full is one line (needs /dev/full)", () => {
  const command = [process.execPath, ...ARGUMENTS, "replay", LAB, ">", "/dev/full"].join(" ");
  expect(spawnSync("bash", ["-c", command], { cwd: ROOT, encoding: "utf8" })).toMatchObject({
    status: 1,
    stderr: "standard output: the disk is full; make room (df -h says where) and do it again (ENOSPC)\n",
  });
});

const ANOTHER_USER = ["--reuid=65534", "--regid=65534", "--clear-groups"];
/** A clone below /root, or a Node there, is out of another user's reach. */
const anotherUserCanRun =
  spawnSync("setpriv", [
    ...ANOTHER_USER,
    process.execPath,
    "-e",
    `fs.readFileSync(${JSON.stringify(`${ROOT}package.json`)})`,
  ]).status === 0;

test.skipIf(!anotherUserCanRun)(
  "what this user may not see is not nothing (needs root, setpriv, and a clone that others can read)",
  () => {
    const file = configure();
    mkdirSync(join(folder, "data"), { mode: 0o700 });
    chmodSync(folder, 0o755);
    const audit = [process.execPath, ...ARGUMENTS, "audit", "--config", file];
    const { status, stderr } = spawnSync("setpriv", [...ANOTHER_USER, ...audit], { cwd: ROOT, encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^[^\n]+\/data\/outbox: the outbox cannot be used: EACCES[^\n]+\n$/);
  },
);

test("help ends with code 0, and no command at all with 2 and the help", () => {
  expect(agent("--help")).toMatchObject({ status: 0, stderr: "" });
  const { status, stdout, stderr } = agent();
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain("replay [options] <file>");
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

test("audit prints what the sensor has yet to send, as it would be sent", async () => {
  expect(agent("audit", "--config", configure())).toMatchObject({
    status: 0,
    stdout: "",
    stderr: "nothing waits to be sent\n",
  });
  const outbox = new Outbox({
    folder: join(folder, "data", "outbox"),
    bootId: "bghghghghghghghgh",
    sensor: { venueId: "mall", sensorId: "north-gate" },
    maxBytes: 2 ** 28,
    now: Date.now,
    monotonic: () => performance.now(),
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

test("audit and set-aside print what a camera calls itself so that no terminal obeys it, and it reads the same", async () => {
  // A terminal takes U+009B for ESC [; U+202E turns the writing. JSON escapes neither.
  const name = "\u009b2J\u202eG\u202c\u2028";
  const settings = { folder: join(folder, "data", "outbox"), bootId: "bghghghghghghghgh", maxBytes: 2 ** 28 };
  const clocks = { now: Date.now, monotonic: () => performance.now() };
  const outbox = new Outbox({ ...settings, ...clocks, sensor: { venueId: "mall", sensorId: "north-gate" } });
  await outbox.put(messageForTests("camera", { cameraId: "camera-one", name }));
  outbox.close();
  const looked = agent("audit", "--config", configure());
  expect(looked.stdout.trimEnd()).toMatch(/^[ -~]+$/);
  expect(JSON.parse(looked.stdout)).toMatchObject({ body: { name } });

  // Another name of the sensor sets it aside.
  new Outbox({ ...settings, ...clocks, sensor: { venueId: "mall", sensorId: "south-gate" } }).close();
  const aside = agent("set-aside", "--config", configure());
  expect(aside.stdout.trimEnd()).toMatch(/^[ -~]+$/);
  expect(JSON.parse(aside.stdout)).toMatchObject({ message: { body: { name } } });
});

test("Ctrl-C ends run with code 0, and one line says what stops", { timeout: 90_000 }, async () => {
  const child = spawn(process.execPath, [...ARGUMENTS, "run", "--config", configure(NO_RADIO)], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  await vi.waitFor(() => expect(log).toContain('"part":"cameras"'), { timeout: 60_000, interval: 50 });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  // A stop that takes longer than 4.5 s is given up with code 1.
  expect(await ended).toBe(0);
  const stopping = log.split("\n").filter((line) => line.includes('"stopping"'));
  expect(stopping.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level: 30, reason: "SIGINT", stops: ["supervisor", "cameras"] },
  ]);
});

test("a supervisor that is killed takes its parts with it", { timeout: 150_000 }, async () => {
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
    { timeout: 60_000, interval: 50 },
  );
  child.kill("SIGKILL");
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), { timeout: 60_000 });
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
    // A technician's settings outlive the next join.
    const tuned = readFileSync(to, "utf8") + "# Of the ladder.\nradio:\n  interface: wlan1 # the USB one\n";
    writeFileSync(to, tuned);
    expect(agent("join", good, "--to", to)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("kept as before: radio"),
    });
    expect(readFileSync(to, "utf8")).toBe(tuned);

    const wrong = configure("  username: north-gate\n  password: guess\n", broker.url);
    const refused = agent("join", wrong, "--to", to);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(
      /^127\.0\.0\.1:\d+ does not let this sensor in: it was retired[^\n]+nothing was installed\n$/,
    );
    expect(readFileSync(join(folder, "etc", "mqtt-password"), "utf8")).toBe("open-sesame\n");
    await broker.remove();
    const away = agent("join", good, "--to", join(folder, "etc", "away.yaml"));
    expect(away.status).toBe(1);
    expect(away.stderr).toMatch(/does not answer on that port \(ECONNREFUSED\)[^\n]+installed all the same\n$/);
    expect(existsSync(join(folder, "etc", "away.yaml"))).toBe(true);
  },
);
