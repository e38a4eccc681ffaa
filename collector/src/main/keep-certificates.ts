import type { CollectorProblem } from "@probewarden/contract";
import type { StateStore } from "../store/state/open-state.ts";
import { CertificateKeeper, type CertificateKeeperOptions, type ServerTls } from "./certificate-keeper.ts";
import type { CollectorConfig } from "./config.ts";

type Part = "http" | "mqtt";

/** The certificates of people's and of sensors' ports, which are the same files unless the configuration says otherwise. */
export class Certificates {
  readonly #keepers: CertificateKeeper[];
  readonly #users: { part: Part; use: (tls: ServerTls) => void }[] = [];

  constructor({
    config,
    state,
    now,
    log,
  }: { config: CollectorConfig; state: StateStore } & Pick<CertificateKeeperOptions, "now" | "log">) {
    const { http, mqtt, dataDir } = config;
    // Names of this machine to itself come last: the first name is the one in links.
    const names = [...new Set([...http.hostNames, "localhost", "127.0.0.1"])];
    const keeper = (
      files: CollectorConfig["http"] | CollectorConfig["mqtt"],
      parts: readonly Part[],
    ): CertificateKeeper =>
      new CertificateKeeper({
        dataDir,
        files,
        names,
        state,
        now,
        log,
        use: (tls) => this.#users.filter(({ part }) => parts.includes(part)).forEach(({ use }) => use(tls)),
      });
    const isOne = !mqtt.embedded || mqtt.certFile === http.certFile;
    this.#keepers = isOne ? [keeper(http, ["http", "mqtt"])] : [keeper(http, ["http"]), keeper(mqtt, ["mqtt"])];
  }

  async start(): Promise<void> {
    for (const keeper of this.#keepers) await keeper.start();
  }

  async stop(): Promise<void> {
    for (const keeper of this.#keepers) await keeper.stop();
  }

  /** `use` is told of each certificate that takes another's place from now on. */
  onRenewed(part: Part, use: (tls: ServerTls) => void): void {
    this.#users.push({ part, use });
  }

  faults(): CollectorProblem[] {
    return this.#keepers.flatMap((keeper) => keeper.faults());
  }

  /** What sensors are told to trust: the authorities of the port that they come in by. */
  authorities(): string[] {
    return this.#keepers.at(-1)?.authorities() ?? [];
  }
}
