import { InfluxDB } from "influx";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePolicies, retainInflux } from "./influx-retention.ts";
import { startInflux, whyNoInflux, type TestInflux } from "./test-influx.ts";
import { describeWith } from "../../test-needs.ts";

const why = whyNoInflux();
const DATABASE = "probewarden";

describeWith(why, "retention in a real InfluxDB", () => {
  let server: TestInflux;
  let influx: InfluxDB;
  beforeAll(async () => {
    server = await startInflux();
    const { hostname, port } = new URL(server.url);
    influx = new InfluxDB({ host: hostname, port: Number(port), database: DATABASE });
    await influx.createDatabase(DATABASE);
    await makePolicies(influx, DATABASE);
  });
  afterAll(() => server.stop());

  const durations = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await influx.showRetentionPolicies(DATABASE)).map(({ name, duration }) => [name, duration]));

  test("each roll-up has a policy of its own, as long as the configuration keeps it", async () => {
    await retainInflux(influx, DATABASE, Date.now(), { rawHours: 2, fiveMinuteDays: 1, hourDays: 4 });
    expect(await durations()).toMatchObject({ minutes: "96h0m0s", five_minutes: "24h0m0s", hours: "96h0m0s" });
    await retainInflux(influx, DATABASE, Date.now(), { rawHours: 48, fiveMinuteDays: 30, hourDays: 365 });
    expect(await durations()).toMatchObject({ minutes: "8760h0m0s", five_minutes: "720h0m0s", hours: "8760h0m0s" });
  });

  test("policies that are there already are left as they are", async () => {
    await makePolicies(influx, DATABASE);
    expect(await durations()).toMatchObject({ hours: "8760h0m0s" });
  });
});
