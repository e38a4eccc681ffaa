import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { CollectorProblem } from "@probewarden/contract";
import { problem } from "../health/problem.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { CertificateFolder } from "./certificate-folder.ts";
import { DAY_MS, SERVER_DAYS } from "./certificates.ts";

/** The server's certificate is renewed so long before it ends. */
const RENEW_DAYS = 180;
/** A certificate that ends sooner is told as a fault: something keeps it from being renewed. */
export const WARN_DAYS = 60;
/** An authority whose key was thrown away gets a successor so long before the server's certificate ends; sensors have that time to hear of it. */
const SUCCEED_DAYS = 365;
/** Every sensor that is switched on has heard of a new authority after this time; the server changes to it then, if all of them have. */
const OVERLAP_DAYS = 1;
/** A server that would be refused by everybody is worse than one that some do not know yet. */
const FORCE_DAYS = 30;
/** Milliseconds between two looks at the files, which a command may have changed. */
const LOOK_MS = 60_000;

/** Certificate and key of the server, PEM. */
export interface ServerTls {
  cert: Buffer;
  key: Buffer;
}

export interface CertificateKeeperOptions {
  dataDir: string;
  /** What the configuration names; absent files: there is no TLS. */
  files: { certFile?: string; keyFile?: string };
  /** Names that browsers and sensors use. */
  names: readonly string[];
  state: StateStore;
  now: () => number;
  /** Hears of a certificate that is in force from now on. */
  use: (tls: ServerTls) => void;
  log: { info(fields: object, text: string): void; warn(fields: object, text: string): void };
}

/**
 * Keeps the collector reachable over TLS: renews the server's certificate, brings a new authority to the sensors before it signs, and says
 * so when that does not work. Certificates of somebody else's authority are not touched; that they end is told.
 */
export class CertificateKeeper {
  readonly #options: CertificateKeeperOptions;
  readonly #folder: CertificateFolder;
  readonly #isOurs: boolean;
  #inForce = "";
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #faults: CollectorProblem[] = [];

  constructor(options: CertificateKeeperOptions) {
    this.#options = options;
    this.#folder = new CertificateFolder(options.dataDir);
    this.#isOurs = this.#folder.isNamedBy(options.files);
    this.#inForce = this.#tls()?.cert.toString() ?? "";
  }

  async start(): Promise<void> {
    await this.look();
    this.#timer = setInterval(() => {
      this.#running ??= this.look().finally(() => {
        this.#running = undefined;
      });
    }, LOOK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** What a person should know of the certificates. */
  faults(): CollectorProblem[] {
    return this.#faults;
  }

  /** What sensors are told to trust; none where the certificates are somebody else's. */
  authorities(): string[] {
    return this.#isOurs ? this.#folder.authorities() : [];
  }

  /** Does what is due, and takes over what has changed. Never rejects: what fails is a fault until it works. */
  async look(): Promise<void> {
    const { certFile } = this.#options.files;
    if (certFile === undefined) return;
    try {
      const unfollowed = this.#isOurs ? await this.#doWhatIsDue() : 0;
      this.#takeOver();
      this.#faults = this.#judge(certFile, unfollowed);
    } catch (error) {
      const cause = String((error as NodeJS.ErrnoException).code ?? (error as Error).name).slice(0, 128);
      if (this.#faults[0]?.code !== "certificate-not-renewed")
        this.#options.log.warn({ file: certFile, cause }, "the certificates cannot be looked after");
      this.#faults = [problem("certificate-not-renewed", { file: certFile.slice(0, 128), cause })];
    }
  }

  /** Returns how many sensors do not know the next authority yet. */
  async #doWhatIsDue(): Promise<number> {
    const { now, log, names } = this.#options;
    const { serverEndsAt, authorityEndsAt, canSign, next } = this.#folder.status();
    const serverDays = (serverEndsAt - now()) / DAY_MS;
    const authorityDays = (authorityEndsAt - now()) / DAY_MS;
    if (next === undefined) {
      // A certificate that would be cut short by its authority's end calls for a successor, and so does a key that is not there.
      if (canSign ? authorityDays < SERVER_DAYS + RENEW_DAYS : serverDays < SUCCEED_DAYS) {
        await this.#folder.beginNext(now());
        log.info({}, "a new authority is made, and sensors are told of it before it signs");
      }
    } else {
      const unfollowed = await this.#unfollowed(next.fingerprint);
      const isKnown = unfollowed === 0 && now() - next.publishedAt >= OVERLAP_DAYS * DAY_MS;
      if (isKnown || serverDays < FORCE_DAYS) {
        await this.#folder.switchToNext(names, now());
        log.info({ unfollowed }, "the new authority signs; browsers need its ca.crt");
        return 0;
      }
      if (!canSign) return unfollowed;
    }
    if (canSign && serverDays < RENEW_DAYS && authorityDays > serverDays + 1) {
      await this.#folder.renewServer(names, now());
      log.info({ endedInDays: Math.floor(serverDays) }, "the server's certificate is renewed");
    }
    return 0;
  }

  async #unfollowed(fingerprint: string): Promise<number> {
    const rows = await this.#options.state.db
      .selectFrom("sensors")
      .select("health")
      .where("retired_at", "is", null)
      .execute();
    // The text is enough: a fingerprint is 64 digits, and stands nowhere else in a report.
    return rows.filter(({ health }) => health?.includes(fingerprint) !== true).length;
  }

  #takeOver(): void {
    const tls = this.#tls();
    if (tls === undefined || tls.cert.toString() === this.#inForce) return;
    this.#options.use(tls);
    this.#inForce = tls.cert.toString();
    this.#options.log.info({}, "a new certificate is in force");
  }

  #tls(): ServerTls | undefined {
    const { certFile, keyFile } = this.#options.files;
    return certFile === undefined || keyFile === undefined
      ? undefined
      : { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  }

  #judge(file: string, unfollowed: number): CollectorProblem[] {
    const days = daysLeft(readFileSync(file, "utf8"), this.#options.now());
    if (days >= WARN_DAYS) return [];
    const facts = { file: file.slice(0, 128), days: Math.floor(days) };
    return [
      problem("certificate-ends", facts),
      ...(unfollowed === 0 ? [] : [problem("authority-not-followed", { sensors: unfollowed })]),
    ];
  }
}

/** Days until the first certificate of a file ends. */
const daysLeft = (pem: string, now: number): number => (Date.parse(new X509Certificate(pem).validTo) - now) / DAY_MS;
