import { join } from "node:path";
import type { HealthProblem, HealthProblemCode } from "@probewarden/contract";
import { readWholeFile, setFileAside, writeWholeFile } from "./whole-file.ts";

export interface KeptStateOptions<State> {
  /** Folder of the sensor's data, and name of the file in it. */
  folder: string;
  file: string;
  mostBytes: number;
  /** What holds before anything was kept. */
  first: State;
  /** Whether what was read is such a state. */
  check: (json: unknown) => json is State;
  /** What a person is told where it is not on the disk, by the system's name for the cause; what is said of commands where no other code is. */
  words: (cause: string) => string;
  code?: HealthProblemCode;
  /** Told once for each cause. */
  warn?: (cause: string, file: string) => void;
}

/** A state that is one file of the sensor's data folder: what is on the disk holds, and nothing that it did not take. */
export class KeptState<State> {
  readonly #options: KeptStateOptions<State>;
  #now: State;
  /** What is on the disk, as far as this process knows: the same again wears no card. */
  #written: string | undefined;
  #problem: HealthProblem | undefined;

  constructor(options: KeptStateOptions<State>) {
    this.#options = options;
    this.#now = options.first;
  }

  get now(): State {
    return this.#now;
  }

  /** Undefined while it is on the disk. */
  get problem(): HealthProblem | undefined {
    return this.#problem;
  }

  /** Reads what was kept before the restart. `lost`: it cannot be understood, and is set aside. */
  load(): "none" | "read" | "lost" {
    const { folder, file, mostBytes, check } = this.#options;
    const read = readWholeFile(join(folder, file), mostBytes);
    if (read === undefined) return "none";
    if (read !== "unreadable" && check(read.json)) {
      this.#now = read.json;
      this.#written = JSON.stringify(read.json);
      return "read";
    }
    setFileAside(join(folder, file));
    this.#fail("unreadable");
    return "lost";
  }

  /** Holds in this process alone. */
  hold(state: State): void {
    this.#now = state;
  }

  /** False: the disk does not take it, and what was before holds. */
  write(next: State): boolean {
    const { folder, file } = this.#options;
    const text = JSON.stringify(next);
    try {
      if (text !== this.#written) writeWholeFile(folder, file, text);
    } catch (error) {
      this.#fail((error as NodeJS.ErrnoException).code ?? "unknown");
      return false;
    }
    this.#written = text;
    this.#now = next;
    this.#problem = undefined;
    return true;
  }

  #fail(cause: string): void {
    if (this.#problem?.facts?.["cause"] === cause) return;
    const { code = "commands-not-kept", words, warn, folder, file } = this.#options;
    this.#problem = { code, text: words(cause), facts: { cause } };
    warn?.(cause, join(folder, file));
  }
}
