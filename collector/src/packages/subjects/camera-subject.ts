import type { CameraFinding } from "@probewarden/contract";
import type { Kysely } from "kysely";
import { readCameraRecord } from "../../cameras/camera-record.ts";
import { inOrder, type SensorWord } from "../../cameras/fuse-words.ts";
import { readCameras } from "../../cameras/read-cameras.ts";
import { readDrawings } from "../../store/drawings.ts";
import type { StateTables } from "../../store/state/tables.ts";
import { removedOfCameras } from "../privacy-notes.ts";
import { CameraCuts } from "./camera-cuts.ts";
import { readOneDecision } from "./camera-decision.ts";
import { cameraMembers } from "./camera-members.ts";
import { alertIdsOf, saidOf } from "./common-members.ts";
import type { PackageSubject } from "./package-subject.ts";

/** Sensors whose words a package holds, what proves most first. */
export const MOST_WORDS = 64;

/** What is known of a camera: what sensors were told and could prove, what people saw and decided. */
export const cameraSubject: PackageSubject = {
  columns: (id) => ({ suspect_id: "", camera_id: id }),

  async venueOf(db, id) {
    const row = await db.selectFrom("cameras").select("venue_id").where("camera_id", "=", id).executeTakeFirst();
    return row?.venue_id;
  },

  async hasDecision(db, id, decisionId) {
    return (await readOneDecision(db, id, decisionId)) !== undefined;
  },

  async read(parts, { id, decisionId }) {
    const { db } = parts.state;
    const [camera] = await readCameras(parts.state, { cameraIds: [id] });
    const record = await readCameraRecord(parts.state, id);
    if (camera === undefined || record === undefined) return undefined;
    const decision = decisionId === undefined ? undefined : await readOneDecision(db, id, decisionId);
    if (decisionId !== undefined && decision === undefined) return undefined;
    const cuts = new CameraCuts();
    const words = await readWholeWords(db, id);
    const alertIds = await alertIdsOf(db, "camera_id", id);
    const members = await cameraMembers(parts, { camera, record, words, alertIds, decision }, cuts);
    const { address, vendor, hardware, name, firmware, webServer, streamServer, analytics, ladder } = camera.finding;
    return {
      venueId: camera.venueId,
      members,
      alertIds,
      sensorIds: [...new Set([camera.sensorId, ...words.map(({ sensorId }) => sensorId)])],
      about: cuts.of({
        cameraId: id,
        address,
        vendor,
        hardware,
        name,
        firmware,
        servers: { web: webServer, streams: streamServer },
        analytics,
        steps: ladder.map(({ category, step }) => ({ category, step })),
        firstSeenAt: camera.firstSeenAt,
        lastSeenAt: camera.lastSeenAt,
      }),
      place: { drawn: await drawnPlace(db, camera.venueId, id), onSite: cuts.of(camera.onSite ?? null) },
      ...(decision === undefined
        ? {}
        : { decision: cuts.of({ ...saidOf(decision.entry), knownThen: { steps: decision.steps } }) }),
      detectors: [],
      captures: [],
      removed: removedOfCameras(cuts),
    };
  },

  readMe: [
    ["decision.json", "一项决定及作出时已证实的级别（仅从决定导出时）", "the decision, and what was proven then"],
    ["camera.json", "摄像头", "the camera"],
    ["ladder.jsonl", "各类别已证实的级别及证明", "the proven step of each category, with its proofs"],
    [
      "findings.jsonl",
      "各传感器所见：型号、固件、服务名称、询问与结果",
      "what each sensor says: model, firmware, what its servers call themselves, what was asked",
    ],
    ["changes.jsonl", "历次到访之间的变化", "what changed from visit to visit"],
    ["visits.jsonl", "现场记录：位置、备案、告示", "what was seen on site: place, filing, sign"],
    ["decisions.jsonl", "人的决定", "what people decided"],
    ["alerts.jsonl", "告警与处理步骤", "alerts and their steps"],
  ],
};

/** What sensors say of a camera, with all that they were told. */
async function readWholeWords(db: Kysely<StateTables>, cameraId: string): Promise<SensorWord[]> {
  const rows = await db
    .selectFrom("camera_words")
    .select(["sensor_id", "first_seen_at", "last_seen_at", "body"])
    .where("camera_id", "=", cameraId)
    .execute();
  const words = rows.map((row) => ({
    sensorId: row.sensor_id,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    finding: JSON.parse(row.body) as CameraFinding,
  }));
  return inOrder(words).slice(0, MOST_WORDS);
}

/** Where a person drew it on a plan of its venue; null: nobody did. */
async function drawnPlace(db: Kysely<StateTables>, venueId: string, cameraId: string): Promise<object | null> {
  for (const [floorId, { cameras }] of await readDrawings(db, venueId)) {
    const drawn = cameras.find((camera) => camera.cameraId === cameraId);
    if (drawn !== undefined) return { floorId, positionMetres: drawn.position, source: "a person drew it on the plan" };
  }
  return null;
}
