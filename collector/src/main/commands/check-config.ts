import { asOwnerOf } from "../../store/as-owner.ts";
import { checkCertificateFiles } from "../check-certificate-files.ts";
import { providerSettings } from "../check-oidc.ts";
import { configOf, type CommandContext } from "../command-context.ts";
import { findConfigFile } from "../load-config.ts";

/** Reads collector.yaml and the certificates that it names, as a start would, and starts nothing. @throws ConfigError */
export async function checkConfigFile(context: CommandContext, options: { config?: string }): Promise<void> {
  const config = configOf(context, options.config);
  await asOwnerOf(config.dataDir, () => {
    checkCertificateFiles(config, context.now());
    providerSettings(config);
  });
  const file = options.config ?? findConfigFile(context.environment) ?? "the defaults, and the environment";
  context.print(`${file}: nothing is wrong`);
}
