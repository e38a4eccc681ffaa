import type { Answer, Health } from "@probewarden/contract";
import type { Logger } from "pino";
import type { AgentConfig } from "../../main/config.ts";
import type { UpdatePlaces } from "../../update/places.ts";
import { thisMachine } from "../../sensor/machine.ts";
import type { Part } from "../reports.ts";
import type { Updates } from "../update/updates.ts";
import { CollectorClock } from "./collector-clock.ts";
import { CommandMemory } from "./command-memory.ts";
import { Commander } from "./commander.ts";
import { Commands } from "./commands.ts";
import type { Hearing } from "./hearing.ts";
import { Identify } from "./identify.ts";
import { LogRing } from "./log-ring.ts";
import type { StandingSettings } from "./standing-settings.ts";

/** What commands act through, of the supervisor that takes them. */
export interface CommandedSupervisor {
  settings: StandingSettings;
  answer: (answer: Answer) => void;
  health: () => Health | undefined;
  restartPart: (part: Part) => void;
  tellRadio: () => void;
  hearing: Hearing;
  updates: Updates;
  /** Tells the radio process of the venue anew, as it holds for this sensor now. */
  tellVenue: () => void;
}

/** What commands act through, of the process. */
export interface CommandedProcess {
  /** The latest lines of its log. */
  logRing?: LogRing;
  /** Ends it, where somebody starts it again. */
  restartSensor?: () => void;
  /** Where the parts of an update lie; given by tests. */
  updatePlaces?: UpdatePlaces;
  /** Where the board's lamps are; given by tests. */
  lamps?: string;
}

/** What of a supervisor's options its commands need. */
export interface CommandsOf {
  config: AgentConfig;
  secrets: { ca?: string };
  log: Logger;
  now: () => number;
  monotonic: () => number;
  commanded?: CommandedProcess;
}

/** The commands of a supervisor, with all that they remember. */
export function makeCommands(options: CommandsOf, supervisor: CommandedSupervisor): Commands {
  const { config, secrets, log, now, monotonic, commanded = {} } = options;
  const collector = secrets.ca ?? new URL(config.mqtt.url).host;
  return new Commands({
    ...supervisor,
    holdHere: ({ logLevel }) => {
      if (log.level !== "silent") log.level = logLevel ?? config.logLevel;
      supervisor.tellVenue();
    },
    config,
    commander: new Commander({ folder: config.dataDir, collector, log }),
    memory: new CommandMemory(config.dataDir),
    clock: new CollectorClock(monotonic),
    identify: new Identify(commanded.lamps),
    machine: thisMachine,
    logRing: commanded.logRing ?? new LogRing(),
    monotonic,
    now,
    restartSensor: commanded.restartSensor,
  });
}

/** Whether who is at the other end has proved to be the collector; or is on this machine, which is its owner's. */
export function isProvedWay(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "mqtts:" || /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
