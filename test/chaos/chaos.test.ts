import { expect, test } from "vitest";
import { Random } from "../fuzz/random.ts";
import { whyNoChaos } from "./killable.ts";
import { runChaos } from "./run-chaos.ts";
import { describeWith } from "../../collector/src/test-needs.ts";

const why = whyNoChaos();

describeWith(why, "chaos", () => {
  test.each([1, 2])(
    "a collector of %d, broker, PostgreSQL and InfluxDB are killed on a bad network: nothing acknowledged is lost, stored twice or told twice",
    { timeout: 900_000 },
    async (collectors) => {
      const random = new Random(5);
      const report = await runChaos({
        milliseconds: 0,
        rounds: 1,
        sensors: 4,
        collectors,
        random: () => random.next(),
        say: () => undefined,
      });
      expect(report).toMatchObject({ lost: [], storedTwice: [], alertsTwice: [] });
      expect(report.acknowledged).toBe(report.made);
      // It was chaos.
      expect(report.made).toBeGreaterThan(20);
      expect(Object.values(report.recoveryMs).map((times) => times.length)).toEqual([1, 1, 1, 1]);
    },
  );
});
