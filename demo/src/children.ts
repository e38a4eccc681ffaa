import { spawn, type ChildProcess } from "node:child_process";

/** The demo's processes: started together, stopped together. A process that dies on its own ends the demo with its last words. */
export class Children {
  readonly #children = new Map<string, ChildProcess>();
  #stopping = false;

  readonly #onDeath: (name: string, code: number | null) => void;

  constructor(onDeath: (name: string, code: number | null) => void) {
    this.#onDeath = onDeath;
  }

  /** Starts a script with Node. Its log is shown only with `verbose`; errors always. */
  start(name: string, args: readonly string[], env: Record<string, string>, logTo: number | "inherit"): void {
    const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ["ignore", logTo, logTo] });
    this.#children.set(name, child);
    child.once("exit", (code) => {
      this.#children.delete(name);
      if (!this.#stopping) this.#onDeath(name, code);
    });
  }

  /** Asks each to end, waits, and insists after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    const ended = [...this.#children.values()].map((child) => new Promise((resolve) => child.once("exit", resolve)));
    for (const child of this.#children.values()) child.kill("SIGTERM");
    const insist = setTimeout(() => this.#children.forEach((child) => child.kill("SIGKILL")), graceMs);
    await Promise.all(ended);
    clearTimeout(insist);
  }
}
