import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { CommandError } from "@probewarden/cli";
import { makeAuthority, makeServerCertificate, makeServerKey } from "./certificates.ts";
import { replacePrivateFile } from "./private-files.ts";

/** Files of the data folder that TLS is made of; a backup holds them all. */
export const CERTIFICATE_FILES = [
  "ca.crt",
  "ca.key",
  "ca-next.crt",
  "ca-next.key",
  "server.crt",
  "server.key",
] as const;
type Name = (typeof CERTIFICATE_FILES)[number];

/** How the certificates of a collector stand. Times in milliseconds since 1970. */
export interface CertificateStatus {
  /** When browsers and sensors stop to accept the server. */
  serverEndsAt: number;
  authorityEndsAt: number;
  /** The authority can sign: its key was kept. */
  canSign: boolean;
  /** Names of the server's certificate. */
  names: string[];
  /** The authority that will sign next, when sensors know it. */
  next: { fingerprint: string; publishedAt: number } | undefined;
}

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n?/g;

/** The certificates of a text, PEM, one by one. */
export const certificatesIn = (pem: string): string[] => pem.match(BLOCK) ?? [];

/** SHA-256 of a certificate, as sensors tell which authorities they trust. */
export const fingerprintOf = (pem: string): string =>
  new X509Certificate(pem).fingerprint256.replaceAll(":", "").toLowerCase();

/**
 * The certificates that `init` made, in the data folder. `ca.crt` is what is trusted: the authority that signs, and one that will. Each change
 * is one file that replaces another, in an order in which a collector that is killed in between can be reached all the same.
 */
export class CertificateFolder {
  readonly #dataDir: string;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  file(name: Name): string {
    return join(this.#dataDir, name);
  }

  /** Whether these files are the ones that a part of the configuration names: certificates of somebody else's are not ours to renew. */
  isNamedBy({ certFile, keyFile }: { certFile?: string; keyFile?: string }): boolean {
    const is = (file: string | undefined, name: Name): boolean =>
      file !== undefined && resolve(file) === resolve(this.file(name));
    return is(certFile, "server.crt") && is(keyFile, "server.key") && this.#has("ca.crt");
  }

  /**
   * Makes everything anew. Where an authority stands already, of an `init` that was interrupted or whose configuration was lost, browsers and
   * sensors may know it: it stays, and signs a certificate for these names. Throws {@link CommandError} where its keys are not there.
   */
  async make(names: readonly string[], now: number): Promise<void> {
    if (this.#has("ca.crt")) return this.#goOn(names, now);
    const authority = await makeAuthority(now);
    const key = await makeServerKey();
    this.#write("server.key", key);
    this.#write("server.crt", await makeServerCertificate(authority, key, names, now));
    this.#write("ca.key", authority.key);
    // Last: where it is, the others are.
    this.#write("ca.crt", authority.cert);
  }

  async #goOn(names: readonly string[], now: number): Promise<void> {
    for (const name of ["ca.key", "server.key"] as const)
      if (!this.#has(name))
        throw new CommandError(
          `${this.file(name)}: it is not there, and ${this.file("ca.crt")} is (put it back, or name another folder)`,
        );
    await this.renewServer(names, now);
  }

  /** What sensors are told to trust, the authority that signs now first; PEM. */
  authorities(): string[] {
    return certificatesIn(this.#read("ca.crt"));
  }

  /** Throws the system's error where a file cannot be read or is no certificate. */
  status(): CertificateStatus {
    const server = new X509Certificate(this.#read("server.crt"));
    const [signs] = this.authorities();
    const authority = new X509Certificate(signs ?? "");
    const alternatives = (server.subjectAltName ?? "").split(", ");
    return {
      serverEndsAt: Date.parse(server.validTo),
      authorityEndsAt: Date.parse(authority.validTo),
      canSign: this.#has("ca.key"),
      names: alternatives.map((name) => name.replace(/^(DNS|IP Address):/, "")),
      next: this.#next(),
    };
  }

  /** A new certificate for the server, of the authority that everybody knows. Throws {@link CommandError} where its key was not kept. */
  async renewServer(names: readonly string[], now: number): Promise<void> {
    const [cert] = this.authorities();
    if (cert === undefined || !this.#has("ca.key"))
      throw new CommandError(`${this.file("ca.key")}: the authority's key was not kept, so a new authority is needed`);
    const authority = { cert, key: this.#read("ca.key") };
    this.#write("server.crt", await makeServerCertificate(authority, this.#read("server.key"), names, now));
  }

  /** Makes the authority that will sign next; sensors hear of it, and nothing is signed by it yet. */
  async beginNext(now: number): Promise<void> {
    if (this.#has("ca-next.crt")) return;
    const next = await makeAuthority(now);
    this.#write("ca-next.key", next.key);
    this.#write("ca-next.crt", next.cert);
    const [signs] = this.authorities();
    this.#write("ca.crt", `${signs ?? ""}${next.cert}`);
  }

  /** The next authority signs from now on. The one before stays known until the authority after it comes. */
  async switchToNext(names: readonly string[], now: number): Promise<void> {
    const authority = { cert: this.#read("ca-next.crt"), key: this.#read("ca-next.key") };
    const known = this.authorities().filter((cert) => cert !== authority.cert);
    this.#write("server.crt", await makeServerCertificate(authority, this.#read("server.key"), names, now));
    this.#write("ca.key", authority.key);
    this.#write("ca.crt", [authority.cert, ...known].join(""));
    for (const name of ["ca-next.crt", "ca-next.key"] as const) rmSync(this.file(name), { force: true });
  }

  #next(): CertificateStatus["next"] {
    if (!this.#has("ca-next.crt")) return undefined;
    return {
      fingerprint: fingerprintOf(this.#read("ca-next.crt")),
      publishedAt: statSync(this.file("ca-next.crt")).mtimeMs,
    };
  }

  #has(name: Name): boolean {
    return existsSync(this.file(name));
  }

  #read(name: Name): string {
    return readFileSync(this.file(name), "utf8");
  }

  #write(name: Name, content: string): void {
    replacePrivateFile(this.file(name), content);
  }
}
