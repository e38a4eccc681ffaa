import type { Camera, CameraRecord } from "@probewarden/contract";
import type { SensorWord } from "../../cameras/fuse-words.ts";
import type { PackageMember } from "../package-member.ts";
import type { CameraCuts } from "./camera-cuts.ts";
import { markedLadder, type CameraDecision } from "./camera-decision.ts";
import { documentMembers, jsonMember, linesMember, readTold } from "./common-members.ts";
import type { SubjectParts } from "./package-subject.ts";
import { markedByTime, markedDecisions } from "./when-decided.ts";

/** What is known of a camera. */
export interface KnownCamera {
  camera: Camera;
  record: CameraRecord;
  /** What each sensor says of it, what proves most first. */
  words: readonly SensorWord[];
  alertIds: readonly string[];
  decision: CameraDecision | undefined;
}

/** What the record has about a camera, as files; of a decision with marks of what was known when it was made. */
export async function cameraMembers(
  { state }: SubjectParts,
  { camera, record, words, alertIds, decision }: KnownCamera,
  cuts: CameraCuts,
): Promise<PackageMember[]> {
  const json = (name: string, holds: string, value: unknown) => jsonMember(name, holds, cuts.of(value));
  const lines = (name: string, holds: string, rows: readonly unknown[]) => linesMember(name, holds, cuts.of(rows));
  const byTime = <Row extends { at: string }>(rows: readonly Row[]) => markedByTime(rows, decision?.at, ({ at }) => at);
  const { changes, ...standing } = camera;
  const documents = decision === undefined ? record.decisions : [decision.entry, ...record.decisions];
  return [
    ...(await documentMembers(state.db, camera.venueId, documents)),
    ...(decision === undefined
      ? []
      : [
          json("decision.json", "the decision, and which steps were proven when it was made", {
            decision: decision.entry,
            known: { source: "kept with the decision", steps: decision.steps },
          }),
        ]),
    json(
      "camera.json",
      decision === undefined ? "the camera as it stands" : "the camera as it stands now, and not when it was decided",
      standing,
    ),
    lines(
      "ladder.jsonl",
      "how far it is proven what the camera can take: each category's step with its proofs, the words that decide, and SHA-256 of the answers that they are from",
      markedLadder(camera.finding.ladder, decision),
    ),
    lines(
      "findings.jsonl",
      "what each sensor says of it since its latest visit: its model, firmware, what its servers call themselves, what was asked and how that ended, where pictures go",
      words.map(({ sensorId, firstSeenAt, lastSeenAt, finding }) => ({
        sensorId,
        firstSeenAt: new Date(firstSeenAt).toISOString(),
        lastSeenAt: new Date(lastSeenAt).toISOString(),
        ...(decision === undefined ? {} : { whenDecided: lastSeenAt <= decision.at ? "known" : "later" }),
        finding,
      })),
    ),
    lines("changes.jsonl", "what a visit found otherwise than the one before, the latest first", byTime(changes)),
    lines("visits.jsonl", "what technicians wrote of where it hangs, the latest first", byTime(record.visits)),
    lines(
      "decisions.jsonl",
      "what people decided, the latest first",
      markedDecisions(record.decisions, decision?.entry.decisionId),
    ),
    lines("alerts.jsonl", "alerts about it and each step of theirs", await readTold(state, alertIds, decision?.at)),
  ];
}
