import { asOwnerOf } from "../../store/as-owner.ts";
import type { CollectorConfig } from "../config.ts";
import { leastFree } from "../least-free.ts";
import { checkBroker } from "./check-broker.ts";
import { checkCertificates } from "./check-certificates.ts";
import { checkDisk, checkFolder } from "./check-folder.ts";
import { checkProvider } from "./check-provider.ts";
import { checkRunning } from "./check-running.ts";
import { checkSeries } from "./check-series.ts";
import { checkState } from "./check-state.ts";
import { reportOf, type DoctorCheck, type DoctorReport } from "./report.ts";

/** Looks at all that a collector needs, from the ground up. It changes nothing that it does not put back. */
export async function runDoctor(config: CollectorConfig, file: string, now: () => number): Promise<DoctorReport> {
  const { dataDir } = config;
  const checks: DoctorCheck[] = [{ id: "configuration", state: "ok", says: `${file} can be read and used` }];
  // Root looks as the service does: what only root could open is of no use to it.
  await asOwnerOf(dataDir, async () => {
    const folder = checkFolder(dataDir);
    checks.push(folder);
    if (folder.state !== "unknown" && folder.code === undefined)
      checks.push(await checkDisk(dataDir, leastFree(config)));
    checks.push(...checkCertificates(config, now()), ...(await checkState(config, now)), await checkSeries(config));
    checks.push(...(await checkProvider(config, now)));
    const running = await checkRunning(config);
    checks.push(...(await checkBroker(config, running.isRunning, now())), ...running.checks);
  });
  return reportOf(checks);
}
