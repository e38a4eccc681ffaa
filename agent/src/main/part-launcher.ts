import { spawn, type ChildProcess } from "node:child_process";
import type { Part } from "../supervisor/reports.ts";

/** Starts a part in the way in which this process was started, so that source and built file both work. */
export function launchPart(part: Part, configFile: string): ChildProcess {
  const [, script = ""] = process.argv;
  // The part that hears the air must hold no key.
  const { PW_MQTT_PASSWORD: _password, ...environment } = process.env;
  return spawn(
    process.execPath,
    [...process.execArgv, script, "run", "--part", part, "--config", configFile, "--child"],
    {
      env: environment,
      // Its standard input ends when this process does, however that happens; then it ends too (see run).
      stdio: ["pipe", "inherit", "inherit"],
      // A group of its own: Ctrl-C reaches the supervisor alone, which takes the last words of its parts before it goes.
      detached: true,
    },
  );
}
