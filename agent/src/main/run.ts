import { randomBytes } from "node:crypto";
import { spellOctets } from "@probewarden/contract";
import { pino, type Logger } from "pino";
import { Supervisor } from "../supervisor/supervisor.ts";
import type { AgentConfig } from "./config.ts";
import { loadConfig, readSecrets } from "./load-config.ts";
import { launchPart } from "./part-launcher.ts";
import type { RunOptions, Runnable } from "./run-options.ts";
import { VERSION } from "./version.ts";

/** Something that runs until it is stopped or ends by itself. */
interface Running {
  /** Resolves when it has ended or should, with an exit code other than 0 where there is one. */
  ended: Promise<number | void>;
  stop: () => Promise<void>;
}

/** A stop takes no longer than this; what hangs beyond it is left behind. */
const STOP_MILLISECONDS = 1900;

/** Runs the sensor, or one part of it, until SIGTERM, SIGINT or SIGHUP. */
export async function run({ config: file, part, child }: RunOptions): Promise<void> {
  const config = loadConfig(file, process.env);
  const log = pino({ level: config.logLevel, base: { process: part } }, pino.destination({ fd: 2, sync: true }));
  const running = await start(part, file, config, log);
  const exitCode = (await Promise.race([running.ended, askedToEnd(child)])) ?? 0;
  const tooLong = setTimeout(() => process.exit(1), STOP_MILLISECONDS);
  await running.stop();
  clearTimeout(tooLong);
  // Native captures and half-open sockets keep an event loop alive; everything that had to be kept has been.
  process.exit(exitCode);
}

async function start(part: Runnable, file: string, config: AgentConfig, log: Logger): Promise<Running> {
  if (part === "cameras") {
    const { startCameraProcess } = await import("../cameras/process.ts");
    return startCameraProcess(config);
  }
  if (part === "radio") {
    const { startRadioProcess } = await import("../radio/process.ts");
    return startRadioProcess(config, log, file);
  }
  let misconfigured: () => void = () => undefined;
  const ended = new Promise<number>((resolve) => {
    misconfigured = () => resolve(2);
  });
  const supervisor = new Supervisor({
    config,
    secrets: readSecrets(config),
    version: VERSION,
    bootId: `b${spellOctets(randomBytes(8))}`,
    log,
    ...(part === "all" ? { launch: (each) => launchPart(each, file) } : {}),
    onMisconfigured: () => misconfigured(),
    now: Date.now,
    jitter: Math.random,
  });
  await supervisor.start();
  log.info({ sensorId: config.sensorId, venueId: config.venueId, version: VERSION }, "the sensor runs");
  return { ended, stop: () => supervisor.stop() };
}

function askedToEnd(child: boolean): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => resolve());
    if (!child) return;
    process.stdin.once("end", () => resolve()).once("error", () => resolve());
    process.stdin.resume();
  });
}
