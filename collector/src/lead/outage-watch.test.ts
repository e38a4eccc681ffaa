import type { ChannelRules } from "@probewarden/contract";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { Outages } from "../alerts/outages.ts";
import { putWebhook } from "../alerts/notify/test-channels.ts";
import { readOutages } from "../alerts/read-outages.ts";
import { makeApp, type AppFixture } from "../api/app-fixture.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { OutageWatch } from "./outage-watch.ts";

const MINUTE = 60_000;
/** The webhook's attempts are real ones, on a machine that may be busy. */
const WAIT = { timeout: 20_000, interval: 50 };
let fixture: AppFixture;
let watch: OutageWatch;
let hears: boolean;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  hears = true;
  const { state, clock, notices } = fixture;
  const now = (): number => clock.now;
  await state.db.insertInto("venues").values(makeVenueRow()).execute();
  for (const id of ["north", "south"])
    await state.db
      .insertInto("sensors")
      .values(makeSensorRow(id, { name: `Door ${id}`, status: "online" }))
      .execute();
  watch = new OutageWatch({
    state,
    outages: new Outages({ state, notifier: notices, now, changed: () => undefined }),
    hears: () => hears,
    noticesFail: async () => (await notices.howItGoes()).failing,
    now,
    failed: (error) => {
      throw error;
    },
  });
});
afterEach(() => fixture.close());

/** Time passes; these sensors are heard in each minute of it. */
async function pass(minutes: number, ...heard: string[]): Promise<void> {
  for (let i = 0; i < minutes; i++) {
    fixture.clock.now += MINUTE;
    if (heard.length > 0)
      await fixture.state.db
        .updateTable("sensors")
        .set({ last_message_at: fixture.clock.now })
        .where("sensor_id", "in", heard)
        .execute();
    await watch.look();
  }
}
const told = async () =>
  (await readOutages(fixture.state, {})).map(({ kind, state, sensors, reason }) => ({ kind, state, sensors, reason }));

/** A receiver of the webhook; what it was told. */
async function receiver(
  rules: Partial<ChannelRules> = {},
): Promise<{ bodies: { type: string; text: string }[]; status: number }> {
  const received = { bodies: [] as { type: string; text: string }[], status: 200 };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.bodies.push(JSON.parse(body) as { type: string; text: string });
      response.writeHead(received.status).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  await putWebhook(fixture.notices.channels, `http://127.0.0.1:${port}/`, rules);
  fixture.notices.start();
  return received;
}

test("people are told once of a sensor that died, of a venue that is dark, and see that they returned", async () => {
  const received = await receiver();
  await pass(3, "north", "south");
  await pass(10, "north");
  expect(await told()).toEqual([{ kind: "sensor-silent", state: "open", sensors: ["south"], reason: undefined }]);
  await vi.waitFor(() => expect(received.bodies).toHaveLength(1));
  expect(received.bodies[0]).toMatchObject({
    type: "outages-opened",
    text: expect.stringMatching(/^Mall \| 传感器失联 · Door south \/ sensor silent · Door south \| 2026-11-24 16:/),
  });
  await pass(30);
  expect(await told()).toMatchObject([
    { kind: "venue-dark", state: "open" },
    { kind: "sensor-silent", state: "closed", reason: "venue-dark" },
  ]);
  await vi.waitFor(() => expect(received.bodies).toHaveLength(2));
  await pass(2, "north", "south");
  expect(await told()).toMatchObject([{ state: "closed", reason: "returned" }, {}]);
  await vi.waitFor(async () =>
    expect((await readOutages(fixture.state, {})).map(({ delivery }) => delivery)).toEqual(["sent", "sent"]),
  );
});

test("while the collector itself hears nothing, no sensor is called dead", async () => {
  await pass(2, "north", "south");
  hears = false;
  await pass(60);
  hears = true;
  await pass(3);
  expect(await told()).toEqual([]);
  await pass(5, "north");
  expect(await told()).toMatchObject([{ kind: "sensor-silent", sensors: ["south"] }]);
});

test(
  "that notices fail is told by the channels that do not, whatever venues they are of",
  { timeout: 60_000 },
  async () => {
    const failing = await receiver();
    failing.status = 500;
    const [sound, deaf] = [await receiver({ venueIds: ["elsewhere"] }), await receiver({ outages: false })];
    await pass(2, "north", "south");
    await pass(8, "north");
    await vi.waitFor(async () => expect((await fixture.notices.howItGoes()).failing).toBe(true), WAIT);
    await pass(12, "north");
    await vi.waitFor(() => expect(sound.bodies).toHaveLength(1), WAIT);
    expect(sound.bodies[0]?.text).toContain("通知发不出去");
    expect(deaf.bodies).toEqual([]);
    expect(failing.bodies.filter(({ text: words }) => words.includes("通知发不出去"))).toEqual([]);
  },
);

test("notices that fail for long are an outage of their own, until one gets through", { timeout: 60_000 }, async () => {
  const received = await receiver();
  received.status = 500;
  await pass(2, "north", "south");
  await pass(8, "north");
  await vi.waitFor(async () => expect((await fixture.notices.howItGoes()).failing).toBe(true), WAIT);
  await pass(12, "north");
  expect(await told()).toMatchObject([{ kind: "notices-fail", state: "open" }, { kind: "sensor-silent" }]);
  received.status = 200;
  await vi.waitFor(async () => expect((await fixture.notices.howItGoes()).failing).toBe(false), WAIT);
  await pass(1, "north");
  // What is open stands before what is over.
  expect(await told()).toMatchObject([
    { kind: "sensor-silent", state: "open" },
    { kind: "notices-fail", state: "closed", reason: "returned" },
  ]);
});

test("a sensor that reports and hears nothing for five minutes is told as loudly as one that died, until it hears", async () => {
  const received = await receiver();
  const health = (...problems: string[]): string =>
    JSON.stringify({
      captureMethod: "pcap",
      lastFrameSecondsAgo: 0,
      problems: problems.map((code) => ({ code, text: code })),
      listening: [],
      parts: [],
    });
  const say = (text: string) =>
    fixture.state.db.updateTable("sensors").set({ health: text }).where("sensor_id", "=", "south").execute();
  // Nobody knows what a sensor hears that has not said how it is.
  await pass(9, "north", "south");
  await say(health("interface-gone"));
  await pass(4, "north", "south");
  expect(await told()).toEqual([]);
  await pass(3, "north", "south");
  expect(await told()).toEqual([{ kind: "sensor-deaf", state: "open", sensors: ["south"], reason: undefined }]);
  await vi.waitFor(() => expect(received.bodies[0]?.text).toContain("传感器听不到 · Door south"), WAIT);
  await say(health());
  await pass(1, "north", "south");
  expect(await told()).toMatchObject([{ kind: "sensor-deaf", state: "closed", reason: "returned" }]);
});
