import type { Finding } from "@probewarden/contract";
import { placedAt, type Placing } from "../sensors/sensor-clock.ts";

/** A finding with all its times by the collector's clock: evidence must not stand in the future because a sensor's clock stepped. */
export function placedFinding(finding: Finding, placing: Placing): Finding {
  const at = (text: string): string => new Date(placedAt(text, placing)).toISOString();
  return {
    ...finding,
    firstHeardAt: at(finding.firstHeardAt),
    lastHeardAt: at(finding.lastHeardAt),
    evidence: finding.evidence.map((line) => ({
      ...line,
      firstAt: at(line.firstAt),
      lastAt: at(line.lastAt),
      frames: line.frames.map((frame) => ({ ...frame, at: at(frame.at) })),
    })),
  };
}
