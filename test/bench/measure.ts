import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";

/** What a finished command cost. */
export interface Cost {
  /** CPU seconds of the whole process tree, user and system. */
  cpuSeconds: number;
  /** Highest resident set of the process, in MB of 10^6 octets. */
  peakRssMb: number;
  /** Lines that it printed, and the last of them. */
  lines: number;
  lastLine: string;
}

/** Runs a command and adds up what it cost. bash's `times` counts the children that were waited for; VmHWM is the kernel's own peak. */
export function measure(command: readonly string[]): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", `TIMEFORMAT="CPU %U %S"; time "$@"`, "measure", ...command], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let peakRssMb = 0;
    let lines = 0;
    let lastLine = "";
    let rest = "";
    let errors = "";
    const poll = setInterval(() => {
      for (const pid of descendants(child.pid)) peakRssMb = Math.max(peakRssMb, residentMb(pid, "VmHWM"));
    }, 20);
    child.stdout.on("data", (chunk: Buffer) => {
      const whole = (rest + chunk.toString("utf8")).split("\n");
      rest = whole.pop() ?? "";
      lines += whole.length;
      lastLine = whole.at(-1) ?? lastLine;
    });
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString("utf8")));
    child.once("error", reject);
    child.once("close", (code) => {
      clearInterval(poll);
      const [, user, system] = /CPU ([\d.]+) ([\d.]+)/.exec(errors) ?? [];
      if (code !== 0 || user === undefined || system === undefined)
        reject(new Error(`${command.join(" ")}: ${errors.slice(-400)}`));
      else resolve({ cpuSeconds: Number(user) + Number(system), peakRssMb, lines, lastLine });
    });
  });
}

/** Processor seconds of a process since its start, user and system (proc(5): fields 14 and 15 of stat, in hundredths). */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Processor seconds of a process and of all below it, those that have ended and were waited for among them (fields 16 and 17). */
export function treeCpuSeconds(pid: number): number {
  let sum = 0;
  for (const one of [pid, ...descendants(pid)])
    try {
      const fields = readFileSync(`/proc/${one}/stat`, "utf8")
        .replace(/^.*\) /, "")
        .split(" ");
      for (const field of [11, 12, 13, 14]) sum += Number(fields[field]) / 100;
    } catch {
      // It ended between two looks, and is counted with its parent.
    }
  return sum;
}

/** The value below which such a share of all lies. */
export const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * q)] ?? Number.NaN;

/** A figure of /proc/PID/status in MB of 10^6 octets; 0 when the process is gone. */
export function residentMb(pid: number, field: "VmHWM" | "VmRSS"): number {
  try {
    const [, kilobytes] = new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return (Number(kilobytes ?? 0) * 1024) / 1e6;
  } catch {
    return 0; // It ended between two looks.
  }
}

/**
 * What a process takes of the memory, in MB of 10^6 octets: all that it has for itself, and of each page that it shares its part of it (proc(5):
 * Pss of smaps_rollup). The sum over processes that share with nobody else is what they take together. 0 when the process is gone.
 */
export function proportionalMb(pid: number): number {
  try {
    const [, kilobytes] = /^Pss: +(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
    return (Number(kilobytes ?? 0) * 1024) / 1e6;
  } catch {
    return 0; // It ended between two looks.
  }
}

/** A copy of Node in a folder, for processes that must not share its code with others of this machine; returns a PATH on which it comes first. */
export function ownNode(folder: string): string {
  mkdirSync(`${folder}/bin`);
  copyFileSync(process.execPath, `${folder}/bin/node`);
  return `${folder}/bin:${process.env["PATH"] ?? ""}`;
}

/** The processes below one. */
export function descendants(pid: number | undefined): number[] {
  if (pid === undefined) return [];
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      .trim()
      .split(" ")
      .filter(Boolean)
      .map(Number);
    return [...children, ...children.flatMap(descendants)];
  } catch {
    return []; // It ended between two looks.
  }
}
