import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("machine.sh", import.meta.url));
const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** Root of a machine with systemd. */
export const canBoot = process.getuid?.() === 0 && existsSync("/lib/systemd/systemd");

/** A machine of its own, booted with systemd; its disk stays over reboots, until `remove`. */
export class Machine {
  readonly #work = mkdtempSync(join(tmpdir(), "probewarden-systemd-"));
  readonly #view: Record<string, string>;
  #host: ChildProcess | undefined;
  #init = 0;

  /** @param root folder of another system to boot, without this project; otherwise it is this machine's, with the project in /opt/probewarden */
  constructor(root?: string) {
    this.#view = root === undefined ? { PROJECT } : { LOWER: root };
  }

  async boot(): Promise<void> {
    const host = spawn("bash", [SCRIPT, this.#work], { stdio: "ignore", env: { ...process.env, ...this.#view } });
    this.#host = host;
    for (let tries = 0; tries < 300; tries += 1) {
      this.#init = systemdBelow(host.pid ?? 0);
      if (this.#init !== 0 && this.try("systemctl is-system-running").output.trim() === "running") return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`it does not boot: ${this.#init === 0 ? "no systemd" : this.try("systemctl --failed").output}`);
  }

  /** The power goes. */
  async cut(): Promise<void> {
    const host = this.#host;
    if (host === undefined) return;
    const gone = new Promise((resolve) => host.once("exit", resolve));
    // The init of its processes takes them all with it.
    if (this.#init !== 0) process.kill(this.#init, "SIGKILL");
    host.kill("SIGKILL");
    await gone;
    this.#host = undefined;
    this.#init = 0;
  }

  async remove(): Promise<void> {
    await this.cut();
    spawnSync("umount", ["--lazy", this.#work]);
    rmdirSync(this.#work);
  }

  /** Runs a line of a shell as root; throws with what it said when it fails. */
  run(line: string): string {
    const { ok, output } = this.try(line);
    if (!ok) throw new Error(`${line}: ${output}`);
    return output;
  }

  /** The same where failing is an answer. */
  try(line: string, input: Buffer = Buffer.alloc(0)): { ok: boolean; output: string } {
    const inside = ["-t", String(this.#init), "-a", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"];
    const { status, stdout, stderr } = spawnSync("nsenter", [...inside, "bash", "-c", line], {
      input,
      encoding: "utf8",
    });
    return { ok: status === 0, output: `${stdout}${stderr}` };
  }

  /** Writes a file. */
  put(path: string, content: Buffer): void {
    if (!this.try(`cat > ${path}`, content).ok) throw new Error(`${path} cannot be written`);
  }

  /** Waits until a line of a shell succeeds and says what is wanted. */
  async until(line: string, wanted: RegExp, seconds = 60): Promise<string> {
    let output = "";
    for (let tries = 0; tries < seconds; tries += 1) {
      ({ output } = this.try(line));
      if (wanted.test(output)) return output;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    const journal = this.try("journalctl --no-pager -o cat -n 60 -u 'probewarden-*' -u mosquitto").output;
    throw new Error(`${line} never said ${wanted.source}, but ${output}\n${journal}`);
  }
}

/** The systemd that a process has started, as this machine numbers it; 0 when there is none yet. */
function systemdBelow(pid: number): number {
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    try {
      const [, , , parent] = /^(\d+) \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, "latin1")) ?? [];
      if (Number(parent) !== pid) continue;
      if (readFileSync(`/proc/${name}/comm`, "latin1").trim() === "systemd") return Number(name);
    } catch {
      // It has gone meanwhile.
    }
  }
  return 0;
}

/** Whether a program is on this machine. */
export const has = (program: string): boolean => {
  try {
    execFileSync("which", [program], { stdio: "ignore", env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" } });
    return true;
  } catch {
    return false;
  }
};
