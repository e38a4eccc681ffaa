import { topics, type MessageKind } from "@probewarden/contract";
import { expect, test } from "vitest";
import { readMessage, type Read } from "./read-message.ts";
import { BOOT, envelope, makeFinding, makeHealth, makeLevel } from "./test-messages.ts";

const read = (kind: MessageKind, message: object): Read =>
  readMessage({
    topic: topics.up({ venueId: "mall", sensorId: "north" }, kind),
    payload: Buffer.from(JSON.stringify(message)),
    receivedAt: 0,
  });
const finding = envelope("north", 1, "finding", makeFinding("f1"));
const level = (over: object): object =>
  envelope("north", 1, "signal", { rows: [{ ...makeLevel(-60, "suspect"), ...over }] });
const minute = {
  minute: "2026-11-24T08:00:00.000Z",
  channelMhz: 2437,
  secondsListened: 5,
  accessPoints: 0,
  stations: 0,
};
const counts = { management: 1, control: 1, data: 1, probeRequests: 1 };

test("a sound message of each kind is read", () => {
  expect(read("finding", finding).type).toBe("message");
  expect(read("signal", level({})).type).toBe("message");
  expect(read("health", envelope("north", 1, "health", makeHealth())).type).toBe("message");
  expect(read("census", envelope("north", 1, "census", { minutes: [{ ...minute, ...counts }] })).type).toBe("message");
});

// What a store cannot keep or add up would fail the whole batch, and every batch in which it comes again.
test.each<[string, MessageKind, object]>([
  ["a number of a message beyond what JSON holds exactly", "finding", { ...finding, seq: 1e300 }],
  [
    "more addresses than a column holds",
    "finding",
    envelope("north", 1, "finding", makeFinding("f1", { transmitterCount: 3e9 })),
  ],
  ["a level of no radio", "signal", level({ medianDbm: 1e308 })],
  ["more frames than a sum holds", "signal", level({ frames: 9e18 })],
  ["a frequency of no radio", "signal", level({ channelMhz: 1e18 })],
  [
    "more frames counted than a sum holds",
    "census",
    envelope("north", 1, "census", { minutes: [{ ...minute, ...counts, data: 9e18 }] }),
  ],
  ["more octets than a number holds", "health", envelope("north", 1, "health", makeHealth({ frames: 1e300 }))],
])("%s is a dead letter", (_what, kind, message) => {
  expect(read(kind, message)).toMatchObject({ type: "dead", reason: "schema" });
});

test("a dead letter with a sound identity is answered, so that it does not come again", () => {
  expect(read("signal", level({ frames: 9e18 }))).toMatchObject({ identity: { bootId: BOOT, seq: 1 } });
  expect(read("finding", { ...finding, seq: 1e300 })).not.toHaveProperty("identity");
});
