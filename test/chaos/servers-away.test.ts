import { setTimeout as delay } from "node:timers/promises";
import { Readiness } from "@probewarden/contract";
import { Value } from "typebox/value";
import { expect, onTestFinished, test } from "vitest";
import { runDoctor } from "../../collector/src/main/doctor/run-doctor.ts";
import { loadConfig } from "../../collector/src/main/load-config.ts";
import { venueFile } from "../road/product.ts";
import { Sandbox, freePort, until } from "../road/sandbox.ts";
import { makeBroker, makeCollector, makeInflux, makePostgres, whyNoChaos, type Killable } from "./killable.ts";
import { readStores } from "./read-stores.ts";
import { SimulatedSensor } from "./simulated-sensor.ts";
import { describeWith } from "../../collector/src/test-needs.ts";

const why = whyNoChaos();
const SECONDS = 120;

describeWith(why, "what a collector needs is away", () => {
  test(
    "and the screen and doctor say which and what to do, also at the start; it goes on by itself, and what was not stored comes again",
    { timeout: 900_000 },
    async () => {
      const sandbox = new Sandbox();
      onTestFinished(() => sandbox.clear());
      const postgres = makePostgres(sandbox.folder);
      const influx = await makeInflux(sandbox.folder);
      const broker = await makeBroker(sandbox);
      const http = await freePort();
      const config = sandbox.write("collector.yaml", {
        demo: true,
        dataDir: `${sandbox.folder}/collector`,
        http: { port: http },
        mqtt: { embedded: false, url: `mqtt://127.0.0.1:${broker.port}` },
        state: { url: postgres.url },
        series: { url: influx.url },
        minimumFreeBytes: 0,
        logLevel: "warn",
      });
      const collector = makeCollector(config, venueFile(sandbox, ["sensor-0"]));
      for (const server of [postgres, influx, broker, collector]) onTestFinished(server.kill);

      const health = async (): Promise<{ status: number; codes: string[] } | undefined> => {
        const answer = await fetch(`http://127.0.0.1:${http}/api/health`).catch(() => undefined);
        const body: unknown = await answer?.json();
        if (answer === undefined || !Value.Check(Readiness, body)) return undefined;
        return { status: answer.status, codes: body.faults.map(({ code }) => code) };
      };
      const untilTold = (code: string): Promise<true> =>
        until(code, async () => (await health())?.codes.includes(code) || undefined, SECONDS, collector.log);
      const untilWell = (): Promise<true> => {
        let said: Awaited<ReturnType<typeof health>>;
        return until(
          "a collector without faults",
          async () => {
            said = await health();
            // The sensor goes on making boxes up, and on a slow machine more than one sensor may open alerts of: that is nothing that is away.
            const away = said?.codes.filter((code) => code !== "alerts-held-back");
            return (said?.status === 200 && away?.length === 0) || undefined;
          },
          SECONDS,
          () => `${said?.codes.join(" ")}\n${collector.log()}`,
        );
      };
      const doctorSays = async (code: string): Promise<void> => {
        const { checks, isWell } = await runDoctor(loadConfig(config, {}), config, Date.now);
        const found = checks.filter((check) => check.code === code);
        expect(found.length, code).toBeGreaterThan(0);
        for (const { state, todo } of found)
          expect([state, todo ?? ""]).toEqual(["failed", expect.stringMatching(/\w/)]);
        expect(isWell).toBe(false);
      };

      // Nothing is there yet but the disk.
      await collector.start();
      await untilTold("state-server-away");
      expect((await health())?.status).toBe(503);
      await doctorSays("state-server-away");
      await doctorSays("series-server-away");
      await doctorSays("broker-away");
      for (const server of [postgres, influx, broker]) await server.start();
      await untilWell();

      const sensor = new SimulatedSensor({
        index: 0,
        venueId: "venue-test",
        folder: sandbox.folder,
        port: broker.port,
        random: Math.random,
      });
      onTestFinished(() => sensor.stop());
      sensor.start();
      const hasHeard = (): true | undefined =>
        [...sensor.traces.values()].some(({ acknowledgedAt }) => acknowledgedAt !== undefined) || undefined;
      await until("an acknowledgement", hasHeard, SECONDS, collector.log);

      const cases: [Killable, string, number][] = [
        [postgres, "state-server-away", 503],
        [influx, "series-server-away", 200],
        [broker, "broker-away", 200],
      ];
      for (const [server, code, status] of cases) {
        await server.kill();
        await untilTold(code);
        expect((await health())?.status).toBe(status);
        await doctorSays(code);
        await delay(1_000);
        await server.start();
        await untilWell();
      }
      sensor.finish();
      await until(
        "everything to be acknowledged",
        () => (sensor.waiting === 0 ? true : undefined),
        SECONDS,
        collector.log,
      );
      const stored = await readStores(postgres.url, influx.http);
      const lost = [...sensor.traces.values()].filter(
        ({ kind, name }) => !(kind === "finding" ? stored.findings : stored.levels).has(name),
      );
      expect([lost, stored.twice]).toEqual([[], []]);
    },
  );
});
