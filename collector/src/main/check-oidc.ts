import { X509Certificate } from "node:crypto";
import { ConfigError, readFileOf } from "@probewarden/cli";
import { hostOf, isClosedHost } from "../alerts/notify/reachable.ts";
import { isLoopback } from "../api/guard.ts";
import { mayAsk } from "../people/provider/provider-fetch.ts";
import type { ProviderSettings } from "../people/provider/provider-settings.ts";
import { certificatesIn } from "./certificate-folder.ts";
import type { CollectorConfig } from "./config.ts";

const ISSUER = "https://login.example/realms/mall";
const PUBLIC_URL = "https://collector.example";
/** Longest secret that is taken for one: a file of something else is told at the start. */
const LONGEST_SECRET = 1_024;

type Parts = Pick<CollectorConfig, "oidc" | "http">;
/** Short, and without a password that stands in it. */
const shown = (text: string): string => JSON.stringify(text.slice(0, 120).replace(/\/\/[^/@]*@/, "//"));

/** What is wrong with the settings of the identity provider, in one line with the setting and an example; undefined when nothing is. */
export function wrongOidc({ oidc, http }: Parts): string | undefined {
  const { issuer, publicUrl, clientId, clientSecretFile, label, caFile } = oidc;
  const others = Object.entries({ publicUrl, clientId, clientSecretFile, label, caFile });
  if (issuer === undefined) {
    const given = others.find(([, value]) => value !== undefined);
    return given === undefined ? undefined : `/oidc/issuer is missing beside /oidc/${given[0]} (example: ${ISSUER})`;
  }
  if (clientId === undefined) return "/oidc/clientId is missing (example: probewarden)";
  if (clientSecretFile === undefined)
    return "/oidc/clientSecretFile is missing (example: /etc/probewarden/oidc-secret)";
  if (publicUrl === undefined) return `/oidc/publicUrl is missing (example: ${PUBLIC_URL})`;
  return wrongIssuer(issuer, oidc.allow) ?? wrongPublicUrl(publicUrl, http.hostNames);
}

function wrongIssuer(issuer: string, allow: readonly string[]): string | undefined {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const told = `/oidc/issuer ${shown(issuer)}`;
  if (url === undefined || !["https:", "http:"].includes(url.protocol) || url.hostname === "")
    return `${told}: an address with https:// belongs here (example: ${ISSUER})`;
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    return `${told}: an issuer has no name, password, query and fragment (example: ${ISSUER})`;
  if (url.pathname.includes("/.well-known/"))
    return `${told}: leave out /.well-known/ and what follows (example: ${ISSUER})`;
  const host = hostOf(url);
  if (isClosedHost(host) && !hostsOf(allow).includes(host))
    return `${told}: ${host} is this machine, its own link or a cloud's metadata; allow it in /oidc/allow if it is meant (example: [${host}])`;
  if (!mayAsk(url, hostsOf(allow)))
    return `${told}: http is taken of this machine only, and where /oidc/allow names it (example: ${ISSUER})`;
  return undefined;
}

function wrongPublicUrl(publicUrl: string, hostNames: readonly string[]): string | undefined {
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined;
  const told = `/oidc/publicUrl ${shown(publicUrl)}`;
  if (url === undefined || !["https:", "http:"].includes(url.protocol))
    return `${told}: an address with https:// belongs here (example: ${PUBLIC_URL})`;
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "")
    return `${told}: the name and port alone belong here (example: ${PUBLIC_URL})`;
  const host = hostOf(url);
  if (url.protocol === "http:" && !isLoopback(host))
    return `${told}: http is taken of this machine only (example: ${PUBLIC_URL})`;
  if (!isLoopback(host) && !hostsOf(hostNames).includes(host))
    return `${told}: the collector does not answer under this name; add it to /http/hostNames (example: [${host}])`;
  return undefined;
}

const hostsOf = (names: readonly string[]): string[] =>
  names.map((name) =>
    name
      .toLowerCase()
      .replace(/^\[|\]$/g, "")
      .replace(/\.$/, ""),
  );

/** The identity provider as it is configured, with its files read; undefined where there is none. @throws ConfigError */
export function providerSettings({ oidc }: Pick<CollectorConfig, "oidc">): ProviderSettings | undefined {
  const { issuer, clientId, clientSecretFile, publicUrl, label = "", caFile, signOutThere } = oidc;
  if (issuer === undefined || clientId === undefined || clientSecretFile === undefined || publicUrl === undefined)
    return undefined;
  const clientSecret = readFileOf(clientSecretFile, "/oidc/clientSecretFile").toString("utf8").trim();
  if (clientSecret === "" || clientSecret.length > LONGEST_SECRET || /\s/.test(clientSecret))
    throw new ConfigError(
      `${clientSecretFile}: /oidc/clientSecretFile must hold the secret alone, in one line (example: 8f1c0e5b2a…)`,
    );
  return {
    issuer: new URL(issuer),
    clientId,
    clientSecret,
    publicUrl: new URL(publicUrl),
    label,
    signOutThere,
    allow: hostsOf(oidc.allow),
    ...(caFile === undefined ? {} : { ca: authorityOf(caFile) }),
  };
}

function authorityOf(caFile: string): string {
  const text = readFileOf(caFile, "/oidc/caFile").toString("utf8");
  try {
    if (certificatesIn(text).map((pem) => new X509Certificate(pem)).length > 0) return text;
  } catch {
    // One that is none is told like none at all.
  }
  throw new ConfigError(
    `/oidc/caFile ${caFile}: it holds no certificate in PEM (example of its first line: -----BEGIN CERTIFICATE-----)`,
  );
}
