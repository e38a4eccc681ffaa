import { join } from "node:path";
import { latestWaiting } from "../uplink/outbox-database.ts";
import type { DoctorCheck } from "./doctor-report.ts";

/** Whether collector and sensor understand each other, by what the sensor last had to say of it. Reads only. */
export function checkVersion(dataDir: string): DoctorCheck {
  const id = "version";
  const health = latestWaiting(join(dataDir, "outbox"), "health");
  if (health === undefined || !health.includes('"contract-version"'))
    return { id, state: "ok", says: "nothing speaks against the collector's version" };
  return {
    id,
    state: "failed",
    says: "the collector is of another version, and takes nothing of what this sensor says",
    todo: "Install the same release on both, the collector first; what waits here is kept.",
  };
}
