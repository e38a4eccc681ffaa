import {
  COMMAND_ARGUMENTS,
  LIMITS,
  type Answer,
  type AnswerReason,
  type Command,
  type CommandName,
  type Health,
  type HealthProblem,
  type Orders,
} from "@probewarden/contract";
import { Compile } from "typebox/compile";
import type { AgentConfig } from "../../main/config.ts";
import type { Machine } from "../../sensor/machine.ts";
import type { Releases } from "../../update/may-install.ts";
import type { Part } from "../reports.ts";
import type { CollectorClock } from "./collector-clock.ts";
import { MOST_REMEMBERED, type CommandMemory } from "./command-memory.ts";
import type { Commander } from "./commander.ts";
import { Configure, type ConfigureParts } from "./configure.ts";
import type { Hearing } from "./hearing.ts";
import type { Identify } from "./identify.ts";
import type { LogRing } from "./log-ring.ts";
import type { Updates } from "../update/updates.ts";
import { selfTest } from "./self-test.ts";

/** Commands that are looked at in ten seconds, and those that wait for another one to end, or for the collector's time. */
const MOST_IN_WINDOW = 20;
const WINDOW_MS = 10_000;
const MOST_WAITING = 8;
/** Two collectors' clocks may differ by so much. */
const AHEAD_MS = 300_000;
/** Milliseconds that a part has to come back after it was asked to end. */
const BACK_MS = 60_000;

const argumentsOf = {
  identify: Compile(COMMAND_ARGUMENTS.identify),
  test: Compile(COMMAND_ARGUMENTS.test),
  snapshot: Compile(COMMAND_ARGUMENTS.snapshot),
  restart: Compile(COMMAND_ARGUMENTS.restart),
  hear: Compile(COMMAND_ARGUMENTS.hear),
  update: Compile(COMMAND_ARGUMENTS.update),
  configure: Compile(COMMAND_ARGUMENTS.configure),
};
/** A command of which everything is known but whether it can be done. */
type Known = { [Name in CommandName]: Command & { name: Name } }[CommandName];

/** What a command came to, without its own name and identity. */
type Outcome = Omit<Answer, "commandId" | "name">;
const done = (more: Omit<Outcome, "outcome"> = {}): Outcome => ({ outcome: "done", ...more });
const refused = (reason: AnswerReason): Outcome => ({ outcome: "refused", reason });
const failed = (reason: AnswerReason): Outcome => ({ outcome: "failed", reason });

export interface CommandsOptions extends ConfigureParts {
  config: AgentConfig;
  commander: Commander;
  memory: CommandMemory;
  clock: CollectorClock;
  identify: Identify;
  hearing: Hearing;
  updates: Updates;
  machine: Machine;
  logRing: LogRing;
  monotonic: () => number;
  now: () => number;
  /** Keeps an answer until the collector has stored it. */
  answer: (answer: Answer) => void;
  /** The latest report. */
  health: () => Health | undefined;
  /** Asks a part to end; whoever started it starts it again. */
  restartPart: (part: Part) => void;
  /** Ends this process, where somebody starts it again. */
  restartSensor?: (() => void) | undefined;
}

/**
 * What the collector wants done: proved, in time, once, one after the other, and answered. What nobody proves to have sent is counted and not
 * answered, for an answer would be work that anybody can ask for.
 */
export class Commands {
  /** Commands that were not taken and not answered, by reason; they stand in `health`. */
  readonly dropped: Record<string, number> = {};
  readonly #options: CommandsOptions;
  readonly #configure: Configure;
  readonly #startedAt: number;
  /** Commands that were refused in words already, the latest of them. */
  readonly #told = new Set<string>();
  #early: Known[] = [];
  #waiting = 0;
  #turn: Promise<void> = Promise.resolve();
  #window = { since: 0, taken: 0 };
  #back: { part: Part; came: () => void } | undefined;
  #stopping = false;

  constructor(options: CommandsOptions) {
    this.#options = options;
    this.#configure = new Configure({ ...options, isBack: (part) => this.#isBack(part) });
    this.#startedAt = options.monotonic();
  }

  /** What a person should mend. */
  problems(): HealthProblem[] {
    const { commander, memory, settings, updates } = this.#options;
    const kept = memory.problem ?? settings.problem ?? updates.problem;
    return [commander.problem, kept].filter((problem) => problem !== undefined);
  }

  /** Reads what was known before the restart, and answers what the restart has ended. */
  load(): void {
    const { commander, memory, settings, updates } = this.#options;
    commander.load();
    memory.load();
    updates.load();
    const { begun } = memory;
    // An update that is under way goes on, and is answered when it is over.
    if (begun !== undefined && begun.id === updates.id) memory.end();
    else if (begun !== undefined) {
      const outcome = begun.part === "sensor" ? done() : failed("interrupted");
      this.#options.answer({ commandId: begun.id, name: begun.name, ...outcome });
      memory.end();
    }
    const tried = settings.load();
    if (tried !== undefined) this.#options.answer({ commandId: tried, name: "configure", ...failed("interrupted") });
  }

  /** What is in force holds for all parts, from the start. Called when the runtime folder is there. */
  holdSettings(): void {
    const { settings, holdHere } = this.#options;
    settings.tellParts();
    holdHere(settings.settings);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#back?.came();
    this.#options.hearing.stop();
    await this.#options.updates.stop();
    await this.#options.identify.stop();
  }

  /** What the collector tells at each connection. */
  hearOrders({ key, settings }: Orders): void {
    this.#options.commander.learn(key);
    // It stands until there is another: whoever has it hears it again each time.
    if (settings !== undefined && this.#options.settings.place(settings.id, Date.parse(settings.issuedAt)) !== "same")
      this.take(settings);
  }

  /** The collector's clock, as an acknowledgement told it. */
  hearTime(at: number): void {
    this.#options.clock.heard(at);
    for (const command of this.#early.splice(0)) this.#judge(command);
  }

  /** A part has said hello. */
  onConnect(part: Part): void {
    if (this.#back?.part === part) this.#back.came();
  }

  /** The radio process has told its first health since it is there. */
  onRadioHeard(problems: readonly { code: string; facts?: Record<string, string | number> | undefined }[]): void {
    this.#configure.onRadioHeard(problems);
  }

  /** Takes one command as it came. */
  take(command: Command): void {
    if (!this.#hasRoom()) return this.#drop("command-flood");
    const { commander, config, memory, clock } = this.#options;
    if (!commander.isKnown) return this.#drop("command-no-commander");
    if (!commander.proves(command)) return this.#drop("command-not-proved");
    if (command.sensorId !== config.sensorId) return this.#drop("command-of-another");
    if (memory.knows(command.id) || this.#told.has(command.id)) return this.#drop("command-repeated");
    if (!Object.hasOwn(argumentsOf, command.name)) return this.#answer(command, refused("unknown-command"));
    const known = command as Known;
    if (!argumentsOf[known.name].Check(known.arguments)) {
      if (known.name === "configure") this.#options.settings.refuse(known.id, Date.parse(known.issuedAt));
      return this.#answer(command, refused("arguments"));
    }
    // Without the collector's time nobody can say whether it still holds; the first acknowledgement brings it.
    if (known.name !== "configure" && clock.now() === undefined) {
      if (this.#early.length >= MOST_WAITING) return this.#drop("command-flood");
      this.#early.push(known);
      return;
    }
    this.#judge(known);
  }

  #judge(command: Known): void {
    const { memory, settings } = this.#options;
    const [issued, expires] = [Date.parse(command.issuedAt), Date.parse(command.expiresAt)];
    if (command.name === "configure") {
      const place = settings.place(command.id, issued);
      if (place === "same") return this.#drop("command-repeated");
      if (place === "older") return this.#answer(command, refused("older-settings"));
    } else {
      const now = this.#options.clock.now() ?? 0;
      if (memory.knows(command.id)) return this.#drop("command-repeated");
      memory.settle(now + LIMITS.commandMilliseconds);
      if (expires <= now) return this.#answer(command, refused("expired"));
      if (memory.isForgotten(expires)) return this.#answer(command, refused("not-remembered"));
      if (issued > now + AHEAD_MS) return this.#answer(command, refused("issued-later"));
      if (expires - issued > LIMITS.commandMilliseconds) return this.#answer(command, refused("too-long-ahead"));
    }
    if (this.#waiting >= MOST_WAITING) return this.#answer(command, refused("busy"));
    this.#waiting += 1;
    this.#turn = this.#turn.then(() => this.#run(command));
  }

  async #run(command: Known): Promise<void> {
    const { memory } = this.#options;
    this.#waiting -= 1;
    if (this.#stopping) return;
    const isStanding = command.name === "configure";
    if (!isStanding) {
      if (memory.knows(command.id)) return this.#drop("command-repeated");
      const part = command.name === "restart" ? String(command.arguments["part"]) : undefined;
      // First on the disk: a restart in the middle must not do it again.
      if (!memory.begin(command.id, command.name, Date.parse(command.expiresAt), part))
        return this.#answer(command, refused("not-remembered"));
    }
    const outcome = await this.#do(command).catch(() => failed("went-wrong"));
    // Nobody is there any more who could say how it went; the next start answers.
    if (this.#stopping || outcome === undefined) return;
    if (outcome !== "later") this.#answer(command, outcome);
    if (!isStanding) memory.end();
  }

  /** Undefined: the next start of this process answers. `later`: it goes on by itself, and is answered when it is over. */
  async #do(command: Known): Promise<Outcome | "later" | undefined> {
    const { identify, machine, config, health } = this.#options;
    if (command.name === "identify") {
      const trouble = await identify.begin(command.arguments["seconds"] as number | undefined);
      return trouble === undefined ? done() : failed(trouble);
    }
    if (command.name === "test") return done({ checks: await selfTest(machine, config, health()) });
    if (command.name === "snapshot") return done({ snapshot: this.#snapshot() });
    if (command.name === "hear") return this.#hear(command);
    if (command.name === "update") {
      const why = this.#options.updates.take(command.id, command.arguments as unknown as Releases);
      return why === undefined ? "later" : refused(why);
    }
    if (command.name === "restart") return this.#restart(command.arguments["part"] as Part | "sensor");
    return this.#configure.run(command);
  }

  async #hear({ id, arguments: { transmitter, seconds } }: Command): Promise<Outcome> {
    if (!this.#options.config.radio.enabled) return refused("part-off");
    const question = { id, transmitter: transmitter as string, seconds: seconds as number };
    const heard = await this.#options.hearing.ask(question);
    if (heard === undefined) return failed("radio-silent");
    const { id: _, ...level } = heard;
    return done({ level });
  }

  async #restart(part: Part | "sensor"): Promise<Outcome | undefined> {
    const { config, restartPart, restartSensor } = this.#options;
    if (part === "sensor") {
      if (restartSensor === undefined) return refused("nobody-restarts");
      restartSensor();
      return undefined;
    }
    if (!config[part].enabled) return refused("part-off");
    const back = this.#isBack(part);
    restartPart(part);
    return (await back) ? done() : failed("not-back");
  }

  /** Resolves when the part says hello again, or false after a minute. */
  #isBack(part: Part): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (came: boolean): void => {
        clearTimeout(timer);
        this.#back = undefined;
        resolve(came);
      };
      const timer = setTimeout(() => end(false), BACK_MS);
      this.#back = { part, came: () => end(true) };
    });
  }

  #snapshot(): NonNullable<Answer["snapshot"]> {
    const { logRing, now, monotonic, health, settings } = this.#options;
    const [latest, id] = [health(), settings.id];
    return {
      node: process.versions.node,
      uptimeSeconds: Math.round((monotonic() - this.#startedAt) / 1000),
      ...(latest === undefined ? {} : { health: latest }),
      ...(id === undefined ? {} : { settings: id }),
      commandsRefused: { ...this.dropped },
      log: logRing.redacted(now()),
    };
  }

  #answer({ id, name }: Command, outcome: Outcome): void {
    if (outcome.outcome === "refused") this.#tellOnce(id);
    this.#options.answer({ commandId: id, name, ...outcome });
  }

  /** Who sends a refused one again and again is answered once. */
  #tellOnce(id: string): void {
    this.#told.add(id);
    if (this.#told.size <= MOST_REMEMBERED) return;
    for (const oldest of this.#told) {
      this.#told.delete(oldest);
      break;
    }
  }

  #hasRoom(): boolean {
    const now = this.#options.monotonic();
    if (now - this.#window.since > WINDOW_MS) this.#window = { since: now, taken: 0 };
    return ++this.#window.taken <= MOST_IN_WINDOW;
  }

  #drop(reason: string): void {
    this.dropped[reason] = (this.dropped[reason] ?? 0) + 1;
  }
}
