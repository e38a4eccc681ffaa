import type { Finding } from "@probewarden/contract";
import { CaptureDecoder } from "../capture/capture-decoder.ts";
import { detectorsInForce } from "../detectors/detectors.ts";
import { Pipeline } from "../pipeline.ts";
import type { JudgedFor } from "./judged-for.ts";
import type { Steps } from "./steps.ts";

/** Octets that are judged in one step: some ten frames. */
const PIECE_OCTETS = 1_024;

/**
 * Judges the capture of an excerpt as `replay` judges a file: anew, and with nothing but what it holds. Returns the codes of the lines of
 * evidence that it comes to against whom it is about; where it names nobody, against anybody.
 */
export function* judgeExcerpt(file: Uint8Array, { transmitters, targets }: JudgedFor): Steps<Set<string>> {
  const named = new Set([...transmitters, ...targets]);
  const codes = new Set<string>();
  const take = (finding: Finding): void => {
    const about = [...finding.transmitters, ...finding.targets];
    if (named.size > 0 && about.length > 0 && !about.some((address) => named.has(address))) return;
    for (const { code } of finding.evidence) codes.add(code);
    // What it takes back itself it did not come to.
    for (const { code } of finding.withdrawn ?? []) codes.delete(code);
  };
  const detectors = detectorsInForce();
  yield;
  const pipeline = new Pipeline({
    detectors,
    venueSalt: "replay",
    onlyFindings: true,
    emit: (report) => {
      if (report.type === "finding") take(report.body);
    },
  });
  const decoder = new CaptureDecoder("excerpt", (frame) => pipeline.consume(frame));
  for (let at = 0; at < file.length; at += PIECE_OCTETS) {
    yield;
    decoder.push(file.subarray(at, at + PIECE_OCTETS));
  }
  decoder.end();
  yield;
  pipeline.flush();
  return codes;
}
