import type { Duplex } from "node:stream";
import { topics } from "@probewarden/contract";
import { MqttClient, connect, type IClientOptions } from "mqtt";

/** A message as it came off the broker. `receivedAt` in epoch milliseconds by the collector's clock. */
export interface ReceivedMessage {
  topic: string;
  payload: Buffer;
  receivedAt: number;
}

/** The broker: an outside one by its address, or a stream into the embedded one. */
export type BrokerAddress =
  | { stream: () => Duplex }
  | { url: string; username?: string; password?: string; ca?: string | Buffer };

/** Messages and octets that may wait for the next batch before the broker is made to wait. */
const MAX_WAITING = { messages: 1024, bytes: 32 * 1024 * 1024 };
/** A batch is full with so many messages, or when its first has waited so long. */
const BATCH = { messages: 256, milliseconds: 25 };

/**
 * Reads the uplink topics and hands over batches, one after the other.
 *
 * PUBACK is not held until a message is stored: the client reads one unacknowledged message at a time, which would be one commit per
 * message. It need not be: a sensor forgets a message when the collector's own `ack` names it, never at a PUBACK. What is held back is
 * the broker, when more waits than {@link MAX_WAITING}.
 */
export class MqttSubscriber {
  readonly #broker: BrokerAddress;
  readonly #handle: (batch: ReceivedMessage[]) => Promise<void>;
  readonly #now: () => number;
  #client: MqttClient | undefined;
  #waiting: ReceivedMessage[] = [];
  #waitingBytes = 0;
  #room: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #connected = false;

  /** `handle` must not reject. */
  constructor(broker: BrokerAddress, handle: (batch: ReceivedMessage[]) => Promise<void>, now: () => number) {
    this.#broker = broker;
    this.#handle = handle;
    this.#now = now;
  }

  /**
   * Connects and subscribes, and keeps connecting again for ever after. A broker that is not there yet is no reason not to start:
   * `connected` is false until it is. Rejects when the broker answers and refuses (password, certificate), for that needs a person.
   */
  async start(onConnect: () => void): Promise<void> {
    const client = openClient(this.#broker);
    this.#client = client;
    client.handleMessage = (packet, done) => {
      const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
      this.#take({ topic: packet.topic, payload, receivedAt: this.#now() }, done);
    };
    client.on("close", () => {
      this.#connected = false;
    });
    try {
      await new Promise<void>((resolve, reject) => {
        client.on("error", (error) => (isAbsence(error) ? resolve() : reject(error)));
        client.on("connect", () => {
          this.#subscribe(client).then(() => {
            this.#connected = true;
            resolve();
            onConnect();
          }, reject);
        });
      });
    } catch (error) {
      this.#client = undefined;
      await client.endAsync(true);
      throw error;
    }
  }

  /** Stops reading, hands over what waits, and closes. */
  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#running !== undefined || this.#waiting.length > 0) {
      this.#flush();
      await this.#running;
    }
    await client?.endAsync(true);
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Publishes with QoS 1. Rejects when the broker is away: the sensor sends again and is answered then. */
  async publish(topic: string, message: object, retain = false): Promise<void> {
    if (this.#client === undefined || !this.#connected) throw new Error("the broker is away");
    await this.#client.publishAsync(topic, JSON.stringify(message), { qos: 1, retain });
  }

  async #subscribe(client: MqttClient): Promise<void> {
    await client.subscribeAsync(topics.collectorFilters(), { qos: 1 });
  }

  #take(message: ReceivedMessage, done: () => void): void {
    this.#waiting.push(message);
    this.#waitingBytes += message.payload.length;
    if (this.#waiting.length >= MAX_WAITING.messages || this.#waitingBytes >= MAX_WAITING.bytes) this.#room.push(done);
    else done();
    if (this.#waiting.length >= BATCH.messages) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), BATCH.milliseconds);
  }

  /** Hands over one batch; the next one when it is done. */
  #flush(): void {
    if (this.#running !== undefined || this.#waiting.length === 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting.splice(0, BATCH.messages);
    for (const message of batch) this.#waitingBytes -= message.payload.length;
    for (const done of this.#room.splice(0)) done();
    this.#running = this.#handle(batch).finally(() => {
      this.#running = undefined;
      if (this.#waiting.length > 0) this.#flush();
    });
  }
}

/** Errors of a socket that mean that nobody is there now. */
const ABSENCES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "EPIPE",
]);

const isAbsence = (error: Error): boolean =>
  "code" in error && typeof error.code === "string" && ABSENCES.has(error.code);

function openClient(broker: BrokerAddress): MqttClient {
  const options: IClientOptions = {
    protocolVersion: 4,
    // What was missed while away comes again from the sensors; a session kept by the broker would only grow.
    clean: true,
    clientId: `collector-${process.pid}-${Math.random().toString(36).slice(2, 10)}`,
    keepalive: 30,
    reconnectPeriod: 1000,
    queueQoSZero: false,
    resubscribe: false,
  };
  if ("stream" in broker) {
    return new MqttClient(broker.stream, options);
  }
  return connect(broker.url, {
    ...options,
    ...(broker.username === undefined ? {} : { username: broker.username }),
    ...(broker.password === undefined ? {} : { password: broker.password }),
    ...(broker.ca === undefined ? {} : { ca: broker.ca }),
  });
}
