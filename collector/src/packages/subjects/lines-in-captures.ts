import type { Evidence } from "@probewarden/contract";
import type { KeptExcerpt } from "../../excerpts/read-excerpts.ts";
import { captureNameOf } from "./capture-members.ts";

/** Which captures of a package give a line again, and why none does. */
export interface InCaptures {
  givenAgainBy: string[];
  /** Only where none does. */
  why?: string;
}

/** What a detector held against something that is in no air. */
const NOT_IN_AIR: Readonly<Record<string, string>> = {
  "evil-twin": "it was held against the venue's own list of networks, which is no part of a capture",
  canary: "it was held against what the sensor itself had sent as bait, which is no part of a capture",
};
const MORE_AIR =
  "it needs more air than a capture of 96 KiB holds: frames from before the sensor kept any, of others beside the suspect, or of a longer time";
const LATER = "it was told after the latest capture of this sensor";
const NO_CAPTURE =
  "no capture of this sensor is here: it keeps no frames, or never suspected enough, or an address in the capture was taken back";

/** Each line of evidence with what the captures of its sensor show of it, in words. */
export function linesInCaptures<Line extends Pick<Evidence, "code" | "detector"> & { sensorId: string }>(
  lines: readonly Line[],
  excerpts: readonly KeptExcerpt[],
): (Line & { inCaptures: InCaptures })[] {
  return lines.map((line) => ({ ...line, inCaptures: inCaptures(line, excerpts) }));
}

function inCaptures(
  { code, detector, sensorId }: { code: string; detector: string; sensorId: string },
  excerpts: readonly KeptExcerpt[],
): InCaptures {
  const own = excerpts.filter((it) => it.sensorId === sensorId);
  const givenAgainBy = own.filter(({ facts }) => facts.reproduced.includes(code)).map(captureNameOf);
  if (givenAgainBy.length > 0) return { givenAgainBy };
  const wasAsked = own.some(({ facts }) => facts.notReproduced.includes(code));
  return {
    givenAgainBy,
    why: own.length === 0 ? NO_CAPTURE : wasAsked ? (NOT_IN_AIR[detector] ?? MORE_AIR) : LATER,
  };
}
