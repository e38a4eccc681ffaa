import type { InventoryEntry, Suspicion } from "@probewarden/contract";
import { answersTo, captureName, type LabelledCapture } from "../../agent/src/evaluate/labelled-capture.ts";
import { FileCapture } from "../../agent/src/radio/capture/file-capture.ts";
import type { CapturedFrame } from "../../agent/src/radio/capture/frame-source.ts";
import type { Canary } from "../../agent/src/radio/venue/venue.ts";

/** A recording in memory, and what is known of it. */
export interface LabelledAir {
  name: string;
  frames: readonly CapturedFrame[];
  /** Suspicions that answer its label; empty where it is innocent. */
  answers: ReadonlySet<Suspicion>;
  /** When the attack began, by the stamps of the frames. */
  attackAt: number | undefined;
  attackers: readonly string[];
  networks: readonly InventoryEntry[];
  canaries: readonly Canary[];
}

/** Reads a labelled capture, each frame with octets of its own. */
export async function labelledAir(capture: LabelledCapture): Promise<LabelledAir> {
  const frames: CapturedFrame[] = [];
  await new FileCapture(capture.path).run((frame) => {
    const { bytes, originalLength, atSeconds, timeUnknown, atNanoseconds, linkType, interfaceNumber } = frame;
    const { fcsAtEnd, damage } = frame;
    const stamp = { atSeconds, timeUnknown, atNanoseconds };
    frames.push({ bytes: bytes.slice(), originalLength, ...stamp, linkType, interfaceNumber, fcsAtEnd, damage });
  });
  const { attackStartSeconds, attackers, networks, canaries } = capture;
  const first = frames[0]?.atSeconds ?? 0;
  return {
    name: captureName(capture),
    frames,
    answers: answersTo(capture.labels),
    attackAt: attackStartSeconds === undefined ? undefined : first + attackStartSeconds,
    attackers,
    networks,
    canaries,
  };
}
