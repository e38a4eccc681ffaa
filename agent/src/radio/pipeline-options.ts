import type { InventoryEntry } from "@probewarden/contract";
import type { Turns } from "./capture/paced-frames.ts";
import type { JudgeExcerpt } from "./excerpts/judged-for.ts";
import type { Detector, Observation } from "./detectors/detector.ts";
import type { RadioReport } from "./messages.ts";
import type { Canary } from "./venue/venue.ts";

/** A report that the pipeline makes of what it hears. `hello` and `health` are the process's. */
export type PipelineReport = Extract<
  RadioReport,
  { type: "finding" | "newcomer" | "signal" | "census" | "stays" | "excerpt" | "heard" }
>;

export interface PipelineOptions {
  detectors: readonly Detector[];
  /** Salt of the identifiers: those of one venue say nothing at another. */
  venueSalt: string;
  /** A secret of this process, for identifiers of addresses and where addresses are kept; without it both can be foreseen, as a replay needs. */
  secret?: string;
  emit(report: PipelineReport): void;
  networks?: readonly InventoryEntry[];
  canaries?: readonly Canary[];
  reportResidents?: boolean;
  /** Nobody takes anything but findings: levels, newcomers and counts of the air, in which nothing of them rests, are not made. */
  onlyFindings?: boolean;
  /** Keeps the latest frames of suspects and lets excerpts of them out; judges each by itself. Without it no frame is kept. */
  judgeExcerpt?: JudgeExcerpt;
  /** The turns of the event loop over which an excerpt is made, where frames go on meanwhile; without them it is made at once. */
  turns?: Turns;
  /** Seconds of listening without hearing it after which a finding has ended. Default 30 minutes. */
  endAfterSeconds?: number;
  /** Where several adapters listen: the numbers of those that share channels with another. */
  overlappingAdapters?: Iterable<number>;
  /** A frame was judged that was heard on this channel, as the radio's header says. */
  onFrame?: (channelMhz: number) => void;
  /** An address that was told may be told no more, as text: also not by what was emitted and has not left yet. */
  onTakenBack?: (address: string) => void;
  /** For calibration: every observation, before it is weighed. */
  onObservation?: (detector: Detector, observation: Observation) => void;
}

/** What the pipeline has read so far. */
export interface PipelineSummary {
  /** All frames, the skipped ones included. */
  frames: number;
  skipped: Record<string, number>;
  /** Frames that were read in spite of an odd habit of their radio or file, by habit. */
  noticed: Record<string, number>;
  forgotten: Record<string, number>;
  /** Capture time of the first and latest frame or tick; NaN before the first. */
  firstAtSeconds: number;
  lastAtSeconds: number;
}
