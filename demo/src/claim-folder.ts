import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * Takes the demo's folder for this process, empty if `reset`. Two demos in one folder would serve each other's data, and a reset would pull
 * it from under a running one. @throws Error that names the process which has it
 */
export function claimFolder(home: string, reset: boolean): void {
  const pidFile = `${home}/demo.pid`;
  const owner = readOwner(pidFile);
  if (owner !== undefined && owner !== process.pid && isAlive(owner))
    throw new Error(
      `a demo runs already (process ${owner}): stop it with Ctrl-C in its terminal, or remove ${pidFile} if that is no demo`,
    );
  if (reset) rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true, mode: 0o700 });
  writeFileSync(pidFile, String(process.pid), { mode: 0o600 });
}

function readOwner(pidFile: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    // Nobody has claimed it yet.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and is somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
