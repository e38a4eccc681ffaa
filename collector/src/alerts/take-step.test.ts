import type { AlertStepRequest, Band } from "@probewarden/contract";
import { beforeEach, expect, test, vi } from "vitest";
import { decide } from "../suspects/decide.ts";
import { forgetFindings } from "../suspects/test-judge.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { makeSuspectRow } from "../store/state/test-rows.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { MOST_STEPS } from "./alert-rows.ts";
import { Alerts } from "./alerts.ts";
import { readAlerts, readAlertSteps } from "./read-alerts.ts";

const T0 = Date.parse("2026-11-24T08:00:00.000Z");
const HOUR = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();

describeStates("what people do with alerts, in %s", (start) => {
  let state: StateStore;
  let alerts: Alerts;
  let now = T0;
  let notices = 0;
  const makeAlerts = (): Alerts =>
    new Alerts({
      state,
      notifier: { wanted: () => Promise.resolve(true), alertOpened: () => void (notices += 1) },
      changed: () => undefined,
      failed: (error) => {
        throw error;
      },
      now: () => now,
    });

  keepOpen(start, (store) => {
    state = store;
  });
  beforeEach(async () => {
    [now, notices] = [T0, 0];
    await forgetFindings(state);
    alerts = makeAlerts();
  });

  const put = async (band: Band, more: { state?: string; suspectId?: string } = {}): Promise<void> => {
    const { suspectId = "box", state: is = "active" } = more;
    now += 1_000;
    await state.db
      .insertInto("suspects")
      .values(makeSuspectRow(suspectId, { band, state: is }))
      .onConflict((conflict) => conflict.column("suspect_id").doUpdateSet({ band, state: is }))
      .execute();
    await alerts.suspectChanged(suspectId);
  };
  const only = async () => {
    const [alert] = await readAlerts(state, {});
    if (alert === undefined) throw new Error("there is no alert");
    return alert;
  };
  const take = async (what: AlertStepRequest, by = "officer") => {
    const { alertId, revision } = await only();
    return alerts.take(alertId, { revision, what }, by);
  };
  const record = async () =>
    (await readAlertSteps(state, (await only()).alertId))
      .toReversed()
      .map(({ step, by, undone }) => [step, by, undone ? "undone" : ""].filter(Boolean).join(" "));

  test("every step is a line with who and when, and in the audit; an undo takes the last one back, and erases nothing", async () => {
    await put("suspected");
    await take({ step: "acknowledge" }, "王敏");
    await take({ step: "take", assignee: "李强", dueAt: iso(T0 + HOUR) }, "王敏");
    expect(await only()).toMatchObject({
      stage: "in-work",
      assignee: "李强",
      stepBy: "王敏",
      dueAt: iso(T0 + HOUR),
      revision: 3,
    });
    await take({ step: "close", reason: "taken down" });
    expect(await only()).toMatchObject({ state: "closed", closedBy: "officer", reason: "taken down" });
    await take({ step: "undo" }, "other");
    expect(await only()).toMatchObject({ state: "open", stage: "in-work", assignee: "李强", stepBy: "王敏" });
    expect((await only()).closedAt).toBeUndefined();
    expect(await record()).toEqual(["opened", "acknowledge 王敏", "take 王敏", "close officer undone", "undo other"]);
    for (const _ of [1, 2]) expect((await take({ step: "undo" })).outcome).toBe("done");
    expect(await only()).toMatchObject({ stage: "new" });
    expect((await take({ step: "undo" })).outcome).toBe("nothing-to-undo");
    const audit = await state.db.selectFrom("audit").select(["action", "by"]).orderBy("id").execute();
    expect(audit.map(({ action, by }) => `${action} ${by}`)).toEqual([
      "alert-acknowledge 王敏",
      "alert-take 王敏",
      "alert-close officer",
      "alert-undo other",
      "alert-undo officer",
      "alert-undo officer",
    ]);
  });

  test("an undo keeps what happened since: a closed one whose suspect has ended is ended and not yet seen", async () => {
    await put("suspected");
    await take({ step: "close", reason: "mistaken" });
    await put("suspected", { state: "ended" });
    await take({ step: "undo" });
    expect(await only()).toMatchObject({ state: "open", stage: "new" });
    expect((await only()).endedAt).toBeDefined();
  });

  test("the record of one alert has an end: its first line stays, what nobody did goes first, and an undo finds its step", async () => {
    await put("suspected");
    const { alertId } = await only();
    const lines = await state.db.selectFrom("alert_steps").selectAll().where("alert_id", "=", alertId).execute();
    const [opened] = lines;
    if (opened === undefined) throw new Error("no line");
    // A box that came and went so often that all but ten lines are full, and what somebody did a third of the way.
    const [full, early] = [MOST_STEPS - 10, 300];
    const past = Array.from({ length: full - 1 }, (_, at) => ({
      ...opened,
      revision: at + 2,
      step: at + 2 === early ? "acknowledge" : at % 2 === 0 ? "ended" : "returned",
      by: at + 2 === early ? "王敏" : null,
    }));
    for (let at = 0; at < past.length; at += 100)
      await state.db
        .insertInto("alert_steps")
        .values(past.slice(at, at + 100))
        .execute();
    await state.db.updateTable("alerts").set({ revision: full }).where("alert_id", "=", alertId).execute();
    await take({ step: "take", assignee: "李强" }, "李强");
    for (let turn = 0; turn < 20; turn++) await put("suspected", { state: turn % 2 === 0 ? "ended" : "active" });
    const kept = await state.db
      .selectFrom("alert_steps")
      .select(["revision", "by"])
      .where("alert_id", "=", alertId)
      .orderBy("revision")
      .execute();
    const latest = (await only()).revision;
    expect(latest).toBeGreaterThan(MOST_STEPS);
    expect(kept).toHaveLength(MOST_STEPS);
    expect(kept.slice(0, 2).map(({ revision }) => revision)).toEqual([1, latest - MOST_STEPS + 2]);
    expect(kept.at(-1)?.revision).toBe(latest);
    expect(kept.flatMap(({ by }) => by ?? [])).toEqual(["王敏", "李强"]);
    expect((await take({ step: "undo" })).outcome).toBe("done");
    expect(await only()).toMatchObject({ stage: "new" });

    await state.db.deleteFrom("alerts").where("alert_id", "=", alertId).execute();
    expect(await state.db.selectFrom("alert_steps").selectAll().execute()).toEqual([]);
  });

  test("an alert that has moved on since it was read is left as it is", async () => {
    await put("suspected");
    const { alertId, revision } = await only();
    const both = await Promise.all(
      ["one", "two"].map((by) => makeAlerts().take(alertId, { revision, what: { step: "acknowledge" } }, by)),
    );
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(["done", "moved-on"]);
    expect(await record()).toHaveLength(2);
  });

  test("what several collectors see at once opens one alert, and is open again once", async () => {
    await put("watch");
    await state.db.updateTable("suspects").set({ band: "suspected" }).execute();
    const look = () => Promise.all([1, 2, 3].map(() => makeAlerts().suspectChanged("box")));
    await look();
    await take({ step: "close", reason: "seen" });
    await state.db.updateTable("suspects").set({ band: "strong" }).execute();
    await look();
    expect(await record()).toEqual(["opened", "close officer", "raised"]);
    expect(await readAlerts(state, {})).toHaveLength(1);
  });

  test("what is open again is told again, and what only went on is not", async () => {
    await put("suspected");
    const sent = () => state.db.updateTable("alerts").set({ delivery: "sent" }).execute();
    await sent();
    await take({ step: "acknowledge" });
    await put("strong");
    expect(await only()).toMatchObject({
      stage: "acknowledged",
      delivery: "sent",
      raised: { reasons: ["higher-band"] },
    });
    await take({ step: "close", reason: "seen" });
    await put("strong", { state: "ended" });
    await put("strong");
    expect(await only()).toMatchObject({ stage: "new", delivery: "waiting", raised: { reasons: ["came-back"] } });
    expect(notices).toBe(2);
  });

  test("a snooze is over by its time, or when there is news", async () => {
    await put("suspected");
    expect((await take({ step: "snooze", until: iso(T0) })).outcome).toBe("not-possible");
    await take({ step: "snooze", until: iso(T0 + HOUR) });
    await alerts.lookAtDue();
    expect(await only()).toMatchObject({ snoozedUntil: iso(T0 + HOUR), stage: "acknowledged", state: "open" });
    now = T0 + HOUR;
    await Promise.all([makeAlerts().lookAtDue(), makeAlerts().lookAtDue()]);
    expect(await only()).toMatchObject({ raised: { reasons: ["snooze-over"] } });
    expect((await only()).snoozedUntil).toBeUndefined();
    await take({ step: "snooze", until: iso(T0 + 9 * HOUR) });
    await put("strong");
    expect((await only()).snoozedUntil).toBeUndefined();
    expect(await record()).toEqual(["opened", "snooze officer", "woke", "snooze officer", "raised"]);
  });

  test("work that is not done in time says so", async () => {
    await put("suspected");
    await take({ step: "take", dueAt: iso(T0 + HOUR) }, "王敏");
    now = T0 + HOUR;
    await alerts.lookAtDue();
    await alerts.lookAtDue();
    expect(await only()).toMatchObject({ assignee: "王敏", overdue: true });
    expect(await record()).toEqual(["opened", "take 王敏", "overdue"]);
  });

  test("authorised with a document is a decision about the suspect; it is open again when it expires, and nothing opens meanwhile", async () => {
    await put("strong");
    const until = iso(T0 + HOUR);
    const taken = await take({ step: "authorise", document: "备案 2026-7", until, reason: "filed" });
    expect(taken.decided).toEqual({ venueId: "mall", suspectId: "box" });
    expect(await only()).toMatchObject({
      stage: "authorised",
      state: "closed",
      document: "备案 2026-7",
      authorisedUntil: until,
    });
    const decision = async () =>
      JSON.parse((await state.db.selectFrom("suspects").select("decision").executeTakeFirstOrThrow()).decision ?? "{}");
    expect(await decision()).toMatchObject({ decision: "authorised", document: "备案 2026-7", until });
    await put("strong", { state: "ended" });
    await put("strong");
    expect((await only()).stage).toBe("authorised");
    now = T0 + HOUR;
    await alerts.lookAtDue();
    expect(await only()).toMatchObject({ stage: "new", raised: { reasons: ["expired"] }, delivery: "waiting" });
    const suspect = await state.db.selectFrom("suspects").selectAll().executeTakeFirstOrThrow();
    expect([suspect.settled, suspect.reopened]).toEqual([0, expect.stringContaining("expired")]);
    expect(await decision()).toMatchObject({ decision: "authorised" });
    await alerts.lookAtDue();
    expect(await record()).toEqual(["opened", "authorise officer", "ended", "returned", "raised"]);
  });

  test("an authorisation that expires brings back one whose device is gone as well", async () => {
    await put("strong");
    await take({ step: "authorise", document: "7", until: iso(T0 + HOUR), reason: "filed" });
    await put("strong", { state: "ended" });
    now = T0 + HOUR;
    await alerts.lookAtDue();
    expect(await only()).toMatchObject({ stage: "new", state: "open" });
    expect((await only()).endedAt).toBeDefined();
  });

  test("an undo of an authorisation takes the decision back too, and it is not told as news", async () => {
    await put("strong");
    await take({ step: "authorise", document: "7", until: iso(T0 + HOUR), reason: "filed" });
    await take({ step: "undo" });
    expect((await only()).stage).toBe("new");
    expect(await state.db.selectFrom("suspects").select(["decision", "settled"]).execute()).toEqual([
      { decision: null, settled: 0 },
    ]);
    const decisions = await state.db.selectFrom("decisions").select("decision").orderBy("id").execute();
    expect(decisions.map(({ decision }) => decision)).toEqual(["authorised", "none"]);
    expect(await record()).toEqual(["opened", "authorise officer undone", "undo officer"]);
  });

  test("a decision about the suspect settles its alert in the decider's name, and its end brings the alert back", async () => {
    await put("suspected");
    const about = (decision: "dismissed" | "none") =>
      decide(state, "box", { decision, reason: "ours", by: "王敏", at: iso(now) });
    await about("dismissed");
    await alerts.suspectChanged("box");
    expect(await only()).toMatchObject({ stage: "closed", closedBy: "王敏", reason: "ours" });
    await about("none");
    await alerts.suspectChanged("box");
    expect(await only()).toMatchObject({ stage: "new", raised: { reasons: ["decision-taken-back"] } });
  });

  test("a start looks at what may have changed, and not at all that ended long ago and waits to be seen", async () => {
    await put("suspected", { suspectId: "here" });
    await put("suspected", { suspectId: "gone", state: "active" });
    await put("suspected", { suspectId: "gone", state: "ended" });
    const looked = vi.spyOn(alerts, "suspectChanged");
    await alerts.lookAtAll();
    expect(looked.mock.calls).toEqual([["here"]]);
    await state.db.updateTable("suspects").set({ state: "active" }).execute();
    await alerts.lookAtAll();
    expect((await readAlerts(state, {})).filter(({ endedAt }) => endedAt !== undefined)).toEqual([]);
  });

  test("a list by stage, band and assignee holds what fits, and stands in the order of need", async () => {
    await put("suspected", { suspectId: "one" });
    await put("strong", { suspectId: "two" });
    await put("strong", { suspectId: "three" });
    const of = async (suspectId: string) =>
      (await readAlerts(state, {})).find((alert) => alert.suspectId === suspectId) ?? (await only());
    const { alertId, revision } = await of("two");
    await alerts.take(alertId, { revision, what: { step: "take" } }, "王敏");
    const seen = async (filter: Parameters<typeof readAlerts>[1]) =>
      (await readAlerts(state, filter)).map(({ suspectId }) => suspectId);
    expect(await seen({})).toEqual(["three", "one", "two"]);
    expect(await seen({ stage: "in-work" })).toEqual(["two"]);
    expect(await seen({ assignee: "王敏" })).toEqual(["two"]);
    expect(await seen({ assignee: "" })).toEqual(["three", "one"]);
    expect(await seen({ band: "suspected" })).toEqual(["one"]);
  });
});
