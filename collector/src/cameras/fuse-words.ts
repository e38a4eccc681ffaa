import {
  CAMERA_STEPS,
  type CameraCategory,
  type CameraFinding,
  type CameraLadder,
  type CameraStep,
} from "@probewarden/contract";
import { cameraNeed } from "./camera-need.ts";

/** What one sensor says of a camera. */
export interface SensorWord {
  sensorId: string;
  /** Its first and its latest visit, by the collector's clock in milliseconds. */
  firstSeenAt: number;
  lastSeenAt: number;
  finding: CameraFinding;
}

/** Lines of each list of a finding, as the contract bounds them. */
const MOST = 16;

/** Words in the order in which they speak: what proves most first, then the sensor that has known the camera longest. A later word pushes no earlier one aside by saying as much. */
export const inOrder = (words: readonly SensorWord[]): SensorWord[] =>
  words.toSorted(
    (a, b) =>
      cameraNeed(b.finding) - cameraNeed(a.finding) ||
      a.firstSeenAt - b.firstSeenAt ||
      (a.sensorId < b.sensorId ? -1 : 1),
  );

/**
 * What all sensors say of one camera together: of each category the highest step that any of them proves, with that one's proofs. Model, name
 * and what was asked are the words of who proves most; oddities and where pictures go are everybody's. A sensor that lies can say more than
 * there is, which its own word shows, and never less than another has proven. Undefined: nobody says anything any more.
 */
export function fuseWords(words: readonly SensorWord[]): { finding: CameraFinding; sensorId: string } | undefined {
  const ordered = inOrder(words);
  const [first] = ordered;
  if (first === undefined) return undefined;
  const findings = ordered.map(({ finding }) => finding);
  const audited = findings.flatMap(({ auditedAt }) => auditedAt ?? []).toSorted();
  const sendsTo = findings.some((finding) => finding.sendsTo !== undefined)
    ? { sendsTo: distinct(findings.flatMap((finding) => finding.sendsTo ?? [])) }
    : {};
  const latest = audited.at(-1);
  return {
    sensorId: first.sensorId,
    finding: {
      ...first.finding,
      ladder: highestOf(findings.map(({ ladder }) => ladder)),
      oddities: distinct(findings.flatMap(({ oddities }) => oddities)),
      ...(latest === undefined ? {} : { auditedAt: latest }),
      ...sendsTo,
    },
  };
}

/** Of each category the row with the highest step, of two that are as high the first. */
export function highestOf(ladders: readonly (readonly CameraLadder[])[]): CameraLadder[] {
  const highest = new Map<CameraCategory, CameraLadder>();
  for (const row of ladders.flat())
    if (rankOf(row.step) > rankOf(highest.get(row.category)?.step)) highest.set(row.category, row);
  return [...highest.values()];
}

/** Categories of which sensors that could ask prove different steps. */
export function differIn(words: readonly SensorWord[]): CameraCategory[] {
  const asked = words.filter(({ finding }) => finding.analytics !== "unknown").map(({ finding }) => finding.ladder);
  const categories = new Set(asked.flatMap((ladder) => ladder.map(({ category }) => category)));
  return [...categories].filter((category) => new Set(asked.map((ladder) => stepIn(ladder, category))).size > 1);
}

const stepIn = (ladder: readonly CameraLadder[], category: CameraCategory): CameraStep =>
  ladder.find((row) => row.category === category)?.step ?? "unknown";

const rankOf = (step: CameraStep | undefined): number => (step === undefined ? 0 : CAMERA_STEPS.indexOf(step));

/** The first of each, as many as a finding may hold. */
const distinct = <T>(all: readonly T[]): T[] =>
  [...new Map(all.map((each) => [JSON.stringify(each), each])).values()].slice(0, MOST);
