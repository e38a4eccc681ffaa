import {
  CONTRACT_MAJOR,
  spellOctets,
  type Finding,
  type FindingMessage,
  type InventoryEntry,
} from "@probewarden/contract";
import { FileCapture } from "../radio/capture/file-capture.ts";
import type { Detector, Observation } from "../radio/detectors/detector.ts";
import { detectorsInForce } from "../radio/detectors/detectors.ts";
import { inlineMore } from "../radio/inline-budget.ts";
import type { Canary } from "../radio/venue/venue.ts";
import { Pipeline } from "../radio/pipeline.ts";
import { ReadingTally } from "./reading-tally.ts";
import { describeFinding, describeSummary } from "./replay-text.ts";
import { REPLAY_WORDS, type ReplayLanguage } from "./replay-words.ts";
import type { ReplaySummary } from "./replay-summary.ts";
import { SuspectSummaries } from "./suspect-summary.ts";
import { describeUnread, unreadOf } from "./unread.ts";

/** Identity of a replayed sensor: the envelope is the one that would be published, its sender is no sensor. */
const SENSOR_ID = "replay";
const BOOT_ID = `b${spellOctets(new Uint8Array(8))}`;

export interface ReplayOptions {
  /** A pcap or pcapng file, or `-` for standard input. */
  path: string;
  networks?: readonly InventoryEntry[];
  canaries?: readonly Canary[];
  /** One JSON object per line, as DESIGN's replay contract says; otherwise text for a person. */
  jsonl: boolean;
  /** Of the text for a person; English by default. What `jsonl` says has no language. */
  language?: ReplayLanguage;
  /** Takes the output, line by line, each with its line feed. */
  out(text: string): void;
  /** For calibration: what detectors saw, before it is weighed. */
  onObservation?: (detector: Detector, observation: Observation) => void;
  /** For evaluation: for how many seconds of capture time an access point was around, told at the end. In other air hardly anybody can be accused. */
  onAir?: (seconds: number) => void;
}

/** Frames further apart than this, in seconds, are no air that was listened to without a break. */
const BREAK_SECONDS = 60;

/** Judges a capture as a sensor would have. Rejects with `CaptureFileError` when there is nothing to read; a cut file is read as far as it goes. */
export async function replayFile(options: ReplayOptions): Promise<ReplaySummary> {
  inlineMore();
  const suspects = new SuspectSummaries();
  const words = REPLAY_WORDS[options.language ?? "en"];
  /** The latest line of each finding. */
  const said = new Map<string, string>();
  let seq = 0;
  let pipeline: Pipeline | undefined = undefined;
  const say = (at: string, body: Finding): void => {
    suspects.add(body, Date.parse(at) / 1000 - (pipeline?.summary().firstAtSeconds ?? 0));
    const message: FindingMessage = {
      v: CONTRACT_MAJOR,
      sensorId: SENSOR_ID,
      bootId: BOOT_ID,
      seq: ++seq,
      at,
      kind: "finding",
      body,
    };
    if (options.jsonl) return options.out(`${JSON.stringify({ type: "finding", message })}\n`);
    // What changed behind the same words is in the summary.
    const line = describeFinding(message, words);
    if (line === "" || said.get(body.findingId) === line) return;
    if (body.state === "ended") said.delete(body.findingId);
    else said.set(body.findingId, line);
    options.out(`${at} ${line}`);
  };
  const built = (pipeline = new Pipeline({
    detectors: detectorsInForce(),
    venueSalt: SENSOR_ID,
    networks: options.networks ?? [],
    canaries: options.canaries ?? [],
    onlyFindings: true,
    emit: (report) => {
      if (report.type === "finding") say(report.at, report.body);
    },
    ...(options.onObservation === undefined ? {} : { onObservation: options.onObservation }),
  }));
  const tally = new ReadingTally();
  let airSeconds = 0;
  const end = await new FileCapture(options.path).run((captured) => {
    tally.hear(captured);
    const before = built.atSeconds;
    built.consume(captured);
    const gap = built.atSeconds - before;
    if (gap > 0 && gap <= BREAK_SECONDS && built.accessPoints.size > 0) airSeconds += gap;
  });
  options.onAir?.(airSeconds);
  built.flush();
  const { frames, skipped, noticed } = built.summary();
  const much = unreadOf({ frames, skipped });
  const seconds = tally.seconds();
  const summary: ReplaySummary = {
    type: "summary",
    frames,
    skipped,
    noticed,
    seconds: seconds ?? 0,
    ...(seconds === undefined ? { secondsUnknown: true } : {}),
    ...(much === undefined
      ? {}
      : {
          unread: {
            much,
            ...describeUnread(
              much,
              { frames, skipped, linkTypes: tally.linkTypes() },
              options.jsonl ? "en" : options.language,
            ),
          },
        }),
    ...(end.truncatedAt === undefined ? {} : { truncatedAt: end.truncatedAt }),
    suspects: suspects.list(),
  };
  options.out(options.jsonl ? `${JSON.stringify(summary)}\n` : describeSummary(summary, suspects.argued(), words));
  return summary;
}
