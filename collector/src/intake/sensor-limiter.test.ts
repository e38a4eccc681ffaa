import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { topics, type Message, type SensorRefusalCode } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { judgeMessage } from "../suspects/test-judge.ts";
import type { ReceivedMessage } from "./mqtt-subscriber.ts";
import { readMessage } from "./read-message.ts";
import { SensorLimiter } from "./sensor-limiter.ts";
import { SENSOR_LIMITS, type SensorLimits } from "./sensor-limits.ts";
import type { Accepted } from "./accepted.ts";
import { envelope, makeFinding, makeLevel } from "./test-messages.ts";
import { makeVenueRow } from "../store/state/test-rows.ts";

let folder: string;
let state: StateStore;
let refused: Map<string, number>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sensor-limiter-"));
  state = await openState("sqlite:", folder);
  await state.db.insertInto("venues").values(makeVenueRow()).execute();
  refused = new Map();
});
afterEach(async () => {
  await state.close();
  rmSync(folder, { recursive: true, force: true });
});

const limiterWith = (limits: Partial<SensorLimits>): SensorLimiter =>
  new SensorLimiter(
    (sensorId, reason: SensorRefusalCode, times = 1) => {
      const key = `${sensorId} ${reason}`;
      refused.set(key, (refused.get(key) ?? 0) + times);
    },
    { ...SENSOR_LIMITS, ...limits },
  );
const received = (sensorId: string, payload: string | Buffer, kind: Message["kind"] = "finding"): ReceivedMessage => ({
  topic: topics.up({ venueId: "mall", sensorId }, kind),
  payload: Buffer.from(payload),
  receivedAt: Date.now(),
});
function accepted<K extends Message["kind"]>(
  sensorId: string,
  seq: number,
  kind: K,
  body: Extract<Message, { kind: K }>["body"],
): Accepted {
  const read = readMessage(
    received(sensorId, JSON.stringify({ ...envelope(sensorId, seq, "finding", makeFinding("f")), kind, body }), kind),
  );
  if (read.type !== "message") throw new Error(JSON.stringify(read));
  return { ...read, clockOffsetMs: 0 };
}
const levels = (sensorId: string, seq: number, count: number, over: object = {}): Accepted =>
  accepted(sensorId, seq, "signal", {
    rows: Array.from({ length: count }, () => ({ ...makeLevel(-60, "suspect"), ...over })),
  });

test("octets and messages of one sensor have an end, before anything of them is read; its neighbour's are taken", async () => {
  const limiter = limiterWith({
    octets: { perMinute: 1000, extraPerDay: 500 },
    messages: { perMinute: 20, extraPerDay: 5 },
  });
  const flood = Array.from({ length: 30 }, () => received("north", "x".repeat(100)));
  const taken = await limiter.admit([...flood, received("south", "x")]);
  expect(taken.length).toBe(16);
  expect(taken.at(-1)?.topic).toContain("south");
  const small = Array.from({ length: 30 }, () => received("east", "x"));
  expect((await limiter.admit(small)).length).toBe(25);
  expect(refused).toEqual(
    new Map([
      ["north over-octets", 10],
      ["north over-messages", 5],
      ["east over-messages", 5],
    ]),
  );
});

test("rows of one sensor have an end, and what is over stays whole at the sensor", async () => {
  const limiter = limiterWith({ rows: { perMinute: 100, extraPerDay: 50 } });
  const flood = Array.from({ length: 10 }, (_, seq) => levels("north", seq + 1, 40));
  expect(
    (await limiter.within(state, [...flood, levels("south", 1, 40)], Date.now())).kept.map(
      (one) => one.message.sensorId,
    ),
  ).toEqual(["north", "north", "north", "south"]);
  expect(refused).toEqual(new Map([["north over-rows", 7]]));
});

test("rows of a minute that nobody keeps are left out of their message", async () => {
  const limiter = limiterWith({});
  const ancient = levels("north", 1, 3, { minute: "0001-01-01T00:00:00.000Z" });
  const { kept } = await limiter.within(state, [ancient, levels("north", 3, 2)], Date.now());
  expect(kept.map(({ message }) => message.kind === "signal" && message.body.rows.length)).toEqual([0, 2]);
  expect(refused).toEqual(new Map([["north out-of-time", 3]]));
});

test("a sensor holds so many open findings, and goes on telling of those that it has; its neighbour has its own", async () => {
  const limiter = limiterWith({ openFindings: 3 });
  const findings = (from: number, to: number, sensorId = "north"): Accepted[] =>
    Array.from({ length: to - from }, (_, i) =>
      accepted(sensorId, from + i + 1, "finding", makeFinding(`f${from + i}`)),
    );
  for (const [seq, id] of ["f0", "f1"].entries())
    await judgeMessage(state, { sensorId: "north", at: Date.now(), seq: seq + 1, finding: makeFinding(id) });
  const batch = [...findings(0, 8), ...findings(2, 3), ...findings(0, 2, "south")];
  const { kept } = await limiter.within(state, batch, Date.now());
  expect(
    kept.map(({ message }) => message.kind === "finding" && `${message.sensorId} ${message.body.findingId}`),
  ).toEqual(["north f0", "north f1", "north f2", "north f2", "south f0", "south f1"]);
  expect(refused).toEqual(new Map([["north over-suspects", 5]]));
  // Ended ones make room, up to all that are kept.
  await state.db.updateTable("findings").set({ state: "ended" }).execute();
  expect((await limiter.within(state, findings(10, 20), Date.now())).kept.length).toBe(3);
  expect((await limiterWith({ findings: 4 }).within(state, findings(20, 30), Date.now())).kept.length).toBe(2);
  expect(refused.get("north over-findings")).toBe(8);
});
