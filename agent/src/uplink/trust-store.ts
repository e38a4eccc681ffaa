import { createHash, X509Certificate } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { giveToOwnerOf, makeFolder } from "@probewarden/cli";
import { LIMITS, type HealthProblem } from "@probewarden/contract";
import type { Logger } from "pino";

/** Name of the file in the sensor's data folder: certificates, PEM, one behind the other. */
export const TRUST_FILE = "authorities.pem";
const MOST_BYTES = LIMITS.authorities * 8192;

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n?/g;

export interface TrustStoreOptions {
  /** Folder of the sensor's data. */
  dataDir: string;
  /** What the configuration names, PEM; undefined: it names none, and nothing is learnt. */
  given: string | undefined;
  /** Milliseconds since 1970. */
  now: () => number;
  log: Pick<Logger, "info" | "warn">;
}

/**
 * Whom this sensor takes for its collector: the authorities of its configuration, always, and those that the collector itself has told it of
 * over a connection that one of them had proved. So a collector can change its authority without a visit to its sensors. What was told last
 * takes the place of what was told before.
 */
export class TrustStore {
  readonly #options: TrustStoreOptions;
  readonly #file: string;
  #learnt: string[] = [];
  #problem: HealthProblem | undefined;

  constructor(options: TrustStoreOptions) {
    this.#options = options;
    this.#file = join(options.dataDir, TRUST_FILE);
  }

  /** Undefined while what was told is on the disk. */
  get problem(): HealthProblem | undefined {
    return this.#problem;
  }

  /** Reads what was learnt before the restart; what cannot be read is told again by the collector. */
  load(): void {
    this.#learnt = readLearnt(this.#options.dataDir);
  }

  /** PEM, for the next connection; undefined where the configuration names none, and the system's are used. */
  authorities(): string[] | undefined {
    const { given } = this.#options;
    return given === undefined ? undefined : trusted(given, this.#learnt);
  }

  /** SHA-256 of each, for `health`. */
  fingerprints(): string[] {
    const all = (this.authorities() ?? []).flatMap((pem) => pem.match(BLOCK) ?? []);
    return [
      ...new Set(all.map((pem) => createHash("sha256").update(new X509Certificate(pem).raw).digest("hex"))),
    ].slice(0, LIMITS.authorities + 4);
  }

  /** Takes the collector's word. What is no authority's certificate, or has ended, is left out. */
  set(authorities: readonly string[]): void {
    const { given, now, log, dataDir } = this.#options;
    if (given === undefined) return;
    const learnt = authorities.filter((pem) => isAuthority(pem, now())).slice(0, LIMITS.authorities);
    if (learnt.join("") === this.#learnt.join("")) return;
    const before = this.fingerprints();
    this.#learnt = learnt;
    for (const fingerprint of this.fingerprints().filter((each) => !before.includes(each)))
      log.info({ fingerprint }, "the collector has a new authority, which is trusted from now on");
    const draft = `${this.#file}.new`;
    try {
      makeFolder(dataDir, 0o700);
      rmSync(draft, { force: true });
      const file = openSync(draft, "wx", 0o600);
      try {
        writeFileSync(file, learnt.map(endLine).join(""));
        giveToOwnerOf(dataDir, draft);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(draft, this.#file);
      this.#problem = undefined;
    } catch (error) {
      const cause = (error as NodeJS.ErrnoException).code ?? "unknown";
      const text = `the collector's new authority is not on the sensor's disk (${cause}); after a restart it must be told again while the old one still signs`;
      if (this.#problem === undefined) log.warn({ cause, file: this.#file }, text);
      this.#problem = { code: "authorities-not-kept", text, facts: { cause } };
    }
  }
}

/** What a sensor has learnt, from its disk; empty when nothing was, or it cannot be read. */
export function readLearnt(dataDir: string): string[] {
  const file = join(dataDir, TRUST_FILE);
  try {
    if (statSync(file).size > MOST_BYTES) return [];
    return (readFileSync(file, "utf8").match(BLOCK) ?? []).filter(isCertificate);
  } catch {
    return [];
  }
}

/** The authorities of the configuration, and those that were learnt. */
export const trusted = (given: string, learnt: readonly string[]): string[] => [given, ...learnt];

const endLine = (pem: string): string => (pem.endsWith("\n") ? pem : `${pem}\n`);

const isCertificate = (pem: string): boolean => certificateOf(pem) !== undefined;

function isAuthority(pem: string, now: number): boolean {
  const certificate = certificateOf(pem);
  return certificate?.ca === true && Date.parse(certificate.validTo) > now;
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}
