import { readExcerpts } from "../../excerpts/read-excerpts.ts";
import { readSuspectDetail } from "../../suspects/read-suspects.ts";
import { REMOVED_OF_SUSPECTS } from "../privacy-notes.ts";
import { captureFacts, captureMembers, MOST_CAPTURES } from "./capture-members.ts";
import { alertIdsOf, saidOf } from "./common-members.ts";
import type { PackageSubject } from "./package-subject.ts";
import { readSuspectDecision, type SuspectDecision } from "./suspect-decision.ts";
import { suspectMembers } from "./suspect-members.ts";

/** What is known of a suspect: its evidence, levels, places, frames, alerts and decisions. */
export const suspectSubject: PackageSubject = {
  columns: (id) => ({ suspect_id: id, camera_id: null }),

  async venueOf(db, id) {
    const row = await db.selectFrom("suspects").select("venue_id").where("suspect_id", "=", id).executeTakeFirst();
    return row?.venue_id;
  },

  async hasDecision(db, id, decisionId) {
    const found = db.selectFrom("decisions").select("id").where("suspect_id", "=", id).where("id", "=", decisionId);
    return (await found.executeTakeFirst()) !== undefined;
  },

  async read(parts, { id, decisionId }) {
    const { state, series, now } = parts;
    const detail = await readSuspectDetail(state, series, id, now);
    if (detail === undefined) return undefined;
    const decision = decisionId === undefined ? undefined : await readSuspectDecision(state, id, decisionId);
    if (decisionId !== undefined && decision === undefined) return undefined;
    const { suspect, evidence } = detail;
    const alertIds = await alertIdsOf(state.db, "suspect_id", id);
    const excerpts = await readExcerpts(state.db, id, MOST_CAPTURES);
    const members = await suspectMembers(parts, detail, { alertIds, decision, excerpts });
    const versions = new Set(evidence.map(({ detector, detectorVersion }) => `${detector} ${detectorVersion}`));
    return {
      venueId: suspect.venueId,
      members: [...members, ...captureMembers(excerpts)],
      alertIds,
      sensorIds: suspect.sensors.map(({ sensorId }) => sensorId),
      about: {
        suspectId: suspect.suspectId,
        suspicion: suspect.suspicion,
        band: suspect.band,
        scoreDb: suspect.scoreDb,
        firstHeardAt: suspect.firstHeardAt,
        lastHeardAt: suspect.lastHeardAt,
      },
      place: suspect.place ?? null,
      ...(decision === undefined ? {} : { decision: inShort(decision) }),
      detectors: [...versions].toSorted().map((text) => {
        const [detector = "", version] = text.split(" ");
        return { detector, version: Number(version) };
      }),
      captures: captureFacts(excerpts, decision?.at),
      removed: REMOVED_OF_SUSPECTS,
    };
  },

  readMe: [
    ["decision.json", "一项决定及作出时已知的内容（仅从决定导出时）", "the decision, and what was known then"],
    ["suspect.json", "嫌疑对象", "the suspect"],
    ["evidence.jsonl", "每一条证据及其权重", "each line of evidence with its weight"],
    ["judgement.json", "先验、阈值、减轻情节", "prior, thresholds, mitigations"],
    ["levels.json", "各传感器处的电平", "levels at each sensor"],
    ["history.jsonl", "经过与位置", "what changed, and where it was"],
    ["decisions.jsonl", "人的决定", "what people decided"],
    ["alerts.jsonl", "告警与处理步骤", "alerts and their steps"],
    [
      "captures/",
      "嫌疑设备的帧（pcapng，其余地址和名称为假名）",
      "frames of the suspect, everybody else under a pseudonym",
    ],
  ],
};

const inShort = ({ entry, known }: SuspectDecision): object => ({
  ...saidOf(entry),
  knownThen: {
    source: known.source,
    scoreDb: known.scoreDb,
    band: known.band,
    linesOfEvidence: known.lines.length + known.linesLeftOut,
  },
});
