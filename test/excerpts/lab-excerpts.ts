import type { Excerpt, Finding } from "../../contract/src/index.ts";
import { FileCapture } from "../../agent/src/radio/capture/file-capture.ts";
import { detectorsInForce } from "../../agent/src/radio/detectors/detectors.ts";
import { judgeExcerpt } from "../../agent/src/radio/excerpts/judge-excerpt.ts";
import { Pipeline } from "../../agent/src/radio/pipeline.ts";
import { ROOT } from "../road/sandbox.ts";

/** Own recordings of real attack tools, in the repository. */
export const LAB = `${ROOT}test/fixtures/lab`;

/** What a sensor with a recording in front of its radio tells. */
export interface Heard {
  excerpts: Excerpt[];
  /** The latest word of each finding. */
  findings: Map<string, Finding>;
}

/** `keepsFrames`: `evidence.frames` of its configuration. */
export async function hear(scenario: string, keepsFrames = true): Promise<Heard> {
  const heard: Heard = { excerpts: [], findings: new Map() };
  const pipeline = new Pipeline({
    detectors: detectorsInForce(),
    venueSalt: "mall",
    secret: "of this process",
    ...(keepsFrames ? { judgeExcerpt } : {}),
    emit: (report) => {
      if (report.type === "excerpt") heard.excerpts.push(report.body);
      if (report.type === "finding") heard.findings.set(report.body.findingId, report.body);
    },
  });
  await new FileCapture(`${LAB}/${scenario}.pcap`).run((captured) => pipeline.consume(captured));
  pipeline.flush();
  return heard;
}
