import { topics, type Ack, type Finding } from "@probewarden/contract";
import { connectAsync, type MqttClient } from "mqtt";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lookAtSuspects } from "../lead/suspect-watch.ts";
import { makeSensorRow, makeSuspectRow } from "../store/state/test-rows.ts";
import { SENSOR_LIMITS } from "./sensor-limits.ts";
import { startEmbeddedIntake, type EmbeddedIntake } from "./test-embedded.ts";
import { BOOT, envelope, makeFinding } from "./test-messages.ts";

/** Twenty sensors whose logins are in wrong hands, each with as many open findings as a sensor may hold; none names a transmitter. */
const LIARS = 20;
const EACH = 1_500;
const SUSPECTS = LIARS * EACH;
const HONEST = { venueId: "mall", sensorId: "honest" };
const WAIT = { timeout: 60_000, interval: 5 };

let collector: EmbeddedIntake;
let client: MqttClient;
let acknowledged: Set<number>;
let seq = 0;

beforeEach(async () => {
  collector = await startEmbeddedIntake([HONEST.sensorId], SENSOR_LIMITS);
  const signIn = { username: HONEST.sensorId, password: collector.secret, protocolVersion: 4 } as const;
  client = await connectAsync(collector.url, { ...signIn, reconnectPeriod: 0 }, false);
  acknowledged = new Set();
  client.on("message", (_topic, payload) => {
    for (const [first, last] of (JSON.parse(payload.toString()) as Ack).ranges)
      for (let number = first; number <= last; number++) acknowledged.add(number);
  });
  await client.subscribeAsync(topics.ack(HONEST), { qos: 1 });
});
afterEach(async () => {
  await client.endAsync(true);
  await collector.stop();
});

const target = (index: number): string =>
  `02:00:01:${[index >> 16, (index >> 8) & 255, index & 255].map((octet) => octet.toString(16).padStart(2, "0")).join(":")}`;

async function fill(): Promise<void> {
  const now = Date.now();
  const { state } = collector;
  await state.db
    .insertInto("sensors")
    .values(Array.from({ length: LIARS }, (_, liar) => makeSensorRow(`liar-${liar}`)))
    .execute();
  await state.transaction(async (trx) => {
    for (let from = 0; from < SUSPECTS; from += 500) {
      const some = Array.from({ length: 500 }, (_, at) => from + at);
      const said = { suspicion: "disruption", band: "watch", score_db: 5, highest_db: 5, last_heard_at: now } as const;
      const of = (index: number) => ({ suspect_id: `flood-${index}`, sensor_id: `liar-${Math.floor(index / EACH)}` });
      const targets = (index: number): string => JSON.stringify([target(index)]);
      await trx
        .insertInto("suspects")
        .values(some.map((i) => makeSuspectRow(`flood-${i}`, { ...said, transmitter_count: 0, targets: targets(i) })))
        .execute();
      await trx
        .insertInto("suspect_targets")
        .values(
          some.map((i) => ({
            venue_id: "mall",
            target: target(i),
            suspect_id: `flood-${i}`,
            suspicion: "disruption",
            fusible: 1,
          })),
        )
        .execute();
      await trx
        .insertInto("suspect_hearings")
        .values(some.map((i) => ({ ...of(i), heard_at: now })))
        .execute();
      const finding = { ...said, venue_id: "mall", state: "heard", body: "{}", codes: "[]", families: "[]" };
      await trx
        .insertInto("findings")
        .values(
          some.map((i) => ({
            ...finding,
            ...of(i),
            finding_id: `f${i}`,
            boot_id: BOOT,
            seq: i,
            received_at: now,
            noted_at: now,
          })),
        )
        .execute();
    }
  });
}

/** Resolves with the message's number when it is acknowledged. */
async function say(over: Partial<Finding>): Promise<void> {
  const number = ++seq;
  const body = makeFinding(`honest-${number}`, { suspicion: "disruption", transmitters: [], ...over });
  const message = JSON.stringify(envelope(HONEST.sensorId, number, "finding", body));
  await client.publishAsync(topics.up(HONEST, "finding"), message, { qos: 1 });
  await vi.waitFor(() => expect(acknowledged.has(number)).toBe(true), WAIT);
}

/** Processor seconds of what ten further findings cost, each about a target of its own. */
async function costOf(first: number): Promise<number> {
  const from = process.cpuUsage();
  for (let index = first; index < first + 10; index += 1) await say({ targets: [target(0xf0000 + index)] });
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}

test(
  "in a venue with thirty thousand suspects that only have targets a sensor's findings are acknowledged as before, also while all are looked at",
  { timeout: 240_000 },
  async () => {
    await costOf(0);
    const alone = await costOf(10);
    await fill();
    await say({ targets: [target(77)] });
    // It was quadratic once: fifteen seconds for each.
    expect(await costOf(20)).toBeLessThan(5 * alone + 0.5);

    let over = false;
    const changed: string[] = [];
    const failed = (error: unknown): void => {
      throw error;
    };
    const looked = lookAtSuspects({
      state: collector.state,
      now: Date.now,
      changed: (suspectId) => changed.push(suspectId),
      failed,
    }).then(() => (over = true));
    for (let index = 0; index < 3; index += 1) await say({ targets: [target(0xe0000 + index)] });
    expect(over).toBe(false);
    await looked;
    // Nobody hears the liars any more: that was settled of all, and what the honest one holds stands with its first.
    expect(changed.length).toBeGreaterThanOrEqual(SUSPECTS);
    const { first } = await collector.state.db
      .selectFrom("suspects")
      .select((select) => select.fn.countAll<number>().as("first"))
      .where("beyond", "=", 0)
      .executeTakeFirstOrThrow();
    expect(first).toBeLessThanOrEqual(8 * (LIARS + 1));
  },
);
