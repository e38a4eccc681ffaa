import type {
  AdapterHealth,
  Census,
  Excerpt,
  Finding,
  HealthProblem,
  Newcomers,
  SensorConfig,
  SentCanary,
  Signal,
  Watch,
} from "@probewarden/contract";
import type { LiveMethod } from "./capture/capture-method.ts";
import type { StaysMemory } from "./detectors/new-transmitter/stays-memory.ts";
import type { KeptOffsets } from "./air/kept-offsets.ts";
import type { LevelAnswer, LevelQuestion } from "./report/sought-level.ts";
import type { ChannelSeconds } from "./control/listening-time.ts";

/**
 * What the radio process tells the supervisor, beside its bare signs of life (ipc/beat.ts): JSON lines over one AF_UNIX socket. It is the
 * only way out of the process that hears visitors, so everything in it is of the contract's branded types or a number. `test/privacy/`
 * reads every octet of it.
 */
export type RadioReport =
  | { type: "hello"; part: "radio"; pid: number; run: string }
  | { type: "finding"; at: string; body: Finding }
  | { type: "newcomer"; at: string; body: Newcomers }
  /** For the sensor's own disk: it goes no further. */
  | { type: "stays"; body: StaysMemory }
  | { type: "signal"; at: string; body: Signal }
  | { type: "census"; at: string; body: Census }
  | { type: "heard"; body: LevelAnswer }
  /** The one report with octets that were heard; `excerpts/` makes them such that they may leave. */
  | { type: "excerpt"; at: string; body: Excerpt }
  | { type: "health"; body: RadioHealth };

/** The radio process's share of `health`, cumulative since its start except where said. */
export interface RadioHealth {
  captureMethod: LiveMethod | "recording" | "none";
  /** Ways to capture live that this machine lacks. */
  captureMissing?: LiveMethod[];
  simulatedLevels: boolean;
  /** Seconds listened per channel since the last report. */
  listening: ChannelSeconds[];
  /** Absent where recordings are played. */
  adapters?: AdapterHealth[];
  /** Absent where none is sent. */
  canaries?: SentCanary[];
  frames: number;
  lastFrameSecondsAgo: number | null;
  skipped: Record<string, number>;
  /** Frames that were read in spite of an odd habit of their radio. */
  noticed: Record<string, number>;
  dropped: Record<string, number>;
  forgotten: Record<string, number>;
  problems: HealthProblem[];
}

/** What the supervisor tells the radio process. */
export type RadioOrder =
  | { type: "watch"; body: Watch }
  /** End, and be started again. */
  | { type: "restart" }
  /** Look again how the collector has set this sensor: in the runtime folder. */
  | { type: "settings" }
  | { type: "config"; body: SensorConfig }
  /** A person at this sensor asks whether it hears a transmitter now. */
  | { type: "hear"; body: LevelQuestion }
  /** At each connection: what was measured of the adapters before a restart. */
  | { type: "offsets"; body: KeptOffsets }
  /** At each connection, before the findings: what was learnt of who beacons here. */
  | { type: "stays"; body: StaysMemory }
  /**
   * At each connection: findings from `watch` up that were published and have not ended, and those that ended within a day and name somebody, who
   * may still be taken back. More such orders follow unless it is the last.
   */
  | { type: "resume"; findings: Finding[]; isLast: boolean };
