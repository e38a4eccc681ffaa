import { readFileSync } from "node:fs";
import { bandOf, type Finding } from "@probewarden/contract";
import { FileCapture } from "../../agent/src/radio/capture/file-capture.ts";
import type { CapturedFrame } from "../../agent/src/radio/capture/frame-source.ts";
import { detectorsInForce } from "../../agent/src/radio/detectors/detectors.ts";
import { Pipeline, type PipelineOptions } from "../../agent/src/radio/pipeline.ts";
import { canariesFrom, networksFrom } from "../../agent/src/replay/replay-inputs.ts";
import { ROOT } from "../road/sandbox.ts";

const LAB = `${ROOT}test/fixtures/lab/`;

/** All frames of a recording of the radio lab, each with octets of its own. */
export async function framesOf(recording: string): Promise<CapturedFrame[]> {
  const frames: CapturedFrame[] = [];
  await new FileCapture(`${LAB}${recording}.pcap`).run((frame) => {
    const { originalLength, atSeconds, timeUnknown, atNanoseconds, linkType, interfaceNumber, fcsAtEnd, damage } =
      frame;
    const stamp = { atSeconds, timeUnknown, atNanoseconds };
    frames.push({ bytes: frame.bytes.slice(), originalLength, ...stamp, linkType, interfaceNumber, fcsAtEnd, damage });
  });
  return frames;
}

/** Addresses that a recording's label calls innocent: its visitors and the venue's access points. */
export function innocentsOf(recording: string): Set<string> {
  const label = JSON.parse(readFileSync(`${LAB}${recording}.json`, "utf8")) as {
    visitors: string[];
    accessPoints: { bssid: string }[];
  };
  return new Set([...label.visitors, ...label.accessPoints.map(({ bssid }) => bssid)]);
}

/** The highest band that each suspicion reached, and who was accused at `suspected` or above. */
export interface Verdict {
  suspicions: Set<Finding["suspicion"]>;
  accused: Set<string>;
}

/** How a sensor hears these frames. */
export interface Hearing {
  /** The process is killed before this frame, and its successor resumes what was published. */
  restartAt?: number;
  /** The recording whose label says what the sensor knows of the venue and of its own bait; without it, it knows nothing. */
  recording?: string;
  /** The same, where it is no recording of the laboratory. */
  known?: Pick<PipelineOptions, "networks" | "canaries">;
  /** The host tells it each second that time passes, as of a live radio. */
  ticks?: boolean;
  /** It is told how long it was on another channel, as by a radio that hops. */
  hops?: boolean;
}

/** What a sensor would publish of these frames. */
export function judge(frames: readonly CapturedFrame[], hearing: Hearing = {}): Verdict {
  const { restartAt = Number.POSITIVE_INFINITY, recording, ticks = false, hops = false } = hearing;
  const verdict: Verdict = { suspicions: new Set(), accused: new Set() };
  const published = new Map<string, Finding>();
  const known = hearing.known ?? (recording === undefined ? {} : knownOf(recording));
  const start = (): Pipeline =>
    new Pipeline({
      ...known,
      detectors: detectorsInForce(),
      venueSalt: "test",
      emit: (report) => {
        if (report.type !== "finding") return;
        const { body } = report;
        published.set(body.findingId, body);
        const band = bandOf(body.highestDb);
        if (band === undefined || band === "watch") return;
        verdict.suspicions.add(body.suspicion);
        for (const transmitter of body.transmitters) verdict.accused.add(transmitter);
      },
    });
  let pipeline = start();
  let second = Number.NaN;
  for (const [index, frame] of frames.entries()) {
    if (index === restartAt) {
      pipeline = start();
      pipeline.resume([...published.values()].filter(({ state }) => state !== "ended"));
    }
    const now = Math.floor(frame.atSeconds);
    if (ticks && now !== second) {
      if (hops && now - second > 1) pipeline.notListened(now - second - 1);
      pipeline.tick(now);
      second = now;
    }
    pipeline.consume(frame);
  }
  pipeline.flush();
  return verdict;
}

/** What the venue told the sensor, and what it sent itself. */
function knownOf(recording: string): Pick<PipelineOptions, "networks" | "canaries"> {
  const label = JSON.parse(readFileSync(`${LAB}${recording}.json`, "utf8")) as {
    accessPoints: unknown[];
    canaries: unknown[];
  };
  return {
    networks: networksFrom(label.accessPoints, recording),
    canaries: canariesFrom(label.canaries, recording),
  };
}

/** Numbers that look random and are the same each time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
