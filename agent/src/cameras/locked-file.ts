import { open, rename, stat, unlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { giveToOwnerOf } from "@probewarden/cli";
import { isSystemError } from "./own-files.ts";

/** Holding a file takes milliseconds; a lock as old as this belongs to a process that is gone. */
const STALE_MILLISECONDS = 10_000;
/** Longer than a lock takes to go stale. */
const TRIES = 480;
const PAUSE_MILLISECONDS = 25;

/** A file beside `path` that only one process can make: whoever made it holds the lock. @returns how to let go. @throws the system's error when it cannot be had */
export async function lock(path: string): Promise<() => Promise<void>> {
  const held = `${path}.lock`;
  for (let tries = 1; ; tries++) {
    try {
      await (await open(held, "wx", 0o600)).close();
      return () => unlink(held).catch(ignoreMissing);
    } catch (error) {
      if (!isSystemError(error) || error.code !== "EEXIST" || tries >= TRIES) throw error;
      const madeAt = await stat(held).then(
        ({ mtimeMs }) => mtimeMs,
        () => undefined,
      );
      if (madeAt !== undefined && Math.abs(Date.now() - madeAt) > STALE_MILLISECONDS)
        await unlink(held).catch(ignoreMissing);
      else await sleep(PAUSE_MILLISECONDS);
    }
  }
}

function ignoreMissing(error: unknown): void {
  if (!isSystemError(error) || error.code !== "ENOENT") throw error;
}

/** Writes a file whole or not at all, owned by whoever owns its folder. @throws the system's error */
export async function writeWhole(file: string, text: string): Promise<void> {
  const next = `${file}.${process.pid}`;
  await writeFile(next, text, { mode: 0o600 });
  giveToOwnerOf(dirname(file), next);
  await rename(next, file);
}
