import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

const PERIOD = 20_000;
/** Control groups of version 1 and 2: the folder in which one is made, and how a quota of the processor is written. */
const VERSIONS = [
  { root: "/sys/fs/cgroup/cpu", files: { "cpu.cfs_period_us": `${PERIOD}`, "cpu.cfs_quota_us": "QUOTA" } },
  { root: "/sys/fs/cgroup", files: { "cpu.max": `QUOTA ${PERIOD}` } },
] as const;

/** Lets a process have so many cores and no more, as a smaller machine would; resolves its end. Undefined where that cannot be (Linux, root). */
export function holdTo(pid: number, cores: number): (() => Promise<void>) | undefined {
  for (const { root, files } of VERSIONS) {
    const folder = `${root}/probewarden-bench-${pid}`;
    try {
      if (!existsSync(root)) continue;
      mkdirSync(folder);
      for (const [file, text] of Object.entries(files))
        writeFileSync(`${folder}/${file}`, text.replace("QUOTA", `${Math.round(cores * PERIOD)}`));
      writeFileSync(`${folder}/cgroup.procs`, `${pid}`);
      return () => remove(folder);
    } catch {
      // Not of this version, or not ours to make.
      void remove(folder);
    }
  }
  return undefined;
}

/** A group goes when the last of its processes has. */
async function remove(folder: string): Promise<void> {
  for (let attempt = 0; attempt < 50 && existsSync(folder); attempt++)
    try {
      rmdirSync(folder);
    } catch {
      await delay(100);
    }
}
