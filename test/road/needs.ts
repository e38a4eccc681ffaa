import { existsSync } from "node:fs";

/** Programs of Debian packages that tests start. */
export const MOSQUITTO = "/usr/sbin/mosquitto";
export const CHROMIUM = "/usr/bin/chromium";

/** Whether a test has to be left out because a program is not there. With CI=true it is never left out: then it fails. */
export function missing(...programs: readonly string[]): boolean {
  return process.env["CI"] !== "true" && !programs.every((program) => existsSync(program));
}
