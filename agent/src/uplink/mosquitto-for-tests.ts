import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where Debian puts the broker; tests that need it say so when it is absent. */
export const MOSQUITTO = "/usr/sbin/mosquitto";
export const hasMosquitto = existsSync(MOSQUITTO);

/** A real broker on 127.0.0.1 that a test can stop and start again on its port. */
export class MosquittoForTests {
  readonly port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), "probewarden-mosquitto-"));
  #process: ChildProcess | undefined;

  private constructor(port: number, password: string | undefined) {
    this.port = port;
    const lines = [`listener ${port} 127.0.0.1`, "persistence false", "user root"];
    if (password === undefined) lines.push("allow_anonymous true");
    else {
      const file = join(this.#folder, "passwords");
      writeFileSync(file, "");
      spawnSync("mosquitto_passwd", ["-b", file, "north-gate", password]);
      lines.push("allow_anonymous false", `password_file ${file}`);
    }
    writeFileSync(join(this.#folder, "mosquitto.conf"), `${lines.join("\n")}\n`);
  }

  /** Takes a free port; with a password, only the user `north-gate` may enter. */
  static async create(password?: string): Promise<MosquittoForTests> {
    const probe = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => probe.once("listening", resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    return new MosquittoForTests(port, password);
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.#process = spawn(MOSQUITTO, ["-c", join(this.#folder, "mosquitto.conf")], { stdio: "ignore" });
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if (await this.#answers()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("mosquitto does not answer");
  }

  /** Kills it, as a power cut would. */
  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, "127.0.0.1");
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
  }
}
