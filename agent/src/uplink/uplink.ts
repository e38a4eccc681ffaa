import {
  CONTRACT_MAJOR,
  CONTRACT_VERSION,
  knowsMinor,
  LIMITS,
  topics,
  type Ack,
  type Problem,
  type VersionNotice,
  type Want,
} from "@probewarden/contract";
import type { UplinkProblem } from "./broker-problem.ts";
import { readDownlink, type Instruction } from "./downlink.ts";
import { MqttPublisher, PublishError, type PublisherOptions } from "./mqtt-publisher.ts";
import type { Outbox } from "./outbox.ts";
import type { WaitingMessage } from "./waiting-message.ts";

/** How often the outbox is asked for messages whose time-out has passed. */
const TICK_MILLISECONDS = 1000;
/** Milliseconds without an acknowledgement, while connected, after which `health` tells it. */
const SILENT_COLLECTOR_MILLISECONDS = 120_000;

/** Connections that are closed on the same message in a row, before it is set aside: the broker is older than the topic, and everything else has to go on. */
const CLOSED_ON_ONE = 3;

/** What a person should mend, as it stands in `health`. */
export type WayProblem = Problem<UplinkProblem["code"] | "not-acknowledged" | "contract-version">;

export interface UplinkOptions extends Omit<PublisherOptions, "onConnect" | "onMessage" | "onProblem"> {
  outbox: Outbox;
  /** Milliseconds of a clock that nobody sets. */
  monotonic: () => number;
  /** What the collector's clock said when it acknowledged, milliseconds since 1970. */
  onCollectorTime?: (at: number) => void;
  /** config and watch, checked; acknowledgements are dealt with here. */
  onDownlink: (message: Instruction) => void;
  /** The broker let this sensor in. */
  onConnect?: () => void;
  /** Called once per change of what is wrong. */
  onProblem: (problem: WayProblem | undefined) => void;
}

/** Carries the outbox to the collector: at most 32 messages in flight, and again after a time-out until acknowledged. */
export class Uplink {
  /** Downlink messages that were not taken, by reason. */
  readonly refused: Record<string, number> = {};
  readonly #options: UplinkOptions;
  readonly #publisher: MqttPublisher;
  #inFlight = 0;
  /** An excerpt is under way: it goes alone, so that a connection that is closed meanwhile was closed on it. */
  #isAlone = false;
  #closedOnExcerpts = 0;
  #timer: NodeJS.Timeout | undefined;
  #brokerProblem: WayProblem | undefined;
  #collectorSpeaks = "";
  #contractProblem: WayProblem | undefined;
  /** When a message was first sent after the latest acknowledgement. */
  #waitingSince: number | undefined;

  constructor(options: UplinkOptions) {
    this.#options = options;
    this.#publisher = new MqttPublisher({
      ...options,
      onConnect: () => {
        options.onConnect?.();
        options.outbox.expectAnswers();
        this.send();
      },
      onMessage: (topic, payload) => this.#receive(topic, payload),
      onProblem: (problem) => this.#setBrokerProblem(problem),
    });
  }

  get connected(): boolean {
    return this.#publisher.connected;
  }

  start(): void {
    this.#timer = setInterval(() => this.send(), TICK_MILLISECONDS);
    this.#publisher.start();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#publisher.stop();
  }

  /** Sends what is due. Call it when something important was put into the outbox. */
  send(): void {
    if (!this.#publisher.connected || this.#isAlone) return;
    for (const message of this.#due(LIMITS.inFlight - this.#inFlight)) {
      const isExcerpt = message.kind === "excerpt";
      if (this.#isAlone || (isExcerpt && this.#inFlight > 0)) {
        this.#options.outbox.notSent(message.id);
        continue;
      }
      this.#isAlone = isExcerpt;
      this.#inFlight += 1;
      this.#waitingSince ??= this.#options.monotonic();
      void this.#carry(message);
    }
  }

  /** Asks for a piece of a release, where there is a connection. */
  askForPiece(want: Want): void {
    this.#publisher.ask(topics.up(this.#options.sensor, "want"), JSON.stringify(want));
  }

  /** Reads pieces of a release on this connection, or no more. */
  readPieces(wanted: boolean): void {
    this.#publisher.read(topics.piece(this.#options.sensor), wanted);
  }

  /** What is wrong with the way to the collector now. */
  problems(): WayProblem[] {
    const found = [this.#brokerProblem, this.#contractProblem].filter((problem) => problem !== undefined);
    const silent =
      this.#waitingSince !== undefined &&
      this.#options.monotonic() - this.#waitingSince > SILENT_COLLECTOR_MILLISECONDS;
    if (silent && this.#publisher.connected) {
      found.push({
        code: "not-acknowledged",
        text: "the broker takes this sensor's messages and no collector acknowledges them: see whether the collector runs and the broker's access list lets this sensor write",
        facts: { seconds: SILENT_COLLECTOR_MILLISECONDS / 1000 },
      });
    }
    return found;
  }

  /** A disk that cannot be read now is asked again with the next second; what it keeps from being written is told by who writes. */
  #due(count: number): WaitingMessage[] {
    try {
      return this.#options.outbox.next(count);
    } catch {
      this.#refuse("outbox-not-read");
      return [];
    }
  }

  async #carry(message: WaitingMessage): Promise<void> {
    const { id, kind, payload } = message;
    try {
      await this.#publisher.publish(topics.up(this.#options.sensor, kind), payload);
      if (kind === "excerpt") this.#closedOnExcerpts = 0;
    } catch (error) {
      if (!(error instanceof PublishError)) throw error;
      this.#options.outbox.notSent(id);
      if (kind === "excerpt" && error.isClosed) this.#closedOn(message);
    }
    this.#inFlight -= 1;
    if (kind === "excerpt") this.#isAlone = false;
    if (this.#inFlight === 0) setImmediate(() => this.send());
  }

  /** A broker may close the connection on a topic that it does not know. After the first that it would not have, one such closing is enough. */
  #closedOn({ payload }: WaitingMessage): void {
    this.#closedOnExcerpts += 1;
    if (this.#closedOnExcerpts < CLOSED_ON_ONE) return;
    const { bootId, seq } = JSON.parse(payload) as { bootId: string; seq: number };
    try {
      this.#options.outbox.refuse(bootId, [{ seq, reason: "broker-closes" }]);
      this.#refuse("excerpt-broker-closes");
    } catch {
      this.#refuse("ack-not-written");
    }
  }

  #receive(topic: string, payload: Buffer): void {
    const message = readDownlink(this.#options.sensor, topic, payload);
    if (typeof message === "string") {
      this.#refuse(`downlink-${message}`);
    } else if (message.kind === "version") {
      this.#compareVersions(message.body);
    } else if (message.kind === "ack") {
      this.#compareVersions(message.body);
      this.#options.onCollectorTime?.(Date.parse(message.body.collectorAt));
      this.#acknowledge(message.body);
    } else {
      this.#options.onDownlink(message);
    }
  }

  /** Whether the collector that answered last knows the fields of this minor; before the first answer nobody says so. */
  collectorKnows(minor: number): boolean {
    return knowsMinor(this.#collectorSpeaks, minor);
  }

  #compareVersions({ v, contractVersion }: VersionNotice): void {
    this.#collectorSpeaks = contractVersion;
    const foreign = v !== CONTRACT_MAJOR || Number.parseInt(contractVersion, 10) !== CONTRACT_MAJOR;
    const text = `the collector speaks contract ${contractVersion} and this sensor ${CONTRACT_VERSION}: bring both to one version`;
    const problem: WayProblem | undefined = foreign
      ? {
          code: "contract-version",
          text,
          facts: { "sensor-contract": CONTRACT_VERSION, "collector-contract": contractVersion },
        }
      : undefined;
    if (problem?.text !== this.#contractProblem?.text) {
      this.#contractProblem = problem;
      this.#options.onProblem(problem);
    }
  }

  #acknowledge(ack: Ack): void {
    this.#waitingSince = undefined;
    try {
      // Fewer messages are under way than may be: the next ones can go.
      const settled = this.#options.outbox.acknowledge(ack.bootId, ack.ranges);
      const setAside = ack.refused === undefined ? 0 : this.#options.outbox.refuse(ack.bootId, ack.refused);
      if (settled + setAside > 0) this.send();
    } catch {
      // On a full disk SQLite cannot delete either. The message stays, is sent again, and is acknowledged again.
      this.#refuse("ack-not-written");
    }
  }

  #refuse(reason: string): void {
    this.refused[reason] = (this.refused[reason] ?? 0) + 1;
  }

  #setBrokerProblem(problem: UplinkProblem | undefined): void {
    if (problem?.text === this.#brokerProblem?.text) return;
    // "Closed" says less than the refusal that came just before it.
    if (problem?.code === "broker-unreachable" && this.#brokerProblem?.code === "broker-refused") return;
    this.#brokerProblem = problem;
    this.#options.onProblem(problem);
  }
}
