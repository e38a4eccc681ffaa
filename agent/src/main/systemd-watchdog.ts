import type { Logger } from "pino";
import { runCommand, type RunCommand } from "../radio/control/run-command.ts";

/** Signs of life in the time after which systemd ends the process: two may be lost. */
const SIGNS_IN_TIME = 3;

export interface WatchdogOptions {
  /** What systemd says to a unit with `WatchdogSec=` (sd_watchdog_enabled(3)): NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID. */
  environment: NodeJS.ProcessEnv;
  pid: number;
  log: Logger;
  run?: RunCommand;
}

/**
 * Tells systemd from the event loop that this process lives; what hangs tells nothing, and systemd ends it and starts it again. Node has no
 * datagram sockets of AF_UNIX, so systemd's own `systemd-notify` says it, which needs `NotifyAccess=all`. Returns what ends it; where
 * nobody watches, nothing is told.
 */
export function startWatchdog({ environment, pid, log, run = runCommand }: WatchdogOptions): () => void {
  const milliseconds = Number(environment["WATCHDOG_USEC"]) / 1000;
  // A part that a supervisor started inherits what was said to the supervisor.
  const isMeant = environment["WATCHDOG_PID"] === undefined || environment["WATCHDOG_PID"] === String(pid);
  if (environment["NOTIFY_SOCKET"] === undefined || !isMeant || !(milliseconds > 0)) return () => undefined;
  let hasFailed = false;
  const tell = async (): Promise<void> => {
    const { ok, stderr } = await run("systemd-notify", ["WATCHDOG=1"]);
    if (!ok && !hasFailed)
      log.error(
        { said: stderr.slice(0, 200) },
        "systemd cannot be told that this process lives, and will end it: is systemd-notify there, and NotifyAccess=all set?",
      );
    hasFailed = !ok;
  };
  void tell();
  const timer = setInterval(() => void tell(), milliseconds / SIGNS_IN_TIME);
  return () => clearInterval(timer);
}
