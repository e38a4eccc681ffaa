import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startWatchdog } from "./systemd-watchdog.ts";

const SOURCE = fileURLToPath(new URL("./systemd-watchdog.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const unitFile = (part: string): string => `${ROOT}configs/systemd/probewarden-${part}.service`;

let stop: (() => void) | undefined;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pw-watchdog-"));
});
afterEach(() => {
  stop?.();
  stop = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const watched = { NOTIFY_SOCKET: "/run/systemd/notify", WATCHDOG_USEC: "90000" };
const answer = (ok: boolean) => async () => ({ ok, stdout: "", stderr: ok ? "" : "No such file or directory" });

test("three signs of life come in the time that systemd waits", async () => {
  const run = vi.fn(answer(true));
  stop = startWatchdog({ environment: { ...watched, WATCHDOG_PID: "7" }, pid: 7, log: pino({ level: "silent" }), run });
  await vi.waitFor(() => expect(run.mock.calls.length).toBeGreaterThanOrEqual(3), { timeout: 1_000, interval: 10 });
  expect(run).toHaveBeenCalledWith("systemd-notify", ["WATCHDOG=1"]);
});

test.each([
  ["nobody watches", {}],
  ["the unit has no time", { NOTIFY_SOCKET: "/run/systemd/notify" }],
  ["the supervisor is meant, not its part", { ...watched, WATCHDOG_PID: "6" }],
])("nothing is told where %s", async (_where, environment) => {
  const run = vi.fn(answer(true));
  stop = startWatchdog({ environment, pid: 7, log: pino({ level: "silent" }), run });
  await delay(50);
  expect(run).not.toHaveBeenCalled();
});

test("systemd that cannot be told is said once", async () => {
  const lines: string[] = [];
  const run = vi.fn(answer(false));
  stop = startWatchdog({ environment: watched, pid: 7, log: pino({}, { write: (line) => lines.push(line) }), run });
  await vi.waitFor(() => expect(run.mock.calls.length).toBeGreaterThanOrEqual(3), { timeout: 1_000, interval: 10 });
  expect(lines).toHaveLength(1);
});

/** Prints a line for each sign of life that reaches a socket like systemd's. */
const RECEIVER = `import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print("ready", flush=True)
while True: print(s.recv(4096).decode(), flush=True)`;

const hasTools = ["/usr/bin/systemd-notify", "/usr/bin/python3"].every((file) => existsSync(file));
test.skipIf(!hasTools)("a process whose event loop hangs falls silent (needs systemd-notify and python3)", async () => {
  const socket = join(folder, "notify");
  const receiver = spawn("python3", ["-c", RECEIVER, socket], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  receiver.stdout.on("data", (text: Buffer) => (said += text.toString()));
  await vi.waitFor(() => expect(said).toContain("ready"), { timeout: 10_000 });
  const script = join(folder, "hangs.mjs");
  writeFileSync(
    script,
    `import { startWatchdog } from ${JSON.stringify(SOURCE)};
startWatchdog({ environment: process.env, pid: process.pid, log: console });
setTimeout(() => { console.log("hangs"); for (;;); }, 1000);`,
  );
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), script], {
    env: { ...process.env, NOTIFY_SOCKET: socket, WATCHDOG_USEC: "600000" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await once(child.stdout, "data");
    await delay(300);
    const signs = said.match(/WATCHDOG=1/g)?.length ?? 0;
    expect(signs).toBeGreaterThanOrEqual(3);
    await delay(1_000);
    expect(said.match(/WATCHDOG=1/g)).toHaveLength(signs);
  } finally {
    child.kill("SIGKILL");
    receiver.kill("SIGKILL");
  }
});

test.each(["supervisor", "radio", "cameras"])(
  "the unit of the %s is watched, and its memory never lies on a disk",
  (part) => {
    const unit = readFileSync(unitFile(part), "utf8");
    // An abort, systemd's default, writes a core file: of the radio process that is what it heard of visitors.
    for (const line of ["NotifyAccess=all", "WatchdogSignal=SIGKILL", "LimitCORE=0", "Restart=always"])
      expect(unit).toContain(`\n${line}\n`);
    expect(unit).toMatch(/^WatchdogSec=\d+$/m);
  },
);

const ANALYZE = "/usr/bin/systemd-analyze";
test.skipIf(!existsSync(ANALYZE))("systemd understands every unit (needs systemd-analyze)", () => {
  const units = ["supervisor", "radio", "cameras", "collector"].map((part) => {
    const file = join(folder, `probewarden-${part}.service`);
    // What is started is elsewhere than here; all else is verified as it stands.
    writeFileSync(
      file,
      readFileSync(unitFile(part), "utf8").replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`),
    );
    return file;
  });
  const { status, stderr, stdout } = spawnSync(ANALYZE, ["verify", "--man=no", ...units], { encoding: "utf8" });
  expect(`${stdout}${stderr}`).toBe("");
  expect(status).toBe(0);
});
