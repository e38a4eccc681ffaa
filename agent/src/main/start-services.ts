import { existsSync } from "node:fs";
import { runCommand, type RunCommand } from "../radio/control/run-command.ts";

/** The sensor's units, in the order in which each finds what it needs. */
const UNITS = ["probewarden-supervisor", "probewarden-radio", "probewarden-cameras"].map((name) => `${name}.service`);

/** What became of the sensor's services; `none`: this machine has no such units, or they are switched off. */
export type Started = "none" | "started" | "failed";

/**
 * Starts the sensor's services anew, so that they have the identity that was just installed. What somebody has switched off (`systemctl disable`) stays off,
 * and where the units or systemd are not there nothing is done. Never rejects.
 */
export async function startServices(
  run: RunCommand = runCommand,
  hasSystemd = existsSync("/run/systemd/system"),
): Promise<Started> {
  if (!hasSystemd) return "none";
  const enabled: string[] = [];
  for (const unit of UNITS) if ((await run("systemctl", ["is-enabled", "--quiet", unit])).ok) enabled.push(unit);
  if (enabled.length === 0) return "none";
  // What ends takes up to five seconds, as long as a command may.
  return (await run("systemctl", ["restart", "--no-block", ...enabled])).ok ? "started" : "failed";
}

/** What a person is told of it, who has just installed this configuration. Where nothing was started, a sensor that runs goes on as who it was. */
export const wordsOfStart: Readonly<Record<Started, (file: string) => string>> = {
  none: (file) =>
    `nothing was started: probewarden-agent doctor --config ${file}, then run --config ${file} (one that runs already: end it first)`,
  started: () => "the sensor's services start now",
  failed: () =>
    `the sensor's services could not be started: sudo systemctl restart ${UNITS.map((unit) => unit.replace(".service", "")).join(" ")}`,
};
