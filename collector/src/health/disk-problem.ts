import type { CollectorProblem } from "@probewarden/contract";
import { problem } from "./problem.ts";

/** What an error of the system says of the data folder. */
export function diskProblem(error: unknown, folder: string): CollectorProblem {
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return problem("data-folder-gone", { folder });
  if (code === "ENOSPC" || code === "EDQUOT") return problem("disk-full", { folder });
  return problem("data-folder-read-only", { folder, ...(code === undefined ? {} : { cause: code }) });
}
