import { spawn } from "node:child_process";
import { openSync, writeFileSync } from "node:fs";
import type { DoorAccount } from "./fake-camera/digest-door.ts";

/** What is needed to audit the one fake camera whose operator gave an account. */
export interface AuditedCamera {
  /** Launcher of the agent. */
  launcher: string;
  /** Configuration of the sensor from which the audit is run: what it proves stands in that sensor's findings. */
  config: string;
  account: DoorAccount;
  port: number;
  /** Folder of the demo. */
  home: string;
}

/** Longest wait: an audit of a camera on this machine takes about a second. */
const WAIT_MILLISECONDS = 20_000;

/** Runs `probewarden-agent cameras audit` as a technician would. Whatever becomes of it, the demo goes on: its log says why. */
export function auditCamera({ launcher, config, account, port, home }: AuditedCamera): Promise<void> {
  const file = `${home}/camera-account`;
  writeFileSync(file, `${account.name}\n${account.password}\n`, { mode: 0o600 });
  const log = openSync(`${home}/camera-audit.log`, "a", 0o600);
  const audit = spawn(
    process.execPath,
    [launcher, "cameras", "audit", "--config", config, "--account", file, `127.0.0.1:${port}`],
    { stdio: ["ignore", log, log], timeout: WAIT_MILLISECONDS },
  );
  return new Promise((resolve) => {
    audit.once("exit", () => resolve());
    audit.once("error", () => resolve());
  });
}
