import { ConfigError, readFileOf } from "@probewarden/cli";

/** User and the rest of an address: `postgres://user@…`. */
const USER = /^([a-z]+:\/\/)([^:@/?#]+)@/;

/**
 * The address of a store with the password that stands in a file: in the configuration, on a command line or in a log it would be everybody's.
 * `place` names the settings in messages (`/state`). @throws ConfigError
 */
export function withPassword(url: string, passwordFile: string | undefined, place: string): string {
  if (passwordFile === undefined) return url;
  const password = readFileOf(passwordFile, `${place}/passwordFile`).toString("utf8").trim();
  if (password === "") throw new ConfigError(`${passwordFile}: ${place}/passwordFile is empty`);
  if (!USER.test(url))
    throw new ConfigError(
      `${place}/url must name a user, and no password beside ${place}/passwordFile (example: ${place === "/state" ? "postgres://probewarden@localhost/probewarden" : "influx://probewarden@localhost:8086/probewarden"})`,
    );
  return url.replace(USER, (_all, scheme: string, user: string) => `${scheme}${user}:${encodeURIComponent(password)}@`);
}
