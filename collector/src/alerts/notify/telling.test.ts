import type { ChannelRules, NoticeRow } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeApp, putSuspect, type AppFixture } from "../../api/app-fixture.ts";
import { readAlerts } from "../read-alerts.ts";
import * as receivers from "./kinds/test-receivers.ts";
import { GROUP_MS, LOOK_MS } from "./notices.ts";
import { readNotices } from "./read-notices.ts";
import { forgetReminders } from "./queue/reminders.ts";
import { putChannel, putWebhook } from "./test-channels.ts";

/** A busy machine takes its time. */
const PATIENT = { timeout: 20_000 };
const MINUTE = 60_000;

let fixture: AppFixture;
let answer: receivers.Answer;
let receiver: receivers.HttpReceiver;
beforeEach(async () => {
  answer = {};
  receiver = await receivers.startReceiver(() => answer);
  // 16:00 in Shanghai.
  fixture = await makeApp({ demo: true, groupMs: 20, hostNames: ["probewarden.example"], remindMs: 0, mostWaiting: 5 });
  fixture.notices.start();
});
afterEach(async () => {
  await fixture.close();
  receiver.close();
});

const webhook = (rules: Partial<ChannelRules> = {}, path = "/") =>
  putWebhook(fixture.notices.channels, `${receiver.url}${path}`, rules);
const open = async (...suspectIds: string[]): Promise<void> => {
  for (const suspectId of suspectIds) {
    await putSuspect(fixture, suspectId);
    await fixture.alerts.suspectChanged(suspectId);
  }
};
const rows = async (): Promise<NoticeRow[]> => (await readNotices(fixture.state, { limit: 100 })).items;
const untilRows = (states: string[]) =>
  vi.waitFor(
    async () => expect((await rows()).map(({ state }) => state).toSorted()).toEqual(states.toSorted()),
    PATIENT,
  );
const bodies = () =>
  receiver.taken.map(
    ({ body }) => JSON.parse(body) as { type: string; text: string; digest?: true; alerts?: { suspectId: string }[] },
  );
const pass = (minutes: number): void => {
  fixture.clock.now += minutes * MINUTE;
};
/** The queue has looked a few times, and did nothing. */
const quietly = async (): Promise<void> => {
  const before = receiver.taken.length;
  for (let look = 0; look < 3; look += 1) {
    fixture.notices.alertOpened();
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  expect(receiver.taken).toHaveLength(before);
};

test("a first notice goes within ten seconds of its alert: its group and one look", () => {
  expect(GROUP_MS + LOOK_MS).toBeLessThan(5_000);
});

test("each channel is told of what is its own, and the record says what was sent to whom", async () => {
  await webhook({ venueIds: ["mall"] }, "/mall");
  await webhook({ venueIds: ["elsewhere"] }, "/elsewhere");
  const robot = `${receiver.url}/robot/send?access_token=token`;
  answer = { body: JSON.stringify({ errcode: 0, errmsg: "ok" }) };
  await putChannel(fixture.notices.channels, { kind: "dingtalk", address: robot }, {}, "值班群");
  await open("box-one");
  await untilRows(["sent", "sent"]);
  expect(receiver.taken.map(({ path }) => path.split("?")[0]).toSorted()).toEqual(["/mall", "/robot/send"]);
  const [alert] = await readAlerts(fixture.state, {});
  expect(alert?.delivery).toBe("sent");
  expect(await rows()).toMatchObject([
    { channelName: expect.any(String), kind: "alerts", subjects: [alert?.alertId], attempts: 1, failures: [] },
    { kind: "alerts", to: expect.stringContaining("127.0.0.1") },
  ]);
  const text = receiver.taken.find(({ path }) => path.startsWith("/robot"))?.body ?? "";
  expect(text).toContain(`https://probewarden.example/inbox?alert=${alert?.alertId}`);
});

test("a channel that fails delays no other, and the alert says that one does", async () => {
  const dead = await receivers.startReceiver(() => ({ status: 500 }));
  await webhook();
  await putWebhook(fixture.notices.channels, dead.url);
  await open("box-one");
  await vi.waitFor(() => expect(receiver.taken).toHaveLength(1), PATIENT);
  await vi.waitFor(async () => expect((await readAlerts(fixture.state, {}))[0]?.delivery).toBe("failing"), PATIENT);
  expect(await fixture.notices.howItGoes()).toMatchObject({ failing: true });
  dead.close();
});

test("quiet hours hold what opens in them, and it goes together afterwards, as a digest", async () => {
  await webhook({ quiet: { from: "15:00", until: "17:00" } });
  await open("box-one");
  await untilRows(["held"]);
  await open("box-two", "box-three");
  await vi.waitFor(async () => expect((await rows()).length).toBeGreaterThanOrEqual(2), PATIENT);
  expect((await readAlerts(fixture.state, {})).map(({ delivery }) => delivery)).toEqual(Array(3).fill("waiting"));
  await quietly();
  pass(61);
  await untilRows(["sent"]);
  expect(bodies()).toMatchObject([{ type: "alerts-opened", digest: true }]);
  expect(
    bodies()[0]
      ?.alerts?.map(({ suspectId }) => suspectId)
      .toSorted(),
  ).toEqual(["box-one", "box-three", "box-two"]);
  expect((await rows())[0]?.subjects).toHaveLength(3);
});

test("nobody answers: it is told again, and those who are told only then are; an answer ends both", async () => {
  await webhook({ repeatMinutes: 15 }, "/duty");
  await webhook({ afterMinutes: 30 }, "/chief");
  await open("box-one", "box-two");
  const paths = (): string[] => receiver.taken.map(({ path }) => path);
  await vi.waitFor(() => expect(paths()).toEqual(["/duty"]), PATIENT);
  const alerts = await readAlerts(fixture.state, {});
  const first = alerts.find(({ suspectId }) => suspectId === "box-one");
  if (first === undefined) throw new Error("no alert");
  await fixture.alerts.take(first.alertId, { revision: first.revision, what: { step: "acknowledge" } }, "王敏");
  pass(16);
  await vi.waitFor(() => expect(paths()).toEqual(["/duty", "/duty"]), PATIENT);
  expect(bodies()[1]).toMatchObject({ type: "alerts-unanswered", alerts: [{ suspectId: "box-two" }] });
  pass(15);
  await vi.waitFor(() => expect(paths().toSorted()).toEqual(["/chief", "/duty", "/duty", "/duty"]), PATIENT);
  expect(
    bodies()
      .slice(1)
      .every(({ alerts: told }) => told?.length === 1),
  ).toBe(true);
  const second = alerts.find(({ suspectId }) => suspectId === "box-two");
  if (second === undefined) throw new Error("no alert");
  const step = { step: "snooze", until: new Date(fixture.clock.now + 600 * MINUTE).toISOString() } as const;
  await fixture.alerts.take(second.alertId, { revision: second.revision, what: step }, "王敏");
  pass(16);
  await quietly();
  expect(await fixture.state.db.selectFrom("reminders").selectAll().execute()).toEqual([]);
});

test("what nobody ever answers is told again ten times, and what is gone is forgotten", async () => {
  await webhook({ repeatMinutes: 5 });
  await open("box-one");
  await vi.waitFor(() => expect(receiver.taken).toHaveLength(1), PATIENT);
  for (let times = 2; times <= 11; times += 1) {
    pass(6);
    await vi.waitFor(() => expect(receiver.taken).toHaveLength(times), PATIENT);
  }
  pass(6);
  await quietly();
  const reminder = { channel_id: "gone", subject_id: "gone", at: fixture.clock.now + MINUTE };
  await fixture.state.db.insertInto("reminders").values(reminder).execute();
  await forgetReminders(fixture.state);
  expect(await fixture.state.db.selectFrom("reminders").selectAll().execute()).toEqual([]);
});

test("a queue is full at its bound: what is beyond is kept as dropped, and said", async () => {
  await webhook({ digest: "daily" });
  for (let n = 0; n < 7; n += 1) {
    await open(`box-n${n}`);
    await vi.waitFor(async () => expect(await rows()).toHaveLength(n + 1), PATIENT);
  }
  await untilRows([...Array<string>(5).fill("held"), "dropped", "dropped"]);
  expect((await rows())[0]?.failures[0]).toMatchObject({ code: "queue-full", facts: { waiting: 5 } });
  const deliveries = (await readAlerts(fixture.state, {})).map(({ delivery }) => delivery);
  expect(deliveries.filter((delivery) => delivery === "failing")).toHaveLength(2);
});

test("a channel that is switched off drops what waits, and tells of nothing older when it is on again", async () => {
  const { channelId, settings, rules } = await webhook({ digest: "daily" });
  await open("box-one");
  await untilRows(["held"]);
  const put = (enabled: boolean) =>
    fixture.notices.channels.put({ name: "w", enabled, settings, rules }, { by: "王敏", at: 2 }, { channelId });
  await put(false);
  await untilRows(["dropped"]);
  expect((await rows())[0]?.failures[0]).toMatchObject({ code: "switched-off" });
  await open("box-two");
  await put(true);
  pass(24 * 60);
  await quietly();
  await untilRows(["dropped"]);
});
