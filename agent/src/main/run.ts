import { randomBytes } from "node:crypto";
import { spellOctets } from "@probewarden/contract";
import { pino, type Logger } from "pino";
import { adaptersOf } from "../radio/control/adapters.ts";
import type { AgentConfig } from "./config.ts";
import { LogRing } from "../supervisor/commands/log-ring.ts";
import { loadConfig, readSecrets } from "./load-config.ts";
import { makeLog } from "./make-log.ts";
import { launchPart } from "./part-launcher.ts";
import type { RunOptions, Runnable } from "./run-options.ts";
import { startWatchdog } from "./systemd-watchdog.ts";
import { VERSION } from "./version.ts";

/** Something that runs until it is stopped or ends by itself. */
interface Running {
  /** Resolves when it has ended or should, with an exit code other than 0 where there is one. */
  ended: Promise<number | void>;
  stop: () => Promise<void>;
}

/** What hangs longer than this at a stop is left behind: the units of systemd kill after five seconds. A slow board needs more than two to put its adapter back. */
const STOP_MILLISECONDS = 4_500;

/** Runs the sensor, or one part of it, until SIGTERM, SIGINT or SIGHUP. */
export async function run({ config: file, part, child }: RunOptions): Promise<void> {
  const config = loadConfig(file, process.env);
  const destination = pino.destination({ fd: 2, sync: true });
  const logRing = new LogRing();
  const log = makeLog(part, config.logLevel, {
    write: (line) => {
      logRing.take(line);
      destination.write(line);
    },
  });
  const running = await start(part, file, config, { log, logRing });
  const stopWatchdog = startWatchdog({ environment: process.env, pid: process.pid, log });
  const asked = askedToEnd(child).then((reason) => {
    // A child is stopped by its supervisor, which has said it for all of them.
    log[child ? "debug" : "info"]({ reason, ...whatStops(part, config) }, "stopping");
  });
  const exitCode = (await Promise.race([running.ended, asked])) ?? 0;
  stopWatchdog();
  const tooLong = setTimeout(() => process.exit(1), STOP_MILLISECONDS);
  await running.stop();
  clearTimeout(tooLong);
  // Native captures and half-open sockets keep an event loop alive; everything that had to be kept has been.
  process.exit(exitCode);
}

/** What a person at the keyboard waits for: the processes that end, and the adapter that gets its former mode back. */
function whatStops(part: Runnable, { radio, cameras }: AgentConfig): { stops: string[]; putsBack?: string } {
  const running = { supervisor: true, radio: radio.enabled, cameras: cameras.enabled };
  const stops = part === "all" ? Object.entries(running).flatMap(([name, runs]) => (runs ? [name] : [])) : [part];
  const adapters = radio.recording === undefined && radio.setMonitorMode ? adaptersOf(radio) : [];
  const putsBack = adapters.map(({ interfaceName }) => interfaceName).join(", ");
  return { stops, ...(putsBack !== "" && stops.includes("radio") ? { putsBack } : {}) };
}

async function start(
  part: Runnable,
  file: string,
  config: AgentConfig,
  { log, logRing }: { log: Logger; logRing: LogRing },
): Promise<Running> {
  if (part === "cameras") {
    (await import("./check-parts.ts")).checkCameras(config, file);
    const { startCameraProcess } = await import("../cameras/process.ts");
    return startCameraProcess(config);
  }
  if (part === "radio") {
    const { startRadioProcess } = await import("../radio/process.ts");
    return startRadioProcess(config, log, file);
  }
  if (part === "all") (await import("./check-parts.ts")).checkParts(config, file);
  // MQTT and the outbox's database come with it: the parts that hear and ask need neither.
  const { Supervisor } = await import("../supervisor/supervisor.ts");
  let misconfigured: () => void = () => undefined;
  let restart: () => void = () => undefined;
  const ended = new Promise<number>((resolve) => {
    misconfigured = () => resolve(2);
    restart = () => resolve(0);
  });
  // systemd gives each run of a unit a name, and starts ours again however it ends. In a terminal nobody does.
  const isUnit = part === "supervisor" && process.env["INVOCATION_ID"] !== undefined;
  const supervisor = new Supervisor({
    config,
    secrets: readSecrets(config),
    version: VERSION,
    bootId: `b${spellOctets(randomBytes(8))}`,
    log,
    ...(part === "all" ? { launch: (each) => launchPart(each, file) } : {}),
    onMisconfigured: () => misconfigured(),
    commanded: { logRing, ...(isUnit ? { restartSensor: () => restart() } : {}) },
    now: Date.now,
    monotonic: () => performance.now(),
    jitter: Math.random,
  });
  await supervisor.start();
  log.info({ sensorId: config.sensorId, venueId: config.venueId, version: VERSION }, "the sensor runs");
  return { ended, stop: () => supervisor.stop() };
}

/** Resolves with the signal, or with what a child is told by the end of its standard input: its supervisor is gone. */
function askedToEnd(child: boolean): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, resolve);
    if (!child) return;
    const gone = (): void => resolve("supervisor-gone");
    process.stdin.once("end", gone).once("error", gone);
    process.stdin.resume();
  });
}
