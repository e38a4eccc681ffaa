import { expect, test } from "vitest";
import { reportsOfMutatedAir } from "./reports-of-air.ts";

test(
  "no report that mutated frames bring about is refused by our own schema, and no figure is none",
  { timeout: 120_000 },
  () => {
    const { frames, findings, refused } = reportsOfMutatedAir(1_107, 60_000);
    expect(refused).toEqual([]);
    expect(frames).toBe(60_000);
    expect(findings).toBeGreaterThan(20);
  },
);
