import type { Evidence, Finding } from "@probewarden/contract";
import { beforeEach, expect, test } from "vitest";
import { Alerts } from "../alerts/alerts.ts";
import { makeFinding } from "../intake/test-messages.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { decide, readDecision, type Reopened } from "./decide.ts";
import { forgetFindings, judgeMessage } from "./test-judge.ts";
import { refreshWatch } from "./watch.ts";

const INNOCENT = "02:00:00:aa:bb:01";
const REAL = "02:00:00:aa:bb:02";
const NEW = "02:00:00:aa:bb:03";
const [OURS, BESIDE] = ["00:1f:7a:e2:6c:98", "00:1f:7a:e2:6c:a8"];
const T0 = Date.parse("2026-11-24T08:00:00.000Z");
const iso = (ms: number): string => new Date(ms).toISOString();

const line = (family: string): Evidence => ({
  detector: "many-names",
  detectorVersion: 1,
  family,
  code: `of-${family}`,
  weightDb: 20,
  boundDb: null,
  usedDb: 20,
  basis: "judged",
  facts: [],
  frames: [],
  names: [],
  firstAt: iso(T0),
  lastAt: iso(T0),
});

describeStates("decisions in %s", (start) => {
  let state: StateStore;
  let seq = 0;
  let alerts: Alerts;

  keepOpen(start, (store) => {
    state = store;
  });
  beforeEach(async () => {
    await forgetFindings(state);
    const notifier = { wanted: () => Promise.resolve(false), alertOpened: () => undefined };
    alerts = new Alerts({
      state,
      notifier,
      changed: () => undefined,
      failed: () => undefined,
      now: () => T0 + seq * 60_000,
    });
  });

  const say = async (sensorId: string, findingId: string, over: Partial<Finding>): Promise<string> => {
    const at = T0 + 60_000 * ++seq;
    const times = { firstHeardAt: iso(at), lastHeardAt: iso(at) };
    const finding = makeFinding(findingId, { evidence: [line("names")], ...times, ...over });
    const judgement = await judgeMessage(state, { sensorId, finding, at, seq });
    const suspectId = judgement?.suspectId ?? "";
    await alerts.suspectChanged(suspectId);
    return suspectId;
  };
  const dismiss = async (suspectId: string): Promise<void> => {
    await decide(state, suspectId, { decision: "dismissed", reason: "ours", by: "officer", at: iso(T0) });
    await alerts.suspectChanged(suspectId);
  };
  const rowOf = (suspectId: string) =>
    state.db.selectFrom("suspects").selectAll().where("suspect_id", "=", suspectId).executeTakeFirstOrThrow();
  const reasonsOf = async (suspectId: string): Promise<Reopened["reasons"] | undefined> =>
    readDecision(await rowOf(suspectId)).reopened?.reasons;
  const openAlerts = async (): Promise<string[]> =>
    (await state.db.selectFrom("alerts").select("suspect_id").where("state", "=", "open").execute()).map(
      (row) => row.suspect_id,
    );

  test("holds while the same transmitters say the same, over an end and a come-back", async () => {
    const id = await say("north", "f1", { transmitters: [INNOCENT] });
    await dismiss(id);
    for (const [findingId, state_] of [
      ["f1", "heard"],
      ["f1", "ended"],
      ["f2", "opened"],
    ] as const)
      expect(await say("north", findingId, { transmitters: [INNOCENT], state: state_ })).toBe(id);
    expect(readDecision(await rowOf(id))).toMatchObject({ settled: true, reopened: undefined });
    expect(await openAlerts()).toEqual([]);
  });

  test.each([
    ["new-evidence-family", { evidence: [line("names"), line("forcing")] }],
    ["higher-band", { scoreDb: 25 }],
    ["other-transmitters", { transmitters: [INNOCENT, NEW] }],
  ] as const)("is open again, and says why: %s", async (reason, over) => {
    const id = await say("north", "f1", { transmitters: [INNOCENT] });
    await dismiss(id);
    expect(await openAlerts()).toEqual([]);
    await say("south", "f2", { transmitters: [INNOCENT], ...(over as Partial<Finding>) });
    expect(await reasonsOf(id)).toEqual([reason]);
    expect(await openAlerts()).toEqual([id]);
    expect((await refreshWatch(state, "mall", T0 + seq * 60_000))?.entries.length).toBeGreaterThan(0);
    // It stays open when what reopened it is over, until a person has looked again.
    await say("south", "f2", { transmitters: [INNOCENT], state: "ended" });
    expect(await reasonsOf(id)).toEqual([reason]);
    await dismiss(id);
    expect(readDecision(await rowOf(id))).toMatchObject({ settled: true, reopened: undefined });
    await say("south", "f3", { transmitters: [INNOCENT] });
    expect(await openAlerts()).toEqual([]);
  });

  test("of a sender that hides, covers the networks that it hit then: another one opens it again, alone or beside those", async () => {
    for (const targets of [[OURS, BESIDE], [BESIDE]]) {
      await forgetFindings(state);
      const id = await say("north", "f1", { transmitters: [], targets: [OURS] });
      await dismiss(id);
      expect(await say("south", "f2", { transmitters: [], targets: [OURS] })).toBe(id);
      expect(await openAlerts()).toEqual([]);
      const again = await say("north", "f1", { transmitters: [], targets });
      expect(again).toBe(id);
      expect(await reasonsOf(id)).toEqual(["other-targets"]);
      expect(await openAlerts()).toEqual([id]);
    }
  });

  test("of addresses that were taken back since covers what its own sensor says on, and nobody else who hits the same network", async () => {
    const id = await say("north", "f1", { transmitters: [INNOCENT], targets: [OURS] });
    await dismiss(id);
    await say("north", "f1", { transmitters: [], targets: [OURS], takenBack: true });
    await say("north", "f1", { transmitters: [], targets: [OURS] });
    expect(await openAlerts()).toEqual([]);
    expect(await say("south", "f2", { transmitters: [], targets: [OURS] })).toBe(id);
    expect(await reasonsOf(id)).toEqual(["sender-unknown"]);
    expect(await openAlerts()).toEqual([id]);
    // Whoever decides now knows that the sender is unknown.
    await dismiss(id);
    await say("east", "f3", { transmitters: [], targets: [OURS] });
    expect(await openAlerts()).toEqual([]);
  });

  test("keeps no address that was taken back, nor as a network that was hit", async () => {
    const id = await say("north", "f1", { transmitters: [], targets: [OURS, INNOCENT] });
    await dismiss(id);
    await say("north", "f2", { transmitters: [INNOCENT], targets: [] });
    await say("north", "f2", { transmitters: [], targets: [], takenBack: true });
    const rows = await state.db.selectFrom("decisions").select("decided_on").execute();
    expect(JSON.stringify([rows, await rowOf(id)])).not.toContain(INNOCENT);
    expect(JSON.stringify(rows)).toContain(OURS);
  });

  test("every reason is said once, with the time of the first", async () => {
    const id = await say("north", "f1", { transmitters: [INNOCENT] });
    await dismiss(id);
    await say("north", "f1", { transmitters: [INNOCENT, NEW] });
    const { reopened } = readDecision(await rowOf(id));
    await say("north", "f1", { transmitters: [INNOCENT, NEW], scoreDb: 25 });
    expect(readDecision(await rowOf(id)).reopened).toEqual({
      at: reopened?.at,
      reasons: ["other-transmitters", "higher-band"],
    });
  });

  test("a sensor that lists a dismissed suspect's address beside a real one's buries nothing", async () => {
    const dismissed = await say("north", "f1", { transmitters: [INNOCENT] });
    const real = await say("north", "f2", { transmitters: [REAL] });
    await dismiss(dismissed);
    expect(await openAlerts()).toEqual([real]);
    const joined = await say("liar", "f3", { transmitters: [INNOCENT, REAL] });
    expect(await reasonsOf(joined)).toContain("merged-with-unsettled");
    expect(await openAlerts()).toEqual([joined]);
    const watched = await refreshWatch(state, "mall", T0 + seq * 60_000);
    expect(watched?.entries.map((entry) => entry.transmitter).toSorted()).toEqual([INNOCENT, REAL]);
    // What was decided stays in the history of the one that they became.
    expect(await state.db.selectFrom("decisions").select(["suspect_id", "decision"]).execute()).toEqual([
      { suspect_id: joined, decision: "dismissed" },
    ]);
  });

  test("a sensor that lists a dismissed suspect's address and then a real one's buries nothing either", async () => {
    const dismissed = await say("north", "f1", { transmitters: [INNOCENT] });
    await dismiss(dismissed);
    await say("liar", "f2", { transmitters: [INNOCENT, REAL] });
    expect(await say("north", "f3", { transmitters: [REAL] })).toBe(dismissed);
    expect(await reasonsOf(dismissed)).toEqual(["other-transmitters"]);
    expect(await openAlerts()).toEqual([dismissed]);
  });

  test("of suspects that were all settled, what they become is settled", async () => {
    const one = await say("north", "f1", { transmitters: [INNOCENT] });
    const two = await say("north", "f2", { transmitters: [REAL] });
    await dismiss(one);
    await dismiss(two);
    expect(await say("south", "f3", { transmitters: [INNOCENT, REAL] })).toBe(one);
    expect(readDecision(await rowOf(one))).toMatchObject({ settled: true, reopened: undefined });
    expect(await openAlerts()).toEqual([]);
  });

  test("a decision that settles nothing is the one that is shown of a merge", async () => {
    const one = await say("north", "f1", { transmitters: [INNOCENT] });
    const two = await say("north", "f2", { transmitters: [REAL] });
    await dismiss(one);
    await decide(state, two, { decision: "to-visit", reason: "go and look", by: "officer", at: iso(T0) });
    const joined = await say("south", "f3", { transmitters: [INNOCENT, REAL] });
    expect(readDecision(await rowOf(joined))).toMatchObject({ record: { decision: "to-visit" }, settled: false });
    expect(await openAlerts()).toEqual([joined]);
  });
});
