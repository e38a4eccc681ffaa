import { bandOf, type Finding, type InventoryEntry } from "@probewarden/contract";
import { FileCapture } from "../../agent/src/radio/capture/file-capture.ts";
import { detectorsInForce } from "../../agent/src/radio/detectors/detectors.ts";
import { Pipeline, type PipelineSummary } from "../../agent/src/radio/pipeline.ts";

/** What one sensor made of its capture. */
export interface Judged {
  /** The latest finding of each suspect and suspicion. */
  findings: Finding[];
  /** Those that reached `suspected`. */
  accused: Finding[];
  summary: PipelineSummary;
}

/** Judges a capture as a sensor of the venue would that knows these networks. */
export async function judgeCapture(path: string, networks: readonly InventoryEntry[] = []): Promise<Judged> {
  const latest = new Map<string, Finding>();
  const pipeline = new Pipeline({
    detectors: detectorsInForce(),
    venueSalt: "air",
    networks,
    emit: (report) => {
      if (report.type === "finding") latest.set(report.body.findingId, report.body);
    },
  });
  await new FileCapture(path).run((frame) => pipeline.consume(frame));
  const summary = pipeline.summary();
  for (let second = 1; second <= 10; second++) pipeline.tick(summary.lastAtSeconds + second);
  pipeline.flush();
  const findings = [...latest.values()];
  const accused = findings.filter(({ highestDb }) => ["suspected", "strong"].includes(bandOf(highestDb) ?? ""));
  return { findings, accused, summary };
}
