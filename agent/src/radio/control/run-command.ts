import { execFile } from "node:child_process";

/** How a command ended. */
export interface CommandResult {
  ok: boolean;
  stdout: string;
  stderr: string;
}

/** Runs a program without a shell. Never rejects: a program that is not there is a result like any other. */
export type RunCommand = (command: string, words: readonly string[]) => Promise<CommandResult>;

/** Milliseconds after which a command is ended: a driver that hangs must not hang the sensor. */
const DEADLINE_MS = 5_000;

/** The real one. `iw` and `ip` are in /usr/sbin, which is not in everybody's path. */
export const runCommand: RunCommand = (command, words) =>
  new Promise((resolve) => {
    const env = { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`, LC_ALL: "C" };
    execFile(command, [...words], { timeout: DEADLINE_MS, env }, (error, stdout, stderr) =>
      resolve({ ok: error === null, stdout, stderr }),
    );
  });
