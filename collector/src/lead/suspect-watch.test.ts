import { afterEach, beforeEach, expect, test } from "vitest";
import { makeApp, type AppFixture } from "../api/app-fixture.ts";
import { readAlerts } from "../alerts/read-alerts.ts";
import { makeFinding, makeHealth } from "../intake/test-messages.ts";
import { forgetFindings, judgeMessage } from "../suspects/test-judge.ts";
import { lookAtSuspects } from "./suspect-watch.ts";

const MINUTE = 60_000;

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  await forgetFindings(fixture.state);
});
afterEach(() => fixture.close());

const iso = (ms: number): string => new Date(ms).toISOString();

/** A look as the running collector takes it, with the sensors that are heard of until then. */
async function look(listening: string[]): Promise<string[]> {
  const { state, clock, alerts } = fixture;
  if (listening.length > 0)
    await state.db
      .updateTable("sensors")
      .set({ last_message_at: clock.now })
      .where("sensor_id", "in", listening)
      .execute();
  const changed: string[] = [];
  const parts = { state, now: () => clock.now, failed: () => undefined };
  await lookAtSuspects({ ...parts, changed: (suspectId) => void changed.push(suspectId) });
  for (const suspectId of changed) await alerts.suspectChanged(suspectId);
  return changed;
}

const listed = async (state: string): Promise<{ suspectId: string; state: string; stateSince?: string }[]> =>
  (await fixture.app.inject({ url: `/api/suspects?state=${state}` })).json<{ items: [] }>().items;

test("without a message a suspect falls silent, then unobserved, and ends for nobody; its alert stays", async () => {
  const { state, clock, alerts } = fixture;
  const heardAt = clock.now;
  const finding = makeFinding("f1", { firstHeardAt: iso(heardAt), lastHeardAt: iso(heardAt) });
  const judgement = await judgeMessage(state, { sensorId: "north", finding, at: heardAt, seq: 1 });
  const suspectId = judgement?.suspectId ?? "";
  await alerts.suspectChanged(suspectId);
  expect(await listed("active")).toMatchObject([{ suspectId, state: "active" }]);

  clock.now += 14 * MINUTE;
  expect(await look(["north"])).toEqual([]);
  clock.now += 2 * MINUTE;
  expect(await look(["north"])).toEqual([suspectId]);
  expect(await listed("active")).toEqual([]);
  expect(await listed("silent")).toMatchObject([{ suspectId, stateSince: iso(heardAt) }]);

  const lastMessageAt = clock.now;
  clock.now += 2 * MINUTE;
  expect(await look([])).toEqual([suspectId]);
  expect(await listed("unobserved")).toMatchObject([{ suspectId, stateSince: iso(lastMessageAt) }]);
  clock.now += 24 * 60 * MINUTE;
  expect(await look([])).toEqual([]);
  expect(await readAlerts(state, {})).toMatchObject([{ suspectId, state: "open" }]);
});

test("a sensor that is removed leaves none active", async () => {
  const { state, clock } = fixture;
  const finding = makeFinding("f1", { firstHeardAt: iso(clock.now), lastHeardAt: iso(clock.now) });
  await judgeMessage(state, { sensorId: "north", finding, at: clock.now, seq: 1 });
  await state.db
    .updateTable("sensors")
    .set({ retired_at: clock.now + 1 })
    .execute();
  expect(await look(["north"])).toHaveLength(1);
  expect(await listed("unobserved")).toMatchObject([{ stateSince: iso(clock.now + 1) }]);
});

test("a suspect of a sensor that cannot read most of what it hears does not fall silent: nobody knows", async () => {
  const { state, clock } = fixture;
  const finding = makeFinding("f1", { firstHeardAt: iso(clock.now), lastHeardAt: iso(clock.now) });
  await judgeMessage(state, { sensorId: "north", finding, at: clock.now, seq: 1 });
  const problems = [{ code: "most-frames-unreadable", text: "Most frames are damaged.", facts: { percent: 80 } }];
  await state.db
    .updateTable("sensors")
    .set({ health: JSON.stringify(makeHealth({ problems })) })
    .execute();
  clock.now += 16 * MINUTE;
  expect(await look(["north"])).toHaveLength(1);
  expect(await listed("unobserved")).toHaveLength(1);
});

test("a state that no suspect has is refused", async () => {
  expect((await fixture.app.inject({ url: "/api/suspects?state=asleep" })).statusCode).toBe(400);
});
