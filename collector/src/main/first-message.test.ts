import { expect, test, vi } from "vitest";
import { makeVenue, type TestSensor, type TestVenue } from "./test-venue.ts";

/** Knocks until the port is open. */
async function asSoonAsItCan(venue: TestVenue): Promise<TestSensor> {
  for (;;) {
    const sensor = await venue.sensor().catch(() => undefined);
    if (sensor !== undefined) return sensor;
  }
}

test("what a sensor says as soon as it can connect is heard, and need not be said again", async () => {
  const venue = await makeVenue();
  const waiting = asSoonAsItCan(venue).then(async (sensor) => {
    await sensor.send(1);
    return sensor;
  });
  await venue.start();
  const { acked } = await waiting;
  await vi.waitFor(() => expect(acked).toContain(1), { timeout: 20_000, interval: 20 });
}, 60_000);
