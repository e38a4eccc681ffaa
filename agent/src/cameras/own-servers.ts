import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { isLoopback, plainAddress } from "./interrogate/address-guard.ts";

/** How a host name becomes addresses; given, so that tests need no name server. */
export type Resolve = (host: string) => Promise<string[]>;

const RESOLVE_MILLISECONDS = 3_000;
/** Addresses remembered of one name; a name that goes round more is no broker's. */
const ADDRESSES = 64;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { "mqtt:": 1883, "mqtts:": 8883 };

/** All addresses that this machine's resolver has for a name, hosts file and mDNS included. */
export async function resolveByName(host: string): Promise<string[]> {
  const found = lookup(host, { all: true }).then(
    (all) => all.map(({ address }) => address),
    () => [],
  );
  return Promise.race([found, sleep(RESOLVE_MILLISECONDS, [], { ref: false })]);
}

/** What must not be visited because it is ours. */
export interface OwnServers {
  addresses: string[];
  /** Ports not to be visited on this machine. */
  portsHere: number[];
  /** The name of the broker has no address now and never had one. */
  unresolved: boolean;
}

/**
 * The broker, and the collector beside it: they are servers and no cameras. A name is resolved at each round, for addresses change, and an
 * address that it had once is remembered.
 */
export class BrokerAddresses {
  readonly #host: string | undefined;
  readonly #port: number;
  readonly #resolve: Resolve;
  readonly #known = new Set<string>();

  constructor(brokerUrl: string | undefined, resolve: Resolve = resolveByName) {
    const url = brokerUrl !== undefined && URL.canParse(brokerUrl) ? new URL(brokerUrl) : undefined;
    this.#host = url === undefined ? undefined : plainAddress(url.hostname);
    this.#port = url === undefined ? 0 : Number(url.port) || (DEFAULT_PORTS[url.protocol] ?? 0);
    this.#resolve = resolve;
    if (this.#host !== undefined && isIP(this.#host) !== 0) this.#known.add(this.#host);
  }

  /** What is known without asking anybody. */
  get known(): OwnServers {
    return {
      addresses: [...this.#known].filter((address) => !isLoopback(address)),
      // A broker on this machine listens on all its addresses, whatever it is called.
      portsHere: this.#port === 0 ? [] : [this.#port],
      unresolved: this.#host !== undefined && this.#known.size === 0,
    };
  }

  /** What is known after the name was looked up once more. */
  async now(): Promise<OwnServers> {
    if (this.#host !== undefined && isIP(this.#host) === 0)
      for (const address of await this.#resolve(this.#host))
        if (this.#known.size < ADDRESSES) this.#known.add(plainAddress(address));
    return this.known;
  }
}
