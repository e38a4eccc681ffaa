import { open, rm } from "node:fs/promises";
import { join } from "node:path";

/** What a small durable write to a folder costs, in milliseconds, by a clock that nobody sets. @throws what the system says */
export async function writeCanary(folder: string, monotonic: () => number): Promise<number> {
  const file = join(folder, ".canary");
  const began = monotonic();
  const handle = await open(file, "w", 0o600);
  try {
    await handle.writeFile("Written, flushed and removed to see that this folder takes writes.\n");
    await handle.sync();
  } finally {
    await handle.close();
  }
  const took = monotonic() - began;
  await rm(file, { force: true });
  return took;
}
