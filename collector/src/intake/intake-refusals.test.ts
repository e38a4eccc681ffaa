import { LIMITS, topics } from "@probewarden/contract";
import { connectAsync } from "mqtt";
import { expect, test, vi } from "vitest";
import { readSensors } from "../sensors/read-sensors.ts";
import { SENSOR_PASSWORD } from "./test-brokers.ts";
import { PATIENT, describeIntake } from "./test-intake.ts";
import { envelope, makeFinding } from "./test-messages.ts";

describeIntake((it) => {
  test("what cannot be accepted is kept with its reason, bounded, and without its octets", async () => {
    const secret = "aa:bb:cc:dd:ee:ff";
    await it.send("north", "finding", `{ not json ${secret}`);
    await it.send("north", "finding", { ...envelope("north", 7, "finding", makeFinding("f1")), kind: secret });
    await it.send("north", "finding", envelope("south", 8, "finding", makeFinding("f1")));
    await vi.waitFor(() => expect(it.ingest.counters().deadLetters).toBe(3), PATIENT);
    const letters = await it.state.db.selectFrom("dead_letters").selectAll().orderBy("id").execute();
    expect(letters.map((letter) => letter.reason)).toEqual(["json", "schema", "wrong-sensor"]);
    expect(JSON.stringify(letters)).not.toContain(secret);
    // Each with a sound number is answered with the reason, so that its sensor sets it aside.
    await it.acked("north", [7, 8]);
    expect(it.sensor("north").acks.flatMap(({ refused }) => refused ?? [])).toEqual([
      { seq: 7, reason: "schema" },
      { seq: 8, reason: "wrong-sensor" },
    ]);
    for (let index = 0; index < 20; index++) await it.send("north", "finding", "{");
    await vi.waitFor(async () => expect(it.ingest.counters().deadLetters).toBe(23), PATIENT);
    expect(await it.state.db.selectFrom("dead_letters").selectAll().execute()).toHaveLength(10);
  });

  test("an instant that no calendar has is a dead letter, and stops nobody", async () => {
    const impossible = { ...envelope("north", 1, "finding", makeFinding("f1")), at: "2026-13-45T99:99:99.000Z" };
    await it.send("north", "finding", impossible);
    await it.send("south", "finding", envelope("south", 1, "finding", makeFinding("f2")));
    await it.acked("north", [1]);
    await it.acked("south", [1]);
    expect(it.ingest.counters()).toMatchObject({ stored: 1, deadLetters: 1, refused: 0 });
  });

  test("no sensor speaks for another, in any version", async () => {
    const { client } = it.sensor("north");
    client.publish("probewarden/v2/mall/south/status", JSON.stringify({ v: 2, state: "online" }), { qos: 0 });
    await it.send("south", "finding", envelope("south", 1, "finding", makeFinding("f1")));
    await it.acked("south", [1]);
    const [south] = await readSensors(it.state, { sensorId: "south" }, Date.now());
    expect(south).toMatchObject({ contractMismatch: false });
  });

  test("a sensor publishes nothing under another's name, and reads nothing of another's", async () => {
    const { client } = it.sensor("north");
    const heard: string[] = [];
    client.on("message", (topic) => heard.push(topic));
    await client.subscribeAsync(topics.ack({ venueId: "mall", sensorId: "south" })).catch(() => undefined);
    client.publish(
      topics.up({ venueId: "mall", sensorId: "south" }, "finding"),
      JSON.stringify(envelope("south", 1, "finding", makeFinding("f1"))),
      { qos: 0 },
    );
    await it.send("south", "finding", envelope("south", 2, "finding", makeFinding("f2")));
    await it.acked("south", [2]);
    expect(heard.filter((topic) => topic.includes("/south/"))).toEqual([]);
    expect(await it.state.db.selectFrom("findings").select("seq").execute()).toEqual([{ seq: 2 }]);
  });

  test("a wrong password, an unknown sensor and a message beyond the limit are refused", async () => {
    await expect(
      connectAsync(it.broker.url, { username: "north", password: "wrong", reconnectPeriod: 0 }),
    ).rejects.toThrow();
    await expect(
      connectAsync(it.broker.url, { username: "stranger", password: SENSOR_PASSWORD, reconnectPeriod: 0 }),
    ).rejects.toThrow();
    await expect(connectAsync(it.broker.url, { reconnectPeriod: 0 })).rejects.toThrow();
    it.sensor("north").client.publish(
      topics.up({ venueId: "mall", sensorId: "north" }, "finding"),
      "x".repeat(LIMITS.payloadBytes + 2048),
      { qos: 0 },
    );
    await it.send("south", "finding", envelope("south", 1, "finding", makeFinding("f1")));
    await it.acked("south", [1]);
    expect(it.ingest.counters().stored).toBe(1);
  });
});
