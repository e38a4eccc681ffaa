import { afterAll, beforeAll, expect, test } from "vitest";
import { BOX, makeFinding } from "../../intake/test-messages.ts";
import { MOST_KNOWN_LINES, type KnownThen } from "../../suspects/known-then.ts";
import { judgeMessage } from "../../suspects/test-judge.ts";
import { jsonIn, linesIn, makeSubjects, packed, type TestSubjects } from "./test-subjects.ts";

let it: TestSubjects;
beforeAll(async () => {
  it = await makeSubjects();
});
afterAll(() => it.close());

const packedDecision = () => packed(it, it.subjects.suspect, { decisionId: it.subjects.suspect.decisionId });

test("each line says whether it was known then and what it weighed then; the score is that of then", async () => {
  const { files } = await packedDecision();
  const lines = linesIn(files, "evidence.jsonl").map(({ code, weightDb, whenDecided, weightDbThen }) => [
    code,
    weightDb,
    whenDecided,
    weightDbThen,
  ]);
  expect(lines).toEqual([
    ["answers-any-name", 55, "known", 52],
    ["forges-beacons", 8, "later", undefined],
  ]);
  const { decision, known } = jsonIn(files, "decision.json");
  expect(decision).toMatchObject({ decision: "to-visit", reason: "理由 to-visit", document: "文书 7" });
  expect(known).toMatchObject({
    source: "kept with the decision",
    scoreDb: 22,
    band: "strong",
    priorDb: -30,
    lines: [{ sensorId: "door", detector: "karma", detectorVersion: 3, code: "answers-any-name", weightDb: 52 }],
    linesLeftOut: 0,
    covers: { transmitters: [BOX] },
  });
  const manifest = jsonIn(files, "manifest.json");
  expect(manifest.of).toMatchObject({ knownThen: { scoreDb: 22, band: "strong", linesOfEvidence: 1 } });
  expect(manifest.about).toMatchObject({ scoreDb: 33 });
  const marks = linesIn(files, "history.jsonl").map(({ whenDecided }) => whenDecided);
  expect(new Set(marks)).toEqual(new Set(["known", "later"]));
});

test("what is kept with a decision holds no address and no name, and at most so many lines", async () => {
  const at = it.clock.now;
  const instant = new Date(at).toISOString();
  const more = { boundDb: null, usedDb: 1, basis: "judged" as const, facts: [], frames: [], names: ["41ff"] };
  const evidence = Array.from({ length: MOST_KNOWN_LINES + 3 }, (_, n) => ({
    detector: "karma",
    detectorVersion: 1,
    family: "f",
    code: `line-${n}`,
    weightDb: n,
    ...more,
    firstAt: instant,
    lastAt: instant,
  }));
  const heard = { firstHeardAt: instant, lastHeardAt: instant, transmitters: ["02:00:00:00:77:01"], evidence };
  const judged = await judgeMessage(it.state, { sensorId: "hall", finding: makeFinding("f9", heard), at, seq: 1 });
  const id = judged?.suspectId ?? "";
  await it.send("POST", `/api/suspects/${id}/decision`, { decision: "to-visit", reason: "x" });
  const row = it.state.db.selectFrom("decisions").select("known").where("suspect_id", "=", id);
  const { known } = await row.executeTakeFirstOrThrow();
  expect(known).not.toMatch(/02:00:00|41ff/);
  const kept = JSON.parse(known ?? "") as KnownThen;
  expect([kept.lines.length, kept.linesLeftOut]).toEqual([MOST_KNOWN_LINES, 3]);
  expect(kept.lines[0]?.code).toBe(`line-${MOST_KNOWN_LINES + 2}`);
});

test("of a decision from before weights were kept with it the history tells which lines there were, and says so", async () => {
  await it.state.db.updateTable("decisions").set({ known: null }).execute();
  const { zip, files } = await packedDecision();
  expect(it.verify(zip, it.fingerprint)).toEqual([]);
  expect(jsonIn(files, "decision.json").known).toMatchObject({
    source: "the history of the suspect, which has no weights",
    scoreDb: 22,
    band: "strong",
    lines: [{ sensorId: "door", code: "answers-any-name" }],
  });
  const lines = linesIn(files, "evidence.jsonl").map(({ whenDecided, weightDbThen }) => [whenDecided, weightDbThen]);
  expect(lines).toEqual([
    ["known", null],
    ["later", undefined],
  ]);
});
