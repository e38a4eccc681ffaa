import { programForTests } from "@probewarden/cli/for-tests";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";

export { freePort } from "@probewarden/cli/free-port";

/** The clone's folder. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** The radio lab's recordings in the repository. */
export const LAB = `${ROOT}test/fixtures/lab`;

/** How often a folder is cleared into which somebody still writes, and milliseconds between: a minute in all. */
const CLEAR_TRIES = 240;
const CLEAR_AGAIN_MS = 250;

/** A process of the product, with everything that it said. */
export interface Running {
  readonly child: ChildProcess;
  /** All of stdout and stderr so far. */
  readonly log: () => string;
  /** Sends a signal and waits for the end; resolves with the exit code, null when a signal ended it. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** A folder of its own and the processes that a test started; `clear` ends and removes all of it. */
export class Sandbox {
  readonly folder = mkdtempSync(`${tmpdir()}/probewarden-road-`);
  readonly #running: Running[] = [];

  /** Starts a program. */
  start(command: string, args: readonly string[], env: Record<string, string> = {}): Running {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    const running: Running = {
      child,
      log: () => Buffer.concat(said).toString("utf8"),
      end: async (signal = "SIGTERM") => {
        child.kill(signal);
        return await ended;
      },
    };
    this.#running.push(running);
    return running;
  }

  /** Runs a part of the product, as its launcher would. `main`: where its source stands. */
  startSource(main: string, args: readonly string[], env: Record<string, string> = {}): Running {
    return this.start(process.execPath, [...programForTests(main), ...args], env);
  }

  /** Runs a command of the product to its end and returns what it said; fails with that unless it ends well. */
  async command(main: string, ...args: string[]): Promise<string> {
    const running = this.startSource(main, args);
    // Not before its last word has arrived.
    const code = await new Promise((resolve) => running.child.once("close", resolve));
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}: ${running.log()}`);
    return running.log();
  }

  /** Writes a configuration and returns its path. */
  write(name: string, content: unknown): string {
    const file = `${this.folder}/${name}`;
    writeFileSync(file, typeof content === "string" ? content : stringify(content), { mode: 0o600 });
    return file;
  }

  async clear(): Promise<void> {
    for (const { child, end } of this.#running)
      if (child.exitCode === null && child.signalCode === null) await end("SIGKILL");
    // A part whose supervisor was killed ends by itself, and may write until then.
    for (let tries = CLEAR_TRIES; ; tries--)
      try {
        rmSync(this.folder, { recursive: true, force: true });
        return;
      } catch (error) {
        if (tries === 0) throw error;
        await delay(CLEAR_AGAIN_MS);
      }
  }
}

/** Asks again until the answer is there; fails with what it waited for and what `context` says then. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  seconds = 20,
  context: () => string = () => "",
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s for: ${what}\n${context()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** True once a page answers well; undefined before, so that {@link until} asks again. */
export const answersWell = (url: string): Promise<true | undefined> =>
  fetch(url).then(
    (answer) => (answer.ok ? true : undefined),
    () => undefined,
  );
