import { readFileSync } from "node:fs";
import { CommandError } from "@probewarden/cli";
import { parseDocument } from "yaml";
import { audit } from "../../people/audit.ts";
import { COMMAND_LINE } from "../../people/invitations.ts";
import { CertificateFolder, type CertificateStatus } from "../certificate-folder.ts";
import { DAY_MS } from "../certificates.ts";
import { configOf, preparedConfigOf, withState, type CommandContext } from "../command-context.ts";
import type { CollectorConfig } from "../config.ts";
import { findConfigFile } from "../load-config.ts";
import { replacePrivateFile } from "../private-files.ts";
import { checkName } from "./init.ts";

export interface RenewOptions {
  config?: string;
  /** Names and addresses, in place of those of the configuration. */
  host: string[];
  newAuthority?: boolean;
  /** The new authority signs at once, whoever knows it. */
  now?: boolean;
}

/** Prints until when the certificates are good, who signs them, and which sensors do not know who will. */
export async function showCertificates(context: CommandContext, options: { config?: string }): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const status = folderOf(config).status();
  for (const line of await linesOf(config, status, context.now())) context.print(line);
}

/**
 * Makes a new certificate for the server, for other names too; a collector that runs takes it over within a minute. Where the authority's key
 * was not kept, a new authority comes first: sensors hear of it over the connection that they have, and it signs when they all have.
 */
export async function renewCertificates(context: CommandContext, options: RenewOptions): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const folder = folderOf(config);
  for (const host of options.host) checkName(host);
  const hosts = options.host.length > 0 ? options.host : config.http.hostNames;
  const names = [...new Set([...hosts, "localhost", "127.0.0.1"])];
  const { canSign, next } = folder.status();
  const now = context.now();
  // Before it: what cannot be written down is not done.
  await withState(config, (state) =>
    state.transaction((trx) =>
      audit(trx, { at: now, by: COMMAND_LINE, action: "certificates-renewed", subject: names.join(" ").slice(0, 200) }),
    ),
  );
  if (options.newAuthority === true || !canSign) await folder.beginNext(now);
  if (options.now === true && (next !== undefined || options.newAuthority === true || !canSign)) {
    await folder.switchToNext(names, now);
    context.print(
      "the new authority signs: sensors that have not heard of it need their agent.yaml anew, browsers need ca.crt",
    );
  } else if (canSign) {
    await folder.renewServer(names, now);
    context.print(
      "the server's certificate is renewed; a collector that runs shows it within a minute, without a restart",
    );
  } else if (options.host.length > 0)
    throw new CommandError(
      "the authority's key was not kept, so a certificate for other names needs the new authority at once: add --now, and give sensors their agent.yaml anew (`sensor add NAME --renew`)",
    );
  else
    context.print(
      "the authority's key was not kept: a new authority is made. Let the collector run: it tells its sensors, and the new authority signs by itself a day later, when all of them know it (--now: at once)",
    );
  if (options.host.length > 0) nameHosts(context, options);
  for (const line of await linesOf(config, folder.status(), now)) context.print(line);
}

function folderOf({ dataDir, http, mqtt }: CollectorConfig): CertificateFolder {
  const folder = new CertificateFolder(dataDir);
  if (folder.isNamedBy(http) || folder.isNamedBy(mqtt)) return folder;
  throw new CommandError(
    http.certFile === undefined
      ? "this collector has no certificates: it listens on this machine only"
      : `${http.certFile}: it is not one that \`init\` made (renew it where it came from; a collector that runs takes over the new file)`,
  );
}

/** The configuration answers to the new names; its comments stay. */
function nameHosts(context: CommandContext, { config: named, host }: RenewOptions): void {
  const file = named ?? findConfigFile(context.environment);
  if (file === undefined) return;
  const document = parseDocument(readFileSync(file, "utf8"));
  document.setIn(["http", "hostNames"], host);
  replacePrivateFile(file, document.toString());
  // What was written is what a start will read.
  configOf(context, file);
  context.print(
    `${file}: /http/hostNames is ${host.join(", ")}: restart the collector, so that it answers to them. Sensors go on to the address in their agent.yaml (/mqtt/url): where that is gone, change it there`,
  );
}

async function linesOf(config: CollectorConfig, status: CertificateStatus, now: number): Promise<string[]> {
  const until = (at: number): string =>
    `${new Date(at).toISOString().slice(0, 10)} (${Math.floor((at - now) / DAY_MS)} days)`;
  const lines = [
    `server: good until ${until(status.serverEndsAt)}, for ${status.names.join(", ")}`,
    `authority: good until ${until(status.authorityEndsAt)}, ${status.canSign ? "its key is kept: the server's certificate is renewed by itself" : "its key was not kept: `certificates renew` makes a new authority"}`,
  ];
  const { next } = status;
  if (next === undefined) return lines;
  const unaware = await withState(config, async (state) => {
    const rows = await state.db
      .selectFrom("sensors")
      .select(["sensor_id", "health"])
      .where("retired_at", "is", null)
      .orderBy("sensor_id")
      .execute();
    return rows.filter(({ health }) => health?.includes(next.fingerprint) !== true).map((row) => row.sensor_id);
  });
  return [
    ...lines,
    `next authority: SHA-256 ${next.fingerprint}; ${unaware.length === 0 ? "all sensors know it" : `not known yet to ${unaware.join(", ")}`}`,
  ];
}
