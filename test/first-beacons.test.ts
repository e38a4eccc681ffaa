import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { labelledCaptures } from "../agent/src/evaluate/labelled-capture.ts";
import { isDue, phaseOf } from "../agent/src/radio/air/clock-line.ts";
import { FileCapture } from "../agent/src/radio/capture/file-capture.ts";
import { IMPOSSIBLE_BEACON } from "../agent/src/radio/detectors/impossible-beacon/figures.ts";
import { FrameKind } from "../agent/src/radio/dot11/frame-kind.ts";
import { FrameReader } from "../agent/src/radio/dot11/frame-reader.ts";
import { ROOT } from "./road/sandbox.ts";

const CAPTURES = `${ROOT}../shared/captures`;
/** A recording of fewer access points says little by itself. */
const MANY = 32;
/** Where in its interval the first beacon of each access point of a recording was sent, from 0 to 1, by its own clock. */
async function phasesOf(path: string): Promise<number[]> {
  const reader = new FrameReader();
  const phases = new Map<number, number>();
  await new FileCapture(path).run((captured) => {
    const frame = reader.read(captured);
    if (typeof frame === "string" || frame.kind !== FrameKind.beacon || reader.frame.damage !== undefined) return;
    const phase = phaseOf(frame);
    if (!Number.isNaN(phase) && !phases.has(frame.bssid)) phases.set(frame.bssid, phase);
  });
  return [...phases.values()];
}

function regularity(phases: readonly number[]): number {
  const sum = (of: (angle: number) => number): number =>
    phases.reduce((total, phase) => total + of(2 * Math.PI * phase), 0);
  return Math.hypot(sum(Math.cos), sum(Math.sin)) / phases.length;
}

describe.skipIf(!existsSync(CAPTURES))(
  "first beacons of recorded access points (skipped where ../shared/captures is absent)",
  () => {
    test("lie at a multiple of the interval by their own clocks, so that a program's that lie anywhere stand apart", async () => {
      const all: number[] = [];
      for (const { path, labels } of await labelledCaptures(CAPTURES)) {
        if (labels.length > 0) continue;
        const phases = await phasesOf(path);
        all.push(...phases);
        if (phases.length >= MANY) expect(regularity(phases), path).toBeGreaterThan(0.8);
      }
      const due = all.filter(isDue).length;
      expect(all.length).toBeGreaterThan(300);
      expect(due / all.length).toBeGreaterThan(0.9);
      expect(regularity(all)).toBeGreaterThan(3 * IMPOSSIBLE_BEACON.irregular);
    });
  },
);
