import { X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { stringify } from "yaml";
import { asOwnerOf } from "../../store/as-owner.ts";
import { checkId, checkTitle } from "../../venues/check-names.ts";
import { checkTimeZone } from "../../venues/time-zone.ts";
import { audit } from "../../people/audit.ts";
import { COMMAND_LINE } from "../../people/invitations.ts";
import { Accounts } from "../../people/accounts.ts";
import { isLoopback } from "../../api/guard.ts";
import { CERTIFICATE_FILES, CertificateFolder } from "../certificate-folder.ts";
import { withState, type CommandContext } from "../command-context.ts";
import { PACKAGE_KEY_FILE, packageKeyOf } from "../../packages/package-key.ts";
import { CommandError, ConfigError } from "@probewarden/cli";
import { DEFAULT_DATA_DIR, findConfigFile, readConfig, SERVICE_CONFIG } from "../load-config.ts";
import { makeNewDataDir, removeHalfWritten, replacePrivateFile } from "../private-files.ts";

export interface InitOptions {
  dataDir?: string;
  host: string[];
  httpPort: number;
  mqttPort: number;
  venue: string;
  venueName: string;
  timeZone: string;
}

/** Prepares a collector: its own certificate authority and server certificate, collector.yaml, a venue, and the link for the first account. */
export async function init(context: CommandContext, options: InitOptions): Promise<void> {
  const dataDir = resolve(options.dataDir ?? context.environment["PW_DATA_DIR"] ?? DEFAULT_DATA_DIR);
  const file = join(dataDir, "collector.yaml");
  if (options.dataDir === undefined) refuseSecond(context.environment, file);
  if (existsSync(file))
    throw new CommandError(
      `${file}: it exists already, so this collector is prepared (run it: probewarden-collector run --config ${file}; for the link to its first account: probewarden-collector user link --config ${file})`,
    );
  checkId(options.venue, "venue", "grand-mall");
  checkTitle(options.venueName, "--venue-name");
  const timeZone = checkTimeZone(options.timeZone, "--time-zone");
  if (options.httpPort === options.mqttPort)
    throw new ConfigError(
      `--http-port ${options.httpPort}, --mqtt-port ${options.mqttPort}: people and sensors need a port each (example: --http-port 8443 --mqtt-port 8883)`,
    );
  for (const name of options.host) checkName(name);
  makeNewDataDir(dataDir);
  await asOwnerOf(dataDir, () => prepare(context, options, dataDir, file, timeZone));
}

/** Where nobody says which folder is meant, one that is prepared elsewhere is most likely the one that was looked for. @throws CommandError */
function refuseSecond(environment: NodeJS.ProcessEnv, file: string): void {
  const places = [findConfigFile(environment), ...(environment["PW_DATA_DIR"] ? [] : [SERVICE_CONFIG])];
  const other = places.find((place) => place !== undefined && resolve(place) !== file && existsSync(place));
  if (other !== undefined)
    throw new CommandError(
      `${other}: there is a collector already (run it, or make another one in a folder of its own: init --data-dir FOLDER)`,
    );
}

async function prepare(
  context: CommandContext,
  options: InitOptions,
  dataDir: string,
  file: string,
  timeZone: string,
): Promise<void> {
  // Names of this machine to itself come last: the first name is the one in the link and in each agent.yaml.
  const names = [...new Set([...options.host, "localhost", "127.0.0.1"])];
  removeHalfWritten(dataDir, [...CERTIFICATE_FILES, PACKAGE_KEY_FILE, "collector.yaml"]);
  const certificates = new CertificateFolder(dataDir);
  await certificates.make(names, context.now());
  const key = packageKeyOf(join(dataDir, PACKAGE_KEY_FILE)).described;
  const [ca = ""] = certificates.authorities();
  const at = (name: string): string => join(dataDir, name);

  const listen = options.host.every(isLoopback) ? "127.0.0.1" : "0.0.0.0";
  const tls = { certFile: at("server.crt"), keyFile: at("server.key") };
  const settings = {
    dataDir,
    http: { host: listen, port: options.httpPort, hostNames: options.host, ...tls },
    mqtt: { embedded: true, host: listen, port: options.mqttPort, ...tls },
  };
  const yaml = `# Made by \`probewarden-collector init\`. Every setting: configs/collector.yaml of the project.\n${stringify(settings)}`;
  const config = readConfig(yaml, file, {});
  const token = await withState(config, async (state) => {
    const values = { name: options.venueName, time_zone: timeZone, floors: "[]", networks: "[]" };
    await state.transaction(async (trx) => {
      const { numInsertedOrUpdatedRows = 0n } = await trx
        .insertInto("venues")
        .values({ venue_id: options.venue, ...values })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows > 0n)
        await audit(trx, { at: context.now(), by: COMMAND_LINE, action: "venue-added", subject: options.venue });
    });
    return new Accounts(state, context.now).makeLinkToken();
  });
  // Written last, and whole or not at all: an init that was interrupted never looks finished, and the next one goes on with what there is.
  replacePrivateFile(file, yaml);

  const address = `https://${names[0] ?? "localhost"}:${options.httpPort}`;
  context.print(`Prepared ${dataDir} for ${names.join(", ")}.

1. Start it:            npx probewarden-collector run --config ${file}
2. Make your account:   ${address}/first-account#${token}
                        (good once, for 24 hours; another: npx probewarden-collector user link --config ${file})
3. Let browsers trust:  ${at("ca.crt")}
                        SHA-256 ${new X509Certificate(ca).fingerprint256}
4. Add a sensor:        npx probewarden-collector sensor add NAME --venue ${options.venue} --out agent.yaml --config ${file}
5. Packages of evidence are signed with ${at(PACKAGE_KEY_FILE)}; whoever verifies one is told its fingerprint:
                        SHA-256 ${key.fingerprint}
`);
}

/** A host name or an IP address, as `--host` takes it. @throws ConfigError */
export function checkName(name: string): void {
  const isName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(name);
  if (!isName && isIP(name) === 0)
    throw new ConfigError(
      `--host ${name}: it is neither a host name nor an IP address (example: --host collector.example --host 192.168.1.10)`,
    );
}
