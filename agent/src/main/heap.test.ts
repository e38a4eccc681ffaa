import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

/** What lives in this heap, and how much of it is garbage at the most while more garbage is made: from a process of its own, for the flag is for good. */
const PROGRAM = `
  const { keepHeapSmall } = await import(process.argv[1]);
  if (process.argv[2] === "small") keepHeapSmall();
  const alive = Array.from({ length: 400_000 }, (_, index) => ({ index, name: "n" + index }));
  let ring = new Array(100_000);
  let peak = 0;
  for (let index = 0; index < 2_000_000; index++) {
    ring[index % ring.length] = { index, next: [index] };
    if (index % 50_000 === 0) peak = Math.max(peak, process.memoryUsage().heapUsed);
  }
  process.stdout.write(String(peak + 0 * alive.length * ring.length));
`;

function peakHeap(kind: "small" | "as it is"): number {
  const module = new URL("./heap.ts", import.meta.url).href;
  const run = spawnSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", PROGRAM, "--", module, kind],
    {
      encoding: "utf8",
    },
  );
  if (run.status !== 0) throw new Error(run.stderr);
  return Number(run.stdout);
}

describe("the heap of a sensor", () => {
  it("is collected before garbage is a multiple of what lives", () => {
    const small = peakHeap("small");
    expect(small).toBeGreaterThan(0);
    expect(small).toBeLessThan(peakHeap("as it is"));
  }, 60_000);
});
