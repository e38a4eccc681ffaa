import { createPrivateKey, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { ConfigError, readFileOf } from "@probewarden/cli";

/** The files of a part that speaks TLS, and under which names it answers. */
export interface Certified {
  /** Where the settings stand: `/http`, `/mqtt`. */
  place: string;
  certFile: string;
  keyFile: string;
  /** Host names and addresses; empty: not known here. */
  names: readonly string[];
  /** It is renewed when the collector starts, so that its time is no matter. */
  isRenewed: boolean;
}

/**
 * Looks at a certificate and its key before anything listens with them: that both can be read, are what they should be, belong together and
 * hold now, and that the certificate is a server's and for one of the names. `now` in epoch milliseconds; by a clock that cannot be believed
 * a certificate that is not valid yet is no fault.
 * @throws ConfigError in one line, with the setting, the file, the reason and what to do
 */
export function checkCertificate({ place, certFile, keyFile, names, isRenewed }: Certified, now: number): void {
  const refuse = (setting: "certFile" | "keyFile", why: string, todo: string): never => {
    throw new ConfigError(`${place}/${setting} ${setting === "certFile" ? certFile : keyFile}: ${why} (${todo})`);
  };
  const pem = readFileOf(certFile, `${place}/certFile`);
  const keyPem = readFileOf(keyFile, `${place}/keyFile`);
  const certificate =
    // Its DER form would be read here, and by nothing that listens.
    (pem.includes("-----BEGIN CERTIFICATE-----") ? readAs(() => new X509Certificate(pem)) : undefined) ??
    refuse("certFile", "it holds no certificate in PEM", "example of its first line: -----BEGIN CERTIFICATE-----");
  const key =
    readAs(() => createPrivateKey(keyPem)) ??
    refuse(
      "keyFile",
      "it holds no private key in PEM that opens without a passphrase",
      "example of its first line: -----BEGIN PRIVATE KEY-----",
    );
  if (!certificate.checkPrivateKey(key))
    refuse(
      "keyFile",
      `it is not the key of ${certFile}`,
      "example of two that were made together: server.crt and server.key",
    );
  // One that signed itself has the mark of an authority too (`openssl req -x509` sets it), and names what it serves: that is taken.
  if (certificate.ca && certificate.subjectAltName === undefined)
    refuse(
      "certFile",
      "it is an authority's certificate, and no server's",
      "the one that it signed belongs here: server.crt",
    );
  const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  const renew = "put a new one there; for one that `init` made: probewarden-collector certificates renew";
  if (until <= now && !isRenewed) refuse("certFile", `it expired on ${dayOf(until)}`, renew);
  if (from > now && now >= BELIEVABLE_MS)
    refuse(
      "certFile",
      `it is valid from ${dayOf(from)} on only, and this machine's clock says ${dayOf(now)}`,
      "see the clock, or put another one there",
    );
  const fits = (name: string): boolean =>
    (isIP(bare(name)) === 0 ? certificate.checkHost(name) : certificate.checkIP(bare(name))) !== undefined;
  if (names.length > 0 && !names.some(fits))
    refuse(
      "certFile",
      `it is for ${oneLine(certificate.subjectAltName ?? certificate.subject)}, and for none of ${names.join(", ")}`,
      `name what it is for in /http/hostNames, or: probewarden-collector certificates renew --host ${names[0] ?? ""}`,
    );
}

/** A board without a battery starts in 1970; no certificate of ours is older than this. */
const BELIEVABLE_MS = Date.parse("2025-01-01T00:00:00Z");

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const bare = (name: string): string => name.replace(/^\[(.*)\]$/, "$1");
/** What a certificate says of itself can hold anything. */
const oneLine = (text: string): string => text.replaceAll(/[^\x20-\x7e]+/g, " ").slice(0, 200);

function readAs<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
