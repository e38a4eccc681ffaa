import { expect, test } from "vitest";
import { parseTopic, parseTopicOfAnyMajor, topics } from "./topics.ts";

const sensor = { venueId: "venue-demo", sensorId: "sensor-door-3" };

test("every topic that is built is read back", () => {
  expect(parseTopic(topics.up(sensor, "finding"))).toEqual({ direction: "up", kind: "finding", ...sensor });
  expect(parseTopic(topics.up(sensor, "status"))).toEqual({ direction: "up", kind: "status", ...sensor });
  expect(parseTopic(topics.ack(sensor))).toEqual({ direction: "down", kind: "ack", ...sensor });
  expect(parseTopic(topics.orders(sensor))).toEqual({ direction: "down", kind: "orders", ...sensor });
  expect(parseTopic(topics.command(sensor))).toEqual({ direction: "down", kind: "command", ...sensor });
  expect(parseTopic(topics.up(sensor, "want"))).toEqual({ direction: "up", kind: "want", ...sensor });
  expect(parseTopic(topics.piece(sensor))).toEqual({ direction: "down", kind: "piece", ...sensor });
  expect(parseTopic(topics.watch("venue-demo"))).toEqual({ direction: "down", kind: "watch", venueId: "venue-demo" });
});

test("a topic of another major version is read as such, and one of a made-up version is not", () => {
  expect(parseTopicOfAnyMajor("probewarden/v2/venue-demo/sensor-door-3/status")).toEqual({
    major: 2,
    topic: { direction: "up", kind: "status", ...sensor },
  });
  expect(topics.ack(sensor, 2)).toBe("probewarden/v2/venue-demo/sensor-door-3/ack");
  for (const major of ["0", "10", "x", "02", ""])
    expect(parseTopicOfAnyMajor(`probewarden/v${major}/venue-demo/sensor-door-3/status`)).toBeUndefined();
  expect(() => topics.ack(sensor, 10)).toThrow(RangeError);
});

test("a topic with a level too many, or of a kind that nobody sends, is none of ours", () => {
  for (const rest of ["ack/more", "config/", "command/send-health", "orders/now", "commands"])
    expect(parseTopic(`probewarden/v1/venue-demo/sensor-door-3/${rest}`)).toBeUndefined();
});

test("an id cannot widen a topic", () => {
  for (const hostile of ["+", "#", "a/b", "", "A", "x".repeat(49), "s\u0000"]) {
    expect(() => topics.up({ ...sensor, sensorId: hostile }, "finding")).toThrow(RangeError);
  }
});

test("an address cannot be a sensor's id", () => {
  for (const id of ["aabbccddeeff", "s-aabbccddeeff", "aa-bb-cc-dd-ee-ff"]) {
    expect(() => topics.up({ ...sensor, sensorId: id }, "finding")).toThrow(RangeError);
  }
});

test("what is none of ours is not read", () => {
  for (const topic of [
    "",
    "probewarden/v2/venue/sensor/finding",
    "probewarden/v1/venue/sensor/other",
    "probewarden/v1/venue/sensor/finding/x",
    "probewarden/v1/venue/watch/finding",
  ]) {
    expect(parseTopic(topic)).toBeUndefined();
  }
});
