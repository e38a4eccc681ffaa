import { isIPv4, type Socket } from "node:net";
import { duplexPair, type Duplex } from "node:stream";
import { isSensorId, type SensorRefusalCode } from "@probewarden/contract";
import { Aedes, type AuthenticateError, type Client, type ConnectPacket, type PublishPacket } from "aedes";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Refused } from "../health/door-log.ts";
import { waitMs } from "../people/wait-ms.ts";
import type { StateStore } from "../store/state/open-state.ts";
import {
  CONNECT_MS,
  KEEPALIVE_SECONDS,
  MOST_SENSORS,
  OCTETS,
  PACKETS,
  UNREAD_BYTES,
  UNREAD_MS,
} from "./broker-limits.ts";
import { Gate, type GateTimes, type Pass } from "./gate.ts";
import { GuardedStream } from "./guarded-stream.ts";
import { findRetainedByTopic, type RetainedStore } from "./retained-by-topic.ts";
import { isOfAnother, mayBeRetained, mayRead, whyNotGreeted, whyNotPublished, type Greeting } from "./session.ts";
import { SignIn, type SignedIn } from "./sign-in.ts";

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
  /** Hears what was refused to a sensor. */
  refused?: (sensorId: string, reason: SensorRefusalCode) => void;
  /** Hears who was not let in: a sensor by a wrong password, or a name that nobody has, or has any more. */
  turnedAway?: (refused: Refused) => void;
  /** Tests: deadlines that do not take so long. */
  times?: Partial<GateTimes>;
}

/** The broker could not start; the message says which setting to mend. */
export class BrokerError extends Error {
  override readonly name = "BrokerError";
}

/** Return codes of CONNACK, MQTT 3.1.1 table 3.1. */
const SERVER_UNAVAILABLE = 3;
const BAD_USER_NAME_OR_PASSWORD = 4;
const NOT_AUTHORIZED = 5;
/** How often sensors that were removed, moved or given another password are looked for, in milliseconds. */
const LOOK_FOR_REMOVED_MS = 1_000;

/** A connection from outside. `sensor` once it has signed in. */
interface Visit {
  pass: Pass;
  address: string;
  greeting?: Greeting;
  sensor?: SignedIn;
}

/** aedes inside the collector: for one machine. Sensors come over TCP or TLS; the collector itself through {@link connectInside}. */
export class EmbeddedBroker {
  readonly #options: EmbeddedBrokerOptions;
  readonly #signIn: SignIn;
  readonly #visits = new WeakMap<Duplex, Visit>();
  /** Connected sensors, by id: one connection each. */
  readonly #sensors = new Map<string, { client: Client; sensor: SignedIn }>();
  readonly #octets = new RateLimiterMemory(OCTETS);
  readonly #packets = new RateLimiterMemory(PACKETS);
  /** The collector's own ends of pipes: whoever speaks through one is the collector, for nobody else can hold one. */
  readonly #inside = new WeakSet<Duplex>();
  #broker: Aedes | undefined;
  #gate: Gate | undefined;
  #looking: NodeJS.Timeout | undefined;

  constructor(options: EmbeddedBrokerOptions) {
    this.#options = options;
    this.#signIn = new SignIn(options.state, options.trustLoopback === true);
  }

  /** {@link prepare} and {@link listen}. */
  async start(): Promise<void> {
    await this.prepare();
    await this.listen();
  }

  /**
   * Makes the broker, which until {@link listen} only the collector itself reaches: what a sensor sent before the collector has subscribed
   * would be taken and thrown away, and come again half a minute later. Rejects with BrokerError on an unusable certificate or an address that
   * needs TLS.
   */
  async prepare(): Promise<void> {
    const { host, tls, trustLoopback, times } = this.#options;
    if (!isLoopback(host) && (tls === undefined || trustLoopback === true)) {
      throw new BrokerError(
        `/mqtt/host is ${host}: off the loopback address the broker wants TLS and passwords (set /mqtt/certFile and /mqtt/keyFile)`,
      );
    }
    this.#broker = await this.#makeBroker();
    try {
      this.#gate = new Gate({
        ...(tls === undefined ? {} : { tls }),
        ...(times === undefined ? {} : { times }),
        admit: (stream, pass) => this.#admit(stream, pass),
      });
    } catch (cause) {
      throw new BrokerError(
        `the broker's certificate or key is unusable (/mqtt/certFile, /mqtt/keyFile): ${whyNot(cause)}`,
        { cause },
      );
    }
  }

  /** Lets sensors in. Rejects with BrokerError on a port in use. */
  async listen(): Promise<void> {
    const { host, port } = this.#options;
    if (this.#gate === undefined) throw new BrokerError("the broker is not running");
    try {
      await this.#gate.listen(port, host);
    } catch (cause) {
      throw new BrokerError(`cannot listen for MQTT on ${host}:${port} (/mqtt/port): ${whyNot(cause)}`, { cause });
    }
    this.#looking = setInterval(() => void this.closeRemoved().catch(() => undefined), LOOK_FOR_REMOVED_MS);
  }

  /** Closes every connection; nothing of the broker is left. */
  async stop(): Promise<void> {
    clearInterval(this.#looking);
    const [gate, broker] = [this.#gate, this.#broker];
    this.#gate = undefined;
    this.#broker = undefined;
    await gate?.close();
    if (broker !== undefined) await new Promise<void>((resolve) => broker.close(() => resolve()));
  }

  /** The port that it listens on. */
  get port(): number {
    const address = this.#gate?.address;
    if (address === undefined) throw new BrokerError("the broker is not listening");
    return address.port;
  }

  /** Connections now: `all`, those of them that have not signed in (`waiting`), and sensors. */
  get connections(): { all: number; waiting: number; sensors: number } {
    return { ...(this.#gate?.connections ?? { all: 0, waiting: 0 }), sensors: this.#sensors.size };
  }

  /** {@link Gate.useCertificate} */
  useCertificate(tls: { cert: string | Buffer; key: string | Buffer }): void {
    this.#gate?.useCertificate(tls);
  }

  /** A stream to the broker for the collector's own MQTT client; it may read and write everything. */
  connectInside(): Duplex {
    if (this.#broker === undefined) throw new BrokerError("the broker is not running");
    const [ours, theirs] = duplexPair();
    this.#inside.add(theirs);
    this.#broker.handle(theirs);
    return ours;
  }

  /** Closes the connections of sensors that were removed, moved to another venue, or given another password. */
  async closeRemoved(): Promise<void> {
    if (this.#sensors.size === 0) return;
    const rows = await this.#options.state.reading.db
      .selectFrom("sensors")
      .select(["sensor_id", "venue_id", "password_hash"])
      .where("retired_at", "is", null)
      .execute();
    const known = new Map(rows.map((row) => [row.sensor_id, row]));
    for (const { client, sensor } of this.#sensors.values()) {
      const row = known.get(sensor.sensorId);
      if (row?.venue_id !== sensor.venueId || row.password_hash !== sensor.credential) client.close();
    }
  }

  #makeBroker(): Promise<Aedes> {
    return Aedes.createBroker({
      connectTimeout: CONNECT_MS,
      keepaliveLimit: KEEPALIVE_SECONDS,
      drainTimeout: UNREAD_MS,
      maxClientsIdLength: 128,
      maxTopicLevels: 8,
      preConnect: (client, packet, done) => done(null, this.#greet(client, packet)),
      authenticate: (client, username, password, done) => {
        this.#check(client, username, password).then(
          (code) => (code === undefined ? done(null, true) : done(refusal(code), false)),
          () => done(refusal(SERVER_UNAVAILABLE), false),
        );
      },
      authorizePublish: (client, packet, done) => done(this.#mayPublish(client, packet) ? null : new Error("refused")),
      // A refused filter is answered with failure in SUBACK (0x80) and the connection stays.
      authorizeSubscribe: (client, subscription, done) => {
        subscription.qos = subscription.qos === 0 ? 0 : 1;
        done(null, this.#mayRead(client, subscription.topic) ? subscription : null);
      },
      // What a sensor does not read is not kept for it: it would hold up everybody else. An acknowledgement that it missed comes again.
      authorizeForward: (client, packet) =>
        client.conn instanceof GuardedStream && client.conn.writableLength > UNREAD_BYTES ? null : packet,
    }).then((broker) => {
      findRetainedByTopic((broker as Aedes & { persistence: RetainedStore }).persistence);
      // What a client does wrong is its own trouble; without a listener it would be the collector's.
      broker.on("clientError", (client) => client.close());
      broker.on("connectionError", (client) => this.#broke(client));
      broker.on("clientReady", (client) => this.#joined(client));
      broker.on("clientDisconnect", (client) => this.#left(client));
      return broker;
    });
  }

  #admit(socket: Socket, pass: Pass): void {
    const visit: Visit = { pass, address: socket.remoteAddress ?? "" };
    const stream = new GuardedStream(socket, {
      refused: (reason) => {
        if (visit.sensor === undefined) pass.failed();
        else this.#refused(visit.sensor, reason);
      },
      spent: (octets, packets) => this.#spent(visit, octets, packets),
    });
    this.#visits.set(stream, visit);
    if (this.#broker === undefined) stream.destroy();
    else this.#broker.handle(stream);
  }

  /** How long a sensor has to wait for what it sent. */
  async #spent({ sensor }: Visit, octets: number, packets: number): Promise<number> {
    if (sensor === undefined) return 0;
    const waits = await Promise.all([
      waitMs(this.#octets, sensor.sensorId, octets),
      waitMs(this.#packets, sensor.sensorId, packets),
    ]);
    const wait = Math.max(...waits);
    if (wait > 0) this.#refused(sensor, "too-fast");
    return wait;
  }

  /**
   * Before anybody has proved who he is: sessions are clean whatever CONNECT says, for the broker keeps nothing for a sensor that is away,
   * and the client id is made up until it is known whose it is.
   */
  #greet(client: Client, packet: ConnectPacket): boolean {
    const visit = this.#visits.get(client.conn);
    if (visit === undefined) return true;
    visit.pass.greeted();
    visit.greeting = { clientId: packet.clientId, ...(packet.will === undefined ? {} : { will: packet.will }) };
    packet.clean = true;
    packet.clientId = "";
    if (packet.will !== undefined) packet.will.qos = packet.will.qos === 0 ? 0 : 1;
    return true;
  }

  /** Signs a connection in; the return code of CONNACK when it is refused. */
  async #check(client: Client, username?: string, password?: Buffer): Promise<number | undefined> {
    if (this.#inside.has(client.conn)) return undefined;
    const visit = this.#visits.get(client.conn);
    if (visit?.greeting === undefined) return SERVER_UNAVAILABLE;
    const { pass, greeting, address } = visit;
    let isKnown = false;
    const outcome = await this.#signIn.signIn(username, password, (sensorId) => {
      isKnown = true;
      this.#options.refused?.(sensorId, "wrong-password");
    });
    if (outcome === "wrong") {
      pass.failed();
      // Any other text may be a password in the wrong field.
      const sensor = username !== undefined && isSensorId(username) ? { sensor: username } : {};
      this.#options.turnedAway?.({ code: isKnown ? "wrong-password" : "unknown-sensor", address, ...sensor });
      return BAD_USER_NAME_OR_PASSWORD;
    }
    if (outcome === "later" || this.#sensors.size >= MOST_SENSORS) {
      if (outcome === "later" && username !== undefined) this.#options.refused?.(username, "signs-in-too-often");
      return SERVER_UNAVAILABLE;
    }
    const why = whyNotGreeted(outcome, greeting);
    if (why !== undefined) {
      this.#refused(outcome, why);
      return NOT_AUTHORIZED;
    }
    if (isOfAnother(outcome, greeting.clientId)) this.#refused(outcome, "other-identity");
    visit.sensor = outcome;
    // [MQTT-3.1.4-2] Whoever connects with an id takes the place of who has it: so each sensor has its own, and can push out itself alone.
    Object.assign(client, { id: outcome.sensorId });
    pass.signedIn();
    if (client.conn instanceof GuardedStream) client.conn.open();
    return undefined;
  }

  #joined(client: Client): void {
    const sensor = this.#visits.get(client.conn)?.sensor;
    if (sensor !== undefined) this.#sensors.set(sensor.sensorId, { client, sensor });
  }

  #left(client: Client): void {
    if (this.#sensors.get(client.id)?.client === client) this.#sensors.delete(client.id);
  }

  /** What came was no MQTT that aedes understands. */
  #broke(client: Client): void {
    this.#visits.get(client.conn)?.pass.failed();
    client.close();
  }

  #mayPublish(client: Client | null, packet: PublishPacket): boolean {
    if (client === null || this.#inside.has(client.conn)) return true;
    const sensor = this.#visits.get(client.conn)?.sensor;
    if (sensor === undefined) return false;
    const why = whyNotPublished(sensor, packet);
    if (why !== undefined) this.#refused(sensor, why);
    else if (!mayBeRetained(packet.topic)) packet.retain = false;
    return why === undefined;
  }

  #mayRead(client: Client, filter: string): boolean {
    if (this.#inside.has(client.conn)) return true;
    const sensor = this.#visits.get(client.conn)?.sensor;
    if (sensor === undefined) return false;
    const may = mayRead(sensor, filter);
    if (!may) this.#refused(sensor, "other-identity");
    return may;
  }

  #refused({ sensorId }: SignedIn, reason: SensorRefusalCode): void {
    this.#options.refused?.(sensorId, reason);
  }
}

const refusal = (returnCode: number): AuthenticateError => Object.assign(new Error("refused"), { returnCode });

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));

/** In words for whoever starts the collector. */
function whyNot(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inUse = "code" in cause && cause.code === "EADDRINUSE";
  return inUse ? "it is in use by another program; stop it or choose another port (PW_MQTT_PORT)" : cause.message;
}
