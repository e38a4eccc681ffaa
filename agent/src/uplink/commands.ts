import { COMMANDS, type Command } from "@probewarden/contract";

/** What a sensor obeys. */
export type CommandName = (typeof COMMANDS)[number];

/** What became of a command. */
export type CommandOutcome = "obeyed" | "expired" | "repeated" | "unknown";

/** Identifiers remembered, so that a command that QoS 1 delivers twice is obeyed once. */
const REMEMBERED = 256;

/** Obeys each command once, and none that came too late. */
export class Commands {
  readonly #obey: Readonly<Record<CommandName, () => void>>;
  readonly #now: () => number;
  readonly #seen = new Set<string>();

  constructor(obey: Readonly<Record<CommandName, () => void>>, now: () => number) {
    this.#obey = obey;
    this.#now = now;
  }

  /** `topicName` is the last level of the topic: it and the payload must name the same command. */
  receive(topicName: string, command: Command): CommandOutcome {
    const name = COMMANDS.find((known) => known === command.name && known === topicName);
    if (name === undefined) return "unknown";
    if (this.#seen.has(command.commandId)) return "repeated";
    if (!(Date.parse(command.expiresAt) > this.#now())) return "expired";
    this.#seen.add(command.commandId);
    if (this.#seen.size > REMEMBERED) {
      for (const oldest of this.#seen) {
        this.#seen.delete(oldest);
        break;
      }
    }
    this.#obey[name]();
    return "obeyed";
  }
}
