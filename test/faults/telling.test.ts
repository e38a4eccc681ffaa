import { afterAll, expect, test } from "vitest";
import * as receivers from "../../collector/src/alerts/notify/kinds/test-receivers.ts";
import { Channels } from "../../collector/src/alerts/notify/channels.ts";
import { putChannel, putWebhook } from "../../collector/src/alerts/notify/test-channels.ts";
import { openState } from "../../collector/src/store/state/open-state.ts";
import { Sandbox, until, type Running } from "../road/sandbox.ts";

const KILLS = 20;
/** Enough that each process finds one to open until it is killed. */
const ALERTS = 120;

const sandbox = new Sandbox();
const undo: (() => unknown)[] = [];
afterAll(async () => {
  await sandbox.clear();
  for (const step of undo.toReversed()) await step();
});

/** What two channels were told: of each alert's suspect, by which notices of the webhook. */
interface Told {
  webhook: Map<string, string[]>;
  webhookId: string;
  /** Notices that the robot took. */
  robot: number;
}

async function startChannels(): Promise<Told> {
  const told: Told = { webhook: new Map(), webhookId: "", robot: 0 };
  const webhook = await receivers.startReceiver(({ headers, body }) => {
    const { alerts } = JSON.parse(body) as { alerts: { suspectId: string }[] };
    for (const { suspectId } of alerts)
      told.webhook.set(suspectId, [...(told.webhook.get(suspectId) ?? []), String(headers["idempotency-key"])]);
    return {};
  });
  const robot = await receivers.startReceiver((request) => {
    const answer = receivers.feishu("secret", Date.now, request);
    if (answer.body?.includes('"code":0')) told.robot += 1;
    return answer;
  });
  undo.push(webhook.close, robot.close);
  const state = await openState("sqlite:", sandbox.folder);
  const channels = new Channels(state, ["127.0.0.1"]);
  told.webhookId = (await putWebhook(channels, webhook.url)).channelId;
  const address = `${robot.url}/open-apis/bot/v2/hook/token`;
  await putChannel(channels, { kind: "feishu", address, secret: "secret" });
  await state.close();
  return told;
}

test(
  `a collector that is killed ${KILLS} times while it stores and tells: each alert is told through each channel, and no second notice is made of any`,
  { timeout: 900_000 },
  async () => {
    const told = await startChannels();
    const numbers = (running: Running): number[] =>
      [...running.log().matchAll(/stored (\d+)/g)].map(([, n]) => Number(n));
    let stored = 0;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const next = stored + 1;
      const running = sandbox.startSource("test/faults/telling-process.ts", [
        sandbox.folder,
        String(next),
        String(ALERTS),
      ]);
      // The first half is killed as soon as an alert is stored, before anybody can have been told; the others at some time after that.
      await until("an alert to be stored", () => (numbers(running).length > 0 ? true : undefined), 120, running.log);
      if (kill > KILLS / 2) await new Promise((resolve) => setTimeout(resolve, Math.random() * 1_500));
      await running.end("SIGKILL");
      stored = Math.max(...numbers(running));
    }
    expect(stored).toBeGreaterThanOrEqual(KILLS);

    const state = await openState("sqlite:", sandbox.folder);
    const opened = (await state.db.selectFrom("alerts").select("suspect_id").execute()).map((row) => row.suspect_id);
    await state.close();
    expect(opened.length).toBeGreaterThanOrEqual(stored);
    const last = sandbox.startSource("test/faults/telling-process.ts", [sandbox.folder, "1", "0"]);
    await until(
      "every alert to be told by the webhook",
      () => (opened.every((suspectId) => told.webhook.has(suspectId)) ? true : undefined),
      60,
      last.log,
    );
    const check = await openState("sqlite:", sandbox.folder);
    undo.push(() => check.close());
    await until(
      "every notice to be sent",
      async () => {
        const left = await check.db.selectFrom("notices").select("id").where("state", "<>", "sent").execute();
        return left.length === 0 ? true : undefined;
      },
      200,
      last.log,
    );
    await last.end("SIGKILL");
    // Whoever was killed between the receiver's answer and its writing down sends that notice again, under its own key; no alert stands in two.
    expect([...told.webhook.keys()].toSorted()).toEqual(opened.toSorted());
    expect([...told.webhook.values()].map((keys) => new Set(keys).size)).toEqual(opened.map(() => 1));
    const ofRobot = await check.db
      .selectFrom("notices")
      .select("id")
      .where("channel_id", "<>", told.webhookId)
      .execute();
    const subjects = await check.db
      .selectFrom("notice_subjects")
      .innerJoin("notices", "notices.id", "notice_subjects.notice_id")
      .select(["subject_id", "channel_id"])
      .execute();
    expect(subjects).toHaveLength(2 * opened.length);
    expect(new Set(subjects.map(({ subject_id, channel_id }) => `${subject_id} ${channel_id}`)).size).toBe(
      2 * opened.length,
    );
    // One that was answered and written down was not sent again: what came twice is at most one notice of a channel for each kill amid sending.
    const twice = [...told.webhook.values()].filter((keys) => keys.length > 1);
    const again = new Set(twice.map(([key]) => key)).size;
    expect(again).toBeLessThanOrEqual(KILLS / 2);
    expect(told.robot).toBeGreaterThanOrEqual(ofRobot.length);
    expect(told.robot).toBeLessThanOrEqual(ofRobot.length + KILLS / 2);
  },
);
