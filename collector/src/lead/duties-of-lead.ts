import { watchRollouts, type RolloutWatchParts } from "../fleet/rollout/rollout-watch.ts";
import { dutyOf, type Duty } from "./lead.ts";
import { startRetention, type RetentionParts } from "./retention.ts";
import { watchSensors } from "./sensor-watch.ts";
import { watchSuspects } from "./suspect-watch.ts";

/** What the duties work on, and whom they tell. */
export interface DutiesParts
  extends
    Pick<RetentionParts, "state" | "series" | "keep" | "now" | "failed">,
    Pick<RolloutWatchParts, "key" | "commanded"> {
  /** Whether the clock can be believed: what is judged by the age of things waits until then. */
  believesClock: () => boolean;
  /** A suspect fell silent, or its sensors did. */
  suspectChanged: (suspectId: string) => void;
  /** A sensor fell silent, or is back. */
  sensorChanged: (sensorId: string) => void;
}

/** What one collector of those that share a state does for all: it forgets what is old, notices silence, and takes updates further. */
export function dutiesOfLead({ believesClock, suspectChanged, sensorChanged, ...parts }: DutiesParts): Duty[] {
  return [
    dutyOf(() => startRetention({ ...parts, mayForget: believesClock })),
    dutyOf(() => watchSensors({ ...parts, changed: sensorChanged })),
    dutyOf(() => watchRollouts({ ...parts, mayJudge: believesClock })),
    dutyOf(() => watchSuspects({ ...parts, changed: suspectChanged })),
  ];
}
