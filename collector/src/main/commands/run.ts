import { once } from "node:events";
import { checkCertificateFiles } from "../check-certificate-files.ts";
import { providerSettings } from "../check-oidc.ts";
import { configOf, type CommandContext } from "../command-context.ts";
import { becomeOwnerOf } from "../../store/as-owner.ts";
import { isOpenToOthers, makePrivateDir } from "../private-files.ts";
import { PatientCollector } from "../patient-collector.ts";

/** How long the end may take. Whatever hangs then is left to the system; what was acknowledged is durable. */
const GRACE_MS = 9_000;

/**
 * Runs the collector until it is told to end, then ends it gracefully, within ten seconds whatever hangs. A second signal ends it at once.
 * While its stores cannot be opened it waits for them, and says why on its address.
 */
export async function run(context: CommandContext, options: { config?: string }): Promise<void> {
  const config = configOf(context, options.config);
  makePrivateDir(config.dataDir);
  const uid = becomeOwnerOf(config.dataDir);
  if (uid !== undefined)
    context.tell(`Started by root, it runs as the user (${uid}) to whom ${config.dataDir} belongs`);
  if (isOpenToOthers(config.dataDir))
    context.tell(
      `Warning: ${config.dataDir}: other users may look into the folder, though not into its files (chmod 700 closes it)`,
    );
  checkCertificateFiles(config, context.now());
  providerSettings(config);
  const stopped = Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  const collector = new PatientCollector(config, context, ({ address, mqttAddress }) =>
    context.print(`Probewarden collector on ${address}${config.demo ? " (DEMO)" : ""}, sensors on ${mqttAddress}`),
  );
  await collector.start();
  await stopped;
  const atOnce = (): void => process.exit(1);
  process.once("SIGTERM", atOnce).once("SIGINT", atOnce);
  const late = setTimeout(() => {
    context.tell("Warning: not everything ended in time, so it is left; what was acknowledged is stored");
    process.exit(process.exitCode ?? 0);
  }, GRACE_MS);
  await collector.stop();
  clearTimeout(late);
  process.removeListener("SIGTERM", atOnce).removeListener("SIGINT", atOnce);
}
