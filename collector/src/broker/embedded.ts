import { createServer, isIPv4, type AddressInfo, type Server, type Socket } from "node:net";
import { duplexPair, type Duplex } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import { LIMITS } from "@probewarden/contract";
import { Aedes, type AuthenticateError, type Client } from "aedes";
import type { StateStore } from "../store/state/open-state.ts";
import { maySubscribe, mayPublish, type BrokerIdentity } from "./access.ts";
import { guardPackets } from "./packet-guard.ts";
import { PasswordCache } from "./password.ts";

/** How the embedded broker is reached. */
export interface EmbeddedBrokerOptions {
  host: string;
  /** 0: a free one. */
  port: number;
  state: StateStore;
  /** Certificate chain and key in PEM. Absent: plain TCP, which is refused off the loopback address. */
  tls?: { cert: string | Buffer; key: string | Buffer };
  /** Demo: the sensor's id as user name is enough. Refused off the loopback address. */
  trustLoopback?: boolean;
  maxConnections?: number;
}

/** The broker could not start; the message says which setting to mend. */
export class BrokerError extends Error {
  override readonly name = "BrokerError";
}

/** Sensors of one machine's collector, with room to reconnect. */
const MAX_CONNECTIONS = 2000;
/** Seconds of silence after which a connection is closed although its client asked for more; aedes' limit of `keepalive`. */
const KEEPALIVE_LIMIT_SECONDS = 120;
const CONNECT_TIMEOUT_MS = 10_000;
/** [MQTT-3.1.4-5] and the return codes of CONNACK, MQTT 3.1.1 table 3.1. */
const BAD_USER_NAME_OR_PASSWORD = 4;
/** Octets of one MQTT packet: the payload, and a topic of three identifiers. */
const MAX_PACKET_BYTES = LIMITS.payloadBytes + 1024;

/** aedes inside the collector: for one machine. Sensors come over TCP or TLS; the collector itself through {@link connectInside}. */
export class EmbeddedBroker {
  readonly #options: EmbeddedBrokerOptions;
  readonly #passwords = new PasswordCache();
  readonly #identities = new WeakMap<Client, BrokerIdentity>();
  /** The collector's own ends of pipes: whoever speaks through one is the collector, for nobody else can hold one. */
  readonly #inside = new WeakSet<Duplex>();
  readonly #sockets = new Set<Socket>();
  #broker: Aedes | undefined;
  #server: Server | undefined;

  constructor(options: EmbeddedBrokerOptions) {
    this.#options = options;
  }

  /** Listens. Rejects with BrokerError on a port in use, an unusable certificate or an address that needs TLS. */
  async start(): Promise<void> {
    const { host, port, tls, trustLoopback } = this.#options;
    if (!isLoopback(host) && (tls === undefined || trustLoopback === true)) {
      throw new BrokerError(
        `/mqtt/host is ${host}: off the loopback address the broker wants TLS and passwords (set /mqtt/certFile and /mqtt/keyFile)`,
      );
    }
    const broker = await Aedes.createBroker({
      connectTimeout: CONNECT_TIMEOUT_MS,
      keepaliveLimit: KEEPALIVE_LIMIT_SECONDS,
      maxClientsIdLength: 128,
      maxTopicLevels: 8,
      queueLimit: 4096,
      authenticate: (client, username, password, done) => {
        this.#signIn(client, username, password).then(
          (allowed) => (allowed ? done(null, true) : done(refused(), false)),
          () => done(refused(), false),
        );
      },
      authorizePublish: (client, packet, done) =>
        done(this.#mayPublish(client, packet.topic, packet.payload.length) ? null : new Error("not authorised")),
      // A refused filter is answered with failure in SUBACK (0x80) and the connection stays.
      authorizeSubscribe: (client, subscription, done) =>
        done(null, this.#maySubscribe(client, subscription.topic) ? subscription : null),
    });
    // What a client does wrong is its own trouble; without a listener it would be the collector's.
    broker.on("clientError", (client) => client.close());
    broker.on("connectionError", (client) => client.close());
    this.#broker = broker;
    const accept = (socket: Socket): void => this.#accept(socket);
    this.#server =
      tls === undefined
        ? createServer(accept)
        : createTlsServer(
            { cert: tls.cert, key: tls.key, minVersion: "TLSv1.2", handshakeTimeout: CONNECT_TIMEOUT_MS },
            accept,
          );
    this.#server.maxConnections = this.#options.maxConnections ?? MAX_CONNECTIONS;
    await listen(this.#server, host, port);
  }

  /** Closes every connection; nothing of the broker is left. */
  async stop(): Promise<void> {
    const [server, broker] = [this.#server, this.#broker];
    this.#server = undefined;
    this.#broker = undefined;
    const closed = server === undefined ? undefined : new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    if (broker !== undefined) await new Promise<void>((resolve) => broker.close(() => resolve()));
    await closed;
  }

  /** The port that it listens on. */
  get port(): number {
    const address = this.#server?.address();
    if (address === null || address === undefined || typeof address === "string")
      throw new BrokerError("the broker is not listening");
    return (address satisfies AddressInfo).port;
  }

  /** Connections now. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** A stream to the broker for the collector's own MQTT client; it may read and write everything. */
  connectInside(): Duplex {
    if (this.#broker === undefined) throw new BrokerError("the broker is not running");
    const [ours, theirs] = duplexPair();
    this.#inside.add(theirs);
    this.#broker.handle(theirs);
    return ours;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    this.#broker?.handle(guardPackets(socket, MAX_PACKET_BYTES));
  }

  async #signIn(client: Client, username: string | undefined, password: Buffer | undefined): Promise<boolean> {
    if (this.#inside.has(client.conn)) return true;
    if (username === undefined) return false;
    const sensor = await this.#options.state.db
      .selectFrom("sensors")
      .select(["venue_id", "password_hash"])
      .where("sensor_id", "=", username)
      .where("retired_at", "is", null)
      .executeTakeFirst();
    if (sensor === undefined) return false;
    const trusted = this.#options.trustLoopback === true;
    if (
      !trusted &&
      (sensor.password_hash === null ||
        password === undefined ||
        !(await this.#passwords.verify(username, password.toString("utf8"), sensor.password_hash)))
    )
      return false;
    this.#identities.set(client, { venueId: sensor.venue_id, sensorId: username });
    return true;
  }

  #mayPublish(client: Client | null, topic: string, bytes: number): boolean {
    if (client === null || this.#inside.has(client.conn)) return true;
    const identity = this.#identities.get(client);
    return identity !== undefined && bytes <= LIMITS.payloadBytes && mayPublish(identity, topic);
  }

  #maySubscribe(client: Client, filter: string): boolean {
    if (this.#inside.has(client.conn)) return true;
    const identity = this.#identities.get(client);
    return identity !== undefined && maySubscribe(identity, filter);
  }
}

const refused = (): AuthenticateError =>
  Object.assign(new Error("wrong user name or password"), { returnCode: BAD_USER_NAME_OR_PASSWORD });

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));

/** In words for whoever starts the collector. */
function whyNot(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inUse = "code" in cause && cause.code === "EADDRINUSE";
  return inUse ? "it is in use by another program; stop it or choose another port (PW_MQTT_PORT)" : cause.message;
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, () => {
        server.off("error", reject);
        resolve();
      });
    });
  } catch (cause) {
    throw new BrokerError(`cannot listen for MQTT on ${host}:${port} (/mqtt/port): ${whyNot(cause)}`, { cause });
  }
}
