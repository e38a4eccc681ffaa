import { once } from "node:events";
import { existsSync } from "node:fs";
import { openThread } from "@probewarden/cli";
import { storeProblem, StoreFileError } from "../health/store-problem.ts";
import type { FileStore } from "./made-file.ts";

interface Answer {
  faults: string[];
  error?: { message: string; code?: string };
}

/**
 * Looks at every page of an SQLite file, in a thread of its own: a large file takes seconds, and messages must not wait for them. The
 * thread is never terminated: libsql aborts the process when one goes away in the middle of its call.
 * @throws StoreFileError when the file is damaged; one that is not there, or cannot be looked at for another reason, passes
 */
export async function checkInThread(path: string, store: FileStore): Promise<void> {
  if (!existsSync(path)) return;
  const [{ faults, error }] = (await once(
    openThread(import.meta.url, "check-worker", { workerData: path }),
    "message",
  )) as [Answer];
  const cause =
    error === undefined ? new Error(faults.join("; ")) : Object.assign(new Error(error.message), { code: error.code });
  const damaged = `${store}-file-damaged` as const;
  if (faults.length > 0 || (error !== undefined && storeProblem(cause, { store, place: path }).code === damaged))
    throw new StoreFileError(damaged, path, { cause });
}
