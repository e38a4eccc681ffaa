import {
  CONTRACT_MAJOR,
  CONTRACT_VERSION,
  LIMITS,
  topics,
  type SensorAddress,
  type Status,
} from "@probewarden/contract";
import { connect, type IClientOptions, type MqttClient } from "mqtt";
import { explainBrokerError, type UplinkProblem } from "./broker-problem.ts";
import { brokerWaits } from "./retry-schedule.ts";

export interface PublisherOptions {
  url: string;
  username?: string;
  password?: string;
  /** Certificates of the collector's authorities, PEM, asked for at each connection; undefined: those of the system. */
  ca?: () => string[] | undefined;
  sensor: SensorAddress;
  /** Version of the agent, for `status`. */
  version: string;
  /** Random number from 0 to 1. */
  jitter: () => number;
  onConnect: () => void;
  /** Payloads of the sensor's own subscriptions, as they came. */
  onMessage: (topic: string, payload: Buffer) => void;
  /** Called when the state of the connection changes; undefined: nothing to mend. */
  onProblem: (problem: UplinkProblem | undefined) => void;
}

/** The broker did not take a message: it went away, refused, or did not answer. */
export class PublishError extends Error {
  override name = "PublishError";
  /** The connection was closed while it was under way. */
  readonly isClosed: boolean;

  constructor(message: string, { isClosed = false, ...options }: ErrorOptions & { isClosed?: boolean } = {}) {
    super(message, options);
    this.isClosed = isClosed;
  }
}

/**
 * A message that was not acknowledged after this time counts as not delivered, and is sent again later. Waiting for the client library
 * alone is not enough: when the broker aedes refuses a publish it closes the connection, and the library's promise then never settles.
 */
const PUBLISH_MILLISECONDS = 15_000;
const CONNECT_MILLISECONDS = 15_000;
/** A connection that lasted this long was a good one: after it breaks, the waits between attempts start short again. */
const GOOD_AFTER_MILLISECONDS = 10_000;
/** What is granted when a subscription is refused ([MQTT-3.9.3-2]). */
const SUBSCRIPTION_REFUSED = 128;
const STOP_MILLISECONDS = 700;

/**
 * One MQTT 3.1.1 connection to the broker, made again for as long as the sensor runs. It publishes only while connected and keeps
 * nothing: what must not be lost stays in the outbox.
 */
export class MqttPublisher {
  readonly #options: PublisherOptions;
  readonly #pending = new Set<(cause: PublishError) => void>();
  #waits: Generator<number, never>;
  #client: MqttClient | undefined;
  #connected = false;
  #stopping = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#waits = this.#freshSchedule();
  }

  get connected(): boolean {
    return this.#connected;
  }

  start(): void {
    this.#open();
  }

  /** Publishes with QoS 1. Resolves at PUBACK, rejects with {@link PublishError}. */
  async publish(topic: string, payload: string, retain = false): Promise<void> {
    const client = this.#client;
    if (client === undefined || !this.#connected) throw new PublishError("not connected");
    await new Promise<void>((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#pending.delete(fail);
        act();
      };
      const fail = (cause: PublishError): void => settle(() => reject(cause));
      // Without PUBACK the connection is of no use either: closing it makes a new one.
      const timer = setTimeout(() => {
        fail(new PublishError("no PUBACK in time"));
        client.end(true);
      }, PUBLISH_MILLISECONDS);
      this.#pending.add(fail);
      client.publish(topic, payload, { qos: 1, retain }, (error) => {
        if (error)
          fail(new PublishError("the broker did not take the message", { cause: error, isClosed: !this.#stopping }));
        else settle(resolve);
      });
    });
  }

  /** Publishes with QoS 0, where there is a connection: a question that is asked again when no answer comes. */
  ask(topic: string, payload: string): void {
    if (this.#connected) this.#client?.publish(topic, payload, { qos: 0 });
  }

  /** Reads a topic of the sensor's own on this connection from now on, or no more; what a broker refuses brings nothing. */
  read(topic: string, wanted: boolean): void {
    const client = this.#client;
    if (client === undefined || !this.#connected) return;
    if (wanted) client.subscribe(topic, { qos: 0 }, () => undefined);
    else client.unsubscribe(topic, () => undefined);
  }

  /** Says offline, takes leave and closes; at most 0.7 s. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#retry);
    const client = this.#client;
    if (client === undefined) return;
    if (this.#connected) {
      // [MQTT-3.1.2-8] The Will is published only after an unclean close, so stop() says offline itself, and that it was stopped.
      const leave = this.#say("offline", { stopped: true }).then(() => client.endAsync());
      await Promise.race([
        leave.catch(() => undefined),
        new Promise((resolve) => setTimeout(resolve, STOP_MILLISECONDS).unref()),
      ]);
    }
    client.end(true);
    this.#fail("stopped");
  }

  #open(): void {
    const { url, username, password, sensor } = this.#options;
    const ca = this.#options.ca?.();
    const client = connect(url, {
      protocolVersion: 4,
      clientId: `probewarden-${sensor.venueId}-${sensor.sensorId}`,
      clean: true,
      keepalive: 30,
      connectTimeout: CONNECT_MILLISECONDS,
      reconnectPeriod: 0,
      queueQoSZero: false,
      resubscribe: false,
      // Else the library keeps the octets of all 65,536 numbers of packets: 7 MB.
      writeCache: false,
      will: { topic: topics.up(sensor, "status"), payload: Buffer.from(this.#status("offline")), qos: 1, retain: true },
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(ca === undefined ? {} : { ca }),
    } satisfies IClientOptions);
    this.#client = client;
    let connectedAt: number | undefined;
    client.on("connect", () => {
      connectedAt = performance.now();
      this.#onConnect(client);
    });
    client.on("message", (topic, payload) => {
      // A retained giant must not become a string, let alone an object.
      if (payload.length <= LIMITS.payloadBytes) this.#options.onMessage(topic, payload);
    });
    client.on("error", (error) => {
      // A connection that ends because we leave is no trouble.
      if (!this.#stopping) this.#options.onProblem(explainBrokerError(this.#host(), error));
    });
    client.once("close", () => {
      client.end(true);
      this.#onClose(connectedAt !== undefined && performance.now() - connectedAt > GOOD_AFTER_MILLISECONDS);
    });
  }

  #onConnect(client: MqttClient): void {
    this.#connected = true;
    this.#options.onProblem(undefined);
    const { sensor } = this.#options;
    const ofCommands = topics.commandFilters(sensor);
    // Pieces of a release are read while some were asked for.
    const later = [...ofCommands, topics.piece(sensor)];
    const filters = topics.sensorFilters(sensor).filter((filter) => !later.includes(filter));
    client.subscribe(filters, { qos: 1 }, (error, granted) => {
      const refused = granted?.some((grant) => (grant.qos as number) === SUBSCRIPTION_REFUSED) ?? false;
      if (error || refused) {
        const text = `${this.#host()} refuses this sensor's own topics; its access list must let the sensor read ack, config and watch`;
        this.#options.onProblem({ code: "subscription-refused", text, facts: this.#facts() });
      }
    });
    // A collector from before there were commands refuses these: nobody commands there, and nothing is to be mended.
    client.subscribe(ofCommands, { qos: 1 }, () => undefined);
    this.#say("online").then(this.#options.onConnect, () => client.end(true));
  }

  #onClose(wasGood: boolean): void {
    const wasConnected = this.#connected;
    this.#connected = false;
    this.#fail("the connection is closed", true);
    if (this.#stopping) return;
    if (wasConnected)
      this.#options.onProblem({
        code: "broker-unreachable",
        text: `${this.#host()} closed the connection; findings wait on the disk`,
        facts: this.#facts(),
      });
    if (wasGood) this.#waits = this.#freshSchedule();
    this.#retry = setTimeout(() => this.#open(), this.#waits.next().value);
  }

  #fail(reason: string, isClosed = false): void {
    for (const fail of this.#pending) fail(new PublishError(reason, { isClosed }));
  }

  #say(state: Status["state"], more: Pick<Status, "stopped"> = {}): Promise<void> {
    return this.publish(topics.up(this.#options.sensor, "status"), this.#status(state, more), true);
  }

  #status(state: Status["state"], more: Pick<Status, "stopped"> = {}): string {
    return JSON.stringify({
      v: CONTRACT_MAJOR,
      state,
      ...more,
      version: this.#options.version,
      contractVersion: CONTRACT_VERSION,
    } satisfies Status);
  }

  #freshSchedule(): Generator<number, never> {
    return brokerWaits(this.#options.jitter);
  }

  #facts(): { broker: string } {
    return { broker: this.#host().slice(0, 128) };
  }

  /** The broker as a person knows it: without user name and password. */
  #host(): string {
    return new URL(this.#options.url).host;
  }
}
