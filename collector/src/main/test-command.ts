import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { programForTests } from "@probewarden/cli/for-tests";

/** Root reads every file, whatever its mode; without these two capabilities (capabilities(7)) the mode holds for root too. */
const WITHOUT_PRIVILEGES = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"];

/** What a command of `probewarden-collector` said, and how it ended. */
export interface Said {
  stdout: string;
  stderr: string;
  code: number;
}

/** Runs the collector's commands as a shell in that folder would. */
export function commandsIn(folder: string): {
  start: (
    args: string[],
    environment?: Record<string, string>,
    withoutPrivileges?: boolean,
    uid?: number,
  ) => ChildProcessWithoutNullStreams;
  command: (
    args: string[],
    options?: { environment?: Record<string, string>; stdin?: string; withoutPrivileges?: boolean; uid?: number },
  ) => Promise<Said>;
} {
  const start = (
    args: string[],
    environment: Record<string, string> = {},
    withoutPrivileges = false,
    uid?: number,
  ): ChildProcessWithoutNullStreams => {
    const prefix = withoutPrivileges && process.getuid?.() === 0 ? WITHOUT_PRIVILEGES : [];
    const [program = "", ...rest] = [...prefix, process.execPath, ...programForTests("collector/src/main/main.ts")];
    return spawn(program, [...rest, ...args], {
      env: { PATH: process.env["PATH"], ...environment },
      cwd: folder,
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
  };
  return {
    start,
    command: async (args, options = {}) => {
      const child = start(args, options.environment, options.withoutPrivileges, options.uid);
      child.stdin.end(options.stdin ?? "");
      const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
      return { stdout, stderr, code: code as number };
    },
  };
}
