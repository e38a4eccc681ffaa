import { afterAll, beforeAll, expect, test } from "vitest";
import { CameraCuts } from "./camera-cuts.ts";
import { MOST_WORDS } from "./camera-subject.ts";
import {
  jsonIn,
  linesIn,
  makeSubjects,
  packed,
  PHONE,
  SECRETS,
  textIn,
  type Files,
  type TestSubjects,
} from "./test-subjects.ts";

let it: TestSubjects;
let files: Files;
beforeAll(async () => {
  it = await makeSubjects();
  const floors = JSON.stringify([{ floorId: "ground", name: "1F", widthMetres: 60, heightMetres: 40 }]);
  await it.state.db.updateTable("venues").set({ floors }).where("venue_id", "=", "mall").execute();
  const drawing = { walls: [], zones: [], cameras: [{ cameraId: "cam", position: { x: 12, y: 20 } }] };
  const octets = Buffer.from(JSON.stringify(drawing));
  const kept = { name: "drawings/mall/ground", media_type: "application/json", octets, kept_at: 1 };
  await it.state.db.insertInto("documents").values(kept).execute();
  ({ files } = await packed(it, it.subjects.camera));
});
afterAll(() => it.close());

test("it holds the proven steps with their proofs, what its servers call themselves, who says what, where it hangs", () => {
  const [line] = linesIn(files, "ladder.jsonl");
  expect(line).toMatchObject({
    category: "face-recognition",
    step: "enabled",
    proofs: [{ call: "get-capabilities", answerSha256: "a".repeat(64), keptSha256: "b".repeat(64) }],
  });
  expect(linesIn(files, "findings.jsonl")).toMatchObject([
    { sensorId: "north", finding: { webServer: "DNVRS-Webs", streamServer: "Hikvision RTSP", firmware: "V6" } },
  ]);
  expect(linesIn(files, "changes.jsonl")).toEqual(
    expect.arrayContaining([expect.objectContaining({ what: "firmware", from: "V5", to: "V6" })]),
  );
  expect(linesIn(files, "visits.jsonl")).toMatchObject([{ place: "public-area", filed: false, sign: "none-seen" }]);
  expect(jsonIn(files, "manifest.json")).toMatchObject({
    about: { hardware: "IPC-9", servers: { web: "DNVRS-Webs", streams: "Hikvision RTSP" } },
    place: { drawn: { floorId: "ground", positionMetres: { x: 12, y: 20 } }, onSite: { place: "public-area" } },
  });
});

test("no login, no password, no query and no address that a camera spells is in any file of it, and the manifest counts them", () => {
  for (const [name, data] of Object.entries(files)) {
    const text = Buffer.from(data).toString("utf8");
    for (const secret of [...SECRETS, PHONE, PHONE.replaceAll(":", "")]) {
      // The verifier's source and the manifest's own words speak of such things, and hold none.
      if (name !== "verify-package.mjs") expect(text.includes(secret), `${name} ${secret}`).toBe(false);
    }
  }
  expect(textIn(files, "ladder.jsonl")).toContain(
    "FaceDetection rtsp://[cut]@192.0.2.9/live http://192.0.2.9/up?[cut] client [address]",
  );
  const removed = jsonIn(files, "manifest.json").removedForPrivacy as { code: string; count?: number }[];
  const countOf = (code: string): number => removed.find((note) => note.code === code)?.count ?? 0;
  expect(countOf("credentials")).toBeGreaterThan(0);
  expect(countOf("spelled-addresses")).toBeGreaterThan(0);
  expect(removed.map(({ code }) => code)).toEqual(expect.arrayContaining(["no-pictures", "raw-answers"]));
});

test.each([
  ["44-19-B6-12-34-5F", "[address]"],
  ["44:19:b6:12:34:5f", "[address]"],
  ["4419.b612.345f", "[address]"],
  ["4419b612345f", "[address]"],
  ["201903121234", "201903121234"],
  ["2026-11-24T08:45:28.000Z", "2026-11-24T08:45:28.000Z"],
  ["V5.7.1 build 230912", "V5.7.1 build 230912"],
  ["user=admin", "user=[cut]"],
])("of %s stays %s, in whatever depth it stands", (text, left) => {
  const cuts = new CameraCuts();
  expect(cuts.of({ a: [{ text }], cameraId: "4419b612345f" })).toEqual({
    a: [{ text: left }],
    cameraId: "4419b612345f",
  });
  expect(cuts.credentials + cuts.addresses).toBe(text === left ? 0 : 1);
});

test("of a decision it says which steps were proven then, and a step that came later is not passed off as known", async () => {
  const of = await packed(it, it.subjects.camera, { decisionId: it.subjects.camera.decisionId });
  expect(linesIn(of.files, "ladder.jsonl")).toMatchObject([
    { category: "face-recognition", step: "enabled", stepThen: "advertised", whenDecided: "later" },
  ]);
  expect(jsonIn(of.files, "decision.json")).toMatchObject({
    decision: { decision: "to-visit", reason: "理由 to-visit" },
    known: { steps: { "face-recognition": "advertised" } },
  });
  expect(jsonIn(of.files, "manifest.json").of).toMatchObject({
    knownThen: { steps: { "face-recognition": "advertised" } },
  });
  expect(linesIn(of.files, "findings.jsonl")).toMatchObject([{ sensorId: "north", whenDecided: "later" }]);
});

test("so many sensors' words are in it, those that prove most, however many there are", async () => {
  const word = await it.state.db.selectFrom("camera_words").selectAll().executeTakeFirstOrThrow();
  const many = Array.from({ length: MOST_WORDS + 6 }, (_, n) => ({ ...word, sensor_id: `sensor-${n}` }));
  await it.state.db.insertInto("camera_words").values(many).execute();
  const filled = await packed(it, it.subjects.camera);
  expect(linesIn(filled.files, "findings.jsonl")).toHaveLength(MOST_WORDS);
  expect(it.verify(filled.zip, it.fingerprint)).toEqual([]);
});
