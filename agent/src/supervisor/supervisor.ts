import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { LISTS_MINOR, RADIOS_MINOR, UPDATES_MINOR, type Answer, type Health } from "@probewarden/contract";
import type { Hello } from "../ipc/hello.ts";
import { LineServer } from "../ipc/line-server.ts";
import type { LineOrigin } from "../ipc/numbered-line.ts";
import { socketPath } from "../ipc/socket-path.ts";
import type { RadioHealth, RadioOrder } from "../radio/messages.ts";
import type { Instruction } from "../uplink/downlink.ts";
import { Outbox } from "../uplink/outbox.ts";
import { TrustStore } from "../uplink/trust-store.ts";
import { Uplink } from "../uplink/uplink.ts";
import { BoardWatch } from "./board.ts";
import type { Commands } from "./commands/commands.ts";
import { Hearing } from "./commands/hearing.ts";
import { hearing } from "./commands/self-test.ts";
import { isProvedWay, makeCommands, type CommandedProcess } from "./commands/make-commands.ts";
import { StandingSettings } from "./commands/standing-settings.ts";
import { HealthReport } from "./health-report.ts";
import { MessageKeeper } from "./message-keeper.ts";
import { OffsetsStore } from "./offsets-store.ts";
import { Parts, type PartsOptions } from "./parts.ts";
import { PARTS, readReport, type Part } from "./reports.ts";
import { resumeOrders } from "./resume-orders.ts";
import { StaysStore } from "./stays-store.ts";
import { ToldStore } from "./told-store.ts";
import { makeUpdates } from "./update/make-updates.ts";
import type { Updates } from "./update/updates.ts";

/** The first report goes out when the radio process has sent its own; where there is none, after this time. */
const FIRST_HEALTH_MILLISECONDS = 12_000;
const HEALTH_MILLISECONDS = 30_000;

/** How long a stop waits for the parts before it says goodbye to the broker. */
const UPLINK_WAITS_MILLISECONDS = 800;

/** `monotonic` is what lasts is measured by: a board without a battery gets its time late. */
export interface SupervisorOptions extends PartsOptions {
  secrets: { password?: string; ca?: string };
  version: string;
  bootId: string;
  /** What commands act through beside the supervisor; what is absent cannot be done, or is this machine's. */
  commanded?: CommandedProcess;
  /** Milliseconds since 1970, by the sensor's clock. */
  now: () => number;
}

/** Starts and watches the two other processes and carries what they find to the collector. It is the only one that holds a key. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #outbox: Outbox;
  readonly #uplink: Uplink;
  readonly #keeper: MessageKeeper;
  readonly #server: LineServer;
  readonly #parts: Parts;
  readonly #told: ToldStore;
  readonly #stays: StaysStore;
  readonly #trust: TrustStore;
  readonly #offsets: OffsetsStore;
  readonly #health = new HealthReport();
  readonly #settings: StandingSettings;
  readonly #commands: Commands;
  readonly #updates: Updates;
  readonly #hearing = new Hearing((body) => this.#order({ type: "hear", body }));
  #latestHealth: Health | undefined;
  readonly #board: BoardWatch;
  #timer: NodeJS.Timeout | undefined;
  #reportedAt: number;
  /** A new radio process is connected and has not sent its first report of health. */
  #radioUnheard = true;
  #stopping = false;

  /** Opens the outbox; throws {@link OutboxError} where only a person can help. */
  constructor(options: SupervisorOptions) {
    const { config, now, monotonic, log } = options;
    this.#options = options;
    this.#reportedAt = monotonic();
    this.#parts = new Parts(options);
    this.#board = new BoardWatch({ folder: config.dataDir, monotonic });
    this.#told = new ToldStore({ folder: config.dataDir, now, log });
    this.#stays = new StaysStore({
      folder: config.dataDir,
      venueId: config.venueId,
      sensorId: config.sensorId,
      log,
    });
    this.#trust = new TrustStore({ dataDir: config.dataDir, given: options.secrets.ca, now, log });
    this.#server = new LineServer(socketPath(config.runtimeDir), PARTS, {
      onConnect: (part, hello) => this.#onConnect(part as Part, hello),
      onMessage: (part, message, origin) => this.#onReport(part, message, origin),
      onBeat: (part) => this.#parts.of(part as Part).onSign(),
      onDisconnect: (part) => this.#parts.of(part as Part).onDisconnect(),
    });
    this.#outbox = new Outbox({
      folder: join(config.dataDir, "outbox"),
      bootId: options.bootId,
      sensor: { venueId: config.venueId, sensorId: config.sensorId },
      maxBytes: config.outbox.maxBytes,
      now,
      monotonic,
      tell: ({ code, text, facts }) => log.error({ code, ...facts }, text),
    });
    this.#keeper = new MessageKeeper({
      sensorId: config.sensorId,
      bootId: options.bootId,
      outbox: this.#outbox,
      log,
      onUrgent: () => this.#uplink.send(),
      onSettled: (origin) => this.#server.confirm(origin),
    });
    this.#offsets = new OffsetsStore(config.dataDir);
    this.#settings = new StandingSettings(config.dataDir, config.runtimeDir);
    const answer = (body: Answer): void => this.#keeper.keep("answer", new Date(now()).toISOString(), body);
    const { commanded = {} } = options;
    this.#updates = makeUpdates(
      { ...options, ...commanded, isUnit: commanded.restartSensor !== undefined },
      {
        answer,
        send: (want) => this.#uplink.askForPiece(want),
        listen: (wanted) => this.#uplink.readPieces(wanted),
      },
    );
    this.#commands = makeCommands(options, {
      settings: this.#settings,
      answer,
      updates: this.#updates,
      health: () => this.#latestHealth,
      restartPart: (part) => this.#server.send(part, { type: "restart" }),
      tellRadio: () => this.#order({ type: "settings" }),
      tellVenue: () => this.#tellVenue(),
      hearing: this.#hearing,
    });
    this.#uplink = new Uplink({
      url: config.mqtt.url,
      ...(config.mqtt.username === undefined ? {} : { username: config.mqtt.username }),
      ...(options.secrets.password === undefined ? {} : { password: options.secrets.password }),
      ca: () => this.#trust.authorities(),
      sensor: { venueId: config.venueId, sensorId: config.sensorId },
      version: options.version,
      jitter: options.jitter,
      outbox: this.#outbox,
      monotonic,
      onCollectorTime: (at) => {
        this.#updates.acknowledged();
        this.#commands.hearTime(at);
      },
      onDownlink: (message) => this.#onDownlink(message),
      onConnect: () => {
        log.info({ broker: new URL(config.mqtt.url).host }, "connected to the broker");
        this.#updates.onConnect();
      },
      onProblem: (problem) => problem !== undefined && log.warn({ code: problem.code }, problem.text),
    });
  }

  /** Throws {@link IpcError} when the socket cannot be made. */
  async start(): Promise<void> {
    this.#told.load();
    this.#stays.load();
    this.#offsets.load();
    this.#trust.load();
    this.#commands.load();
    await this.#server.start();
    this.#commands.holdSettings();
    this.#uplink.start();
    // Whoever reads `health` is told within a minute that a part hangs or is gone, or that it is well again.
    this.#parts.start(() => void this.#sendHealth());
    this.#scheduleHealth(FIRST_HEALTH_MILLISECONDS);
  }

  /** Ends the parts, keeps what they say at their end, and tells the broker that this sensor is offline; a part that hangs takes four seconds. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    void this.#commands.stop();
    const ended = this.#parts.stop();
    // On a slow board the radio puts its adapter back for longer than the uplink can wait: what it says then is on the disk at the next start.
    await Promise.race([ended, delay(UPLINK_WAITS_MILLISECONDS, undefined, { ref: false })]);
    this.#outbox.flush();
    await Promise.all([ended, this.#uplink.stop()]);
    await this.#server.stop();
    this.#outbox.flush();
    this.#outbox.close();
  }

  #onConnect(part: Part, { run, pid }: Hello): void {
    const isNew = this.#parts.of(part).onConnect(run);
    this.#options.log.info({ part, pid }, "a part of the sensor is connected");
    if (isNew) this.#commands.onConnect(part);
    if (part === "cameras") {
      if (isNew) this.#health.camerasRestarted();
      return;
    }
    if (isNew) {
      this.#health.radioRestarted();
      this.#radioUnheard = true;
    }
    this.#order({ type: "settings" });
    // The radio process judges its first frame when it has the last of these.
    this.#tellVenue();
    const { watch } = this.#told;
    if (watch !== undefined) this.#order({ type: "watch", body: watch });
    const { offsets } = this.#offsets;
    if (offsets !== undefined) this.#order({ type: "offsets", body: offsets });
    const { memory } = this.#stays;
    if (memory !== undefined) this.#order({ type: "stays", body: memory });
    for (const order of resumeOrders(this.#outbox.toldFindings())) this.#order(order);
  }

  #onReport(part: string, message: unknown, origin?: LineOrigin): void {
    const read = readReport(part, message);
    if (typeof read === "string") return this.#keeper.refuse(read, origin);
    this.#parts.of(read.part).onSign();
    const { report } = read;
    if (report.type === "stays") this.#stays.set(report.body);
    else if (report.type === "heard") this.#hearing.onAnswer(report.body);
    else if (report.type !== "health") this.#keeper.keep(report.type, report.at, report.body, origin);
    else if (read.part === "radio") this.#onRadioHealth(report.body as RadioHealth);
    else this.#health.cameras(report.body);
  }

  #onRadioHealth(report: RadioHealth): void {
    this.#health.radio(report);
    this.#offsets.set(report.adapters);
    if (!this.#radioUnheard) return;
    // Whoever has just put the sensor up sees at once that it listens; and that it was started again, whoever looks then.
    this.#radioUnheard = false;
    this.#commands.onRadioHeard(report.problems);
    void this.#sendHealth();
  }

  #onDownlink(message: Instruction): void {
    if (message.kind === "config") {
      this.#told.setConfig(message.body);
      this.#tellVenue();
    } else if (message.kind === "command") {
      this.#commands.take(message.body);
    } else if (message.kind === "piece") {
      this.#updates.onPiece(message.body);
    } else if (message.kind === "orders") {
      if (isProvedWay(this.#options.config.mqtt.url)) this.#commands.hearOrders(message.body);
    } else if (message.kind === "trust") {
      // Only who has proved to be the collector may say whom to trust beside it.
      if (new URL(this.#options.config.mqtt.url).protocol === "mqtts:") this.#trust.set(message.body.authorities);
    } else {
      this.#told.setWatch(message.body);
      this.#order({ type: "watch", body: message.body });
    }
  }

  /** The radio hears of the venue what the collector told, as it is set for this sensor. */
  #tellVenue(): void {
    const { config } = this.#told;
    if (config === undefined) return;
    const { reportResidents = config.reportResidents } = this.#settings.settings;
    this.#order({ type: "config", body: { ...config, reportResidents } });
  }

  #order(order: RadioOrder): void {
    // A radio process that is away is told when it says hello.
    if (this.#server.isConnected("radio")) this.#server.send("radio", order);
  }

  #scheduleHealth(wait: number): void {
    this.#timer = setTimeout(() => {
      this.#scheduleHealth(HEALTH_MILLISECONDS);
      void this.#sendHealth();
    }, wait);
  }

  async #sendHealth(): Promise<void> {
    const { now, monotonic, version } = this.#options;
    // Before anything is waited for: a part that is being ended for its hang is still told as hung.
    const ofParts = this.#parts.tell();
    const { board, problems: ofBoard } = await this.#board.look();
    if (this.#stopping) return;
    const reportedAt = monotonic();
    const intervalSeconds = (reportedAt - this.#reportedAt) / 1000;
    this.#reportedAt = reportedAt;
    const own = [
      ...ofParts,
      this.#keeper.problem,
      this.#told.problem,
      this.#stays.problem,
      this.#trust.problem,
      ...this.#commands.problems(),
    ];
    const problems = [...own.filter((it) => it !== undefined), ...this.#outbox.problems(), ...ofBoard];
    const body = this.#health.take({
      version,
      intervalSeconds,
      outbox: this.#outbox.waiting(),
      dropped: {
        ...this.#keeper.dropped,
        ...this.#outbox.dropped(),
        ...this.#uplink.refused,
        ...this.#commands.dropped,
        ...this.#updates.dropped,
        ...this.#refusedLines(),
      },
      parts: this.#parts.states.map((state) => state.health()),
      isRadioAway: this.#parts.of("radio").isAway,
      problems: [...problems, ...this.#uplink.problems()],
      board,
      authorities: this.#trust.fingerprints(),
      tellsRadios: this.#uplink.collectorKnows(RADIOS_MINOR),
      networkList: this.#uplink.collectorKnows(LISTS_MINOR) ? this.#told.networkList : undefined,
      settings: this.#settings.id,
      updates: this.#uplink.collectorKnows(UPDATES_MINOR) ? this.#updates.told() : undefined,
    });
    this.#latestHealth = body;
    this.#updates.hears(hearing(this.#options.config, body) === "ok");
    this.#keeper.keep("health", new Date(now()).toISOString(), body);
  }

  #refusedLines(): Record<string, number> {
    const entries = Object.entries(this.#server.refused);
    return Object.fromEntries(
      entries.map(([reason, count]) => [`ipc-${reason.toLowerCase().replaceAll("_", "-")}`, count]),
    );
  }
}
