import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { topics, type CollectorProblem } from "@probewarden/contract";
import { MqttClient, connect, type IClientOptions } from "mqtt";
import { NoSharedSubscriptions, SubscriptionRefused, brokerTrouble } from "./broker-trouble.ts";
import { Crowd } from "./crowd.ts";

/** A message as it came off the broker. `receivedAt` in epoch milliseconds by the collector's clock. */
export interface ReceivedMessage {
  topic: string;
  payload: Buffer;
  receivedAt: number;
}

/**
 * The broker: an outside one by its address, or a stream into the embedded one. `group`: the collectors of this name share the messages,
 * which only MQTT 5 can; sensors speak 3.1.1 all the same.
 */
export type BrokerAddress =
  | { stream: () => Duplex }
  | { url: string; username?: string; password?: string; ca?: string | Buffer; group?: string };

/** Messages and octets that may wait for the next batch before the broker is made to wait. */
const MAX_WAITING = { messages: 1024, bytes: 32 * 1024 * 1024 };
/** A batch is full with so many messages, or when its first has waited so long. */
const BATCH = { messages: 256, milliseconds: 25 };
/** Messages that a broker of MQTT 5 may have under way to this collector: what it holds when it dies is sent again by the sensors. */
const RECEIVE_MAXIMUM = 2 * BATCH.messages;
/** How the topic of a question for a piece of a release ends. */
const WANT = "/want";
/** How long a collector that stops waits for the broker's UNSUBACK: well within the ten seconds that a stop may take. */
const UNSUBSCRIBE_MILLISECONDS = 2_000;

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
  readonly #wanted: (message: ReceivedMessage) => void;
  #client: MqttClient | undefined;
  #waiting: ReceivedMessage[] = [];
  #waitingBytes = 0;
  #room: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Steps for which the next batch has waited. */
  #steps = 0;
  readonly #crowd = new Crowd();
  #running: Promise<void> | undefined;
  /** The batch that is being worked on: when its first message came, and how many they are. */
  #runningSince: number | undefined;
  #inWork = 0;
  #trouble: CollectorProblem | undefined = brokerTrouble(undefined);
  /** How to end the wait for each publication that the broker has not answered. */
  readonly #unanswered = new Set<{ resolve: () => void; reject: (error: Error) => void }>();

  /** `handle` must not reject. `wanted` hears questions for pieces of a release, which are no part of the record and wait for no batch. */
  constructor(
    broker: BrokerAddress,
    handle: (batch: ReceivedMessage[]) => Promise<void>,
    now: () => number,
    wanted: (message: ReceivedMessage) => void = () => undefined,
  ) {
    this.#wanted = wanted;
    this.#broker = broker;
    this.#handle = handle;
    this.#now = now;
  }

  /**
   * Connects and subscribes, and keeps connecting again until `stop`; resolves when the first attempt has ended, well or not. A broker that
   * is away, or that refuses us, is no reason not to start: people must see what is wrong, and it may be mended on the other side.
   * `changed` hears each new reason why not, once, and when the broker is heard again (undefined).
   */
  async start(
    onConnect: () => void,
    changed: (trouble: CollectorProblem | undefined, error?: Error) => void,
  ): Promise<void> {
    const client = openClient(this.#broker);
    this.#client = client;
    client.handleMessage = (packet, done) => {
      const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
      const message = { topic: packet.topic, payload, receivedAt: this.#now() };
      if (!packet.topic.endsWith(WANT)) return this.#take(message, done);
      this.#wanted(message);
      done();
    };
    let told: string | undefined;
    const become = (trouble: CollectorProblem | undefined, error?: Error): void => {
      this.#trouble = trouble;
      if (told !== trouble?.text) changed(trouble, error);
      told = trouble?.text;
    };
    await new Promise<void>((resolve) => {
      client.on("close", () => {
        this.#giveUp();
        // Why it was closed has been told already, or will be by the next attempt.
        if (this.#client === client && this.#trouble === undefined) become(brokerTrouble(undefined));
        resolve();
      });
      client.on("error", (error) => become(brokerTrouble(error), error));
      const group = "url" in this.#broker ? this.#broker.group : undefined;
      client.on("connect", ({ properties }) => {
        // [MQTT 5, 3.2.2.3.13] Absent means that it has them.
        if (group !== undefined && properties?.sharedSubscriptionAvailable === false) {
          become(brokerTrouble(new NoSharedSubscriptions("shared subscriptions are not available")));
          client.stream.destroy();
          return;
        }
        client.subscribeAsync(topics.collectorFilters(group), { qos: 1 }).then(
          () => {
            become(undefined);
            resolve();
            onConnect();
          },
          (error: unknown) => {
            if (!client.connected) return;
            become(brokerTrouble(new SubscriptionRefused("refused", { cause: error })));
            // The next connection asks again.
            client.stream.destroy();
          },
        );
      });
    });
  }

  /** Gives its share back, hands over what waits, and closes. */
  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    const unsubscribed = client?.connected === true ? this.#unsubscribe(client) : undefined;
    await this.#handOver();
    await unsubscribed;
    await this.#handOver();
    await client?.endAsync(true);
    this.#giveUp();
  }

  /**
   * Until a broker has noticed a closed connection it goes on giving this collector its share of a group, which without a session is lost:
   * so it is told first. What came before its answer is handed over. One that does not answer is left all the same.
   */
  async #unsubscribe(client: MqttClient): Promise<void> {
    const group = "url" in this.#broker ? this.#broker.group : undefined;
    const asked = client.unsubscribeAsync(topics.collectorFilters(group)).catch(() => undefined);
    await Promise.race([asked, delay(UNSUBSCRIBE_MILLISECONDS, undefined, { ref: false })]);
  }

  async #handOver(): Promise<void> {
    while (this.#running !== undefined || this.#waiting.length > 0) {
      this.#flush();
      await this.#running;
    }
  }

  /** What came and was not handed over yet, or is being worked on. */
  get waiting(): { messages: number; bytes: number; oldestAt: number | undefined } {
    const oldestAt = this.#runningSince ?? this.#waiting[0]?.receivedAt;
    return { messages: this.#waiting.length + this.#inWork, bytes: this.#waitingBytes, oldestAt };
  }

  /** Why no message comes; undefined when they do. */
  get trouble(): CollectorProblem | undefined {
    return this.#trouble;
  }

  /**
   * Publishes with QoS 1, an empty message where there is none. Rejects when the broker is away: the sensor sends again and is answered then.
   * Resolves when the broker has it; while the broker is held back, when it is on its way: the client reads one packet after the other, so
   * that the broker's answer stands behind what is not read, and a batch that waited for it would wait for its own end.
   */
  async publish(topic: string, message: object | undefined, retain = false): Promise<void> {
    const client = this.#client;
    if (client === undefined || this.#trouble !== undefined) throw brokerAway();
    await new Promise<void>((resolve, reject) => {
      const waiting = { resolve, reject };
      client.publish(topic, message === undefined ? "" : JSON.stringify(message), { qos: 1, retain }, (error) => {
        this.#unanswered.delete(waiting);
        if (error) reject(error);
        else resolve();
      });
      if (this.#room.length > 0) resolve();
      else this.#unanswered.add(waiting);
    });
  }

  /** The client keeps what is under way for its next connection, and says nothing of it until then, or ever when it has ended. */
  #giveUp(): void {
    for (const { reject } of this.#unanswered) reject(brokerAway());
    this.#unanswered.clear();
  }

  #take(message: ReceivedMessage, done: () => void): void {
    this.#crowd.note(message.receivedAt);
    this.#waiting.push(message);
    this.#waitingBytes += message.payload.length;
    if (this.#waiting.length >= MAX_WAITING.messages || this.#waitingBytes >= MAX_WAITING.bytes) this.#holdBack(done);
    else done();
    if (this.#waiting.length >= BATCH.messages) this.#flush();
    else this.#ripenLater();
  }

  /** Reads nothing more from the broker until the next batch is handed over. Nobody waits for an answer meanwhile. */
  #holdBack(done: () => void): void {
    this.#room.push(done);
    for (const { resolve } of this.#unanswered) resolve();
    this.#unanswered.clear();
  }

  #ripenLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#steps++;
      this.#ripen();
    }, BATCH.milliseconds);
  }

  /** Hands over what waits, unless a crowd is about to add to it. */
  #ripen(): void {
    if (this.#client !== undefined && this.#crowd.waits(this.#waiting.length, this.#steps)) this.#ripenLater();
    else this.#flush();
  }

  /** Hands over one batch; the next one when it is done. */
  #flush(): void {
    if (this.#running !== undefined || this.#waiting.length === 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#steps = 0;
    const batch = this.#waiting.splice(0, BATCH.messages);
    for (const message of batch) this.#waitingBytes -= message.payload.length;
    for (const done of this.#room.splice(0)) done();
    this.#runningSince = batch[0]?.receivedAt;
    this.#inWork = batch.length;
    this.#running = this.#handle(batch).finally(() => {
      this.#running = undefined;
      this.#runningSince = undefined;
      this.#inWork = 0;
      if (this.#waiting.length > 0) this.#ripen();
    });
  }
}

const brokerAway = (): Error => new Error("the broker is away");

function openClient(broker: BrokerAddress): MqttClient {
  const options: IClientOptions = {
    protocolVersion: 4,
    // What was missed while away comes again from the sensors; a session kept by the broker would only grow.
    clean: true,
    clientId: `collector-${process.pid}-${Math.random().toString(36).slice(2, 10)}`,
    keepalive: 30,
    reconnectPeriod: 1000,
    reconnectOnConnackError: true,
    queueQoSZero: false,
    resubscribe: false,
  };
  if ("stream" in broker) {
    return new MqttClient(broker.stream, options);
  }
  return connect(broker.url, {
    ...options,
    // Without a session that outlives the connection: the share of one that is away would wait in it instead of going to the others.
    ...(broker.group === undefined
      ? {}
      : { protocolVersion: 5, properties: { sessionExpiryInterval: 0, receiveMaximum: RECEIVE_MAXIMUM } }),
    ...(broker.username === undefined ? {} : { username: broker.username }),
    ...(broker.password === undefined ? {} : { password: broker.password }),
    ...(broker.ca === undefined ? {} : { ca: broker.ca }),
  });
}
