import { execFile } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { venueFile } from "../road/product.ts";
import { Sandbox, answersWell, freePort, until } from "../road/sandbox.ts";
import { INFLUXD } from "../../collector/src/store/series/test-influx.ts";
import { POSTGRES_BIN } from "../../collector/src/store/state/test-postgres.ts";
import { makeBroker, makeCollector, makeInflux, makePostgres, whyNoChaos } from "./killable.ts";
import { readStores } from "./read-stores.ts";
import { SimulatedSensor, type Trace } from "./simulated-sensor.ts";
import { describeWith } from "../../collector/src/test-needs.ts";

const why = whyNoChaos();
const SECONDS = 120;
const run = promisify(execFile);

describeWith(why, "a copy of PostgreSQL and InfluxDB", () => {
  test(
    "that is made while the collector runs, as docs/operate.md says, holds all that was acknowledged before, and a collector goes on with it",
    { timeout: 900_000 },
    async () => {
      const sandbox = new Sandbox();
      onTestFinished(() => sandbox.clear());
      // PostgreSQL's own user passes through.
      chmodSync(sandbox.folder, 0o711);
      const broker = await makeBroker(sandbox);
      onTestFinished(broker.kill);
      await broker.start();
      const venue = venueFile(sandbox, ["sensor-0"]);
      const stores = async (name: string) => {
        const folder = join(sandbox.folder, name);
        mkdirSync(folder);
        const postgres = makePostgres(folder);
        const influx = await makeInflux(folder);
        for (const server of [postgres, influx]) {
          onTestFinished(server.kill);
          await server.start();
        }
        return { name, postgres, influx };
      };
      const startCollector = async ({ name, postgres, influx }: Awaited<ReturnType<typeof stores>>) => {
        const http = await freePort();
        const config = sandbox.write(`${name}.yaml`, {
          demo: true,
          dataDir: `${sandbox.folder}/collector-${name}`,
          http: { port: http },
          mqtt: { embedded: false, url: `mqtt://127.0.0.1:${broker.port}` },
          state: { url: postgres.url },
          series: { url: influx.url },
          minimumFreeBytes: 0,
        });
        const collector = makeCollector(config, venue);
        onTestFinished(collector.kill);
        await collector.start();
        await until("the collector", () => answersWell(`http://127.0.0.1:${http}/readyz`), SECONDS, collector.log);
        return { ...collector, http };
      };
      const before = await stores("before");
      const collector = await startCollector(before);
      const options = {
        index: 0,
        venueId: "venue-test",
        folder: sandbox.folder,
        port: broker.port,
        random: Math.random,
      };
      const sensor = new SimulatedSensor(options);
      onTestFinished(() => sensor.stop());
      sensor.start();
      const acknowledged = (): Trace[] =>
        [...sensor.traces.values()].filter(({ acknowledgedAt }) => acknowledgedAt !== undefined);
      const hasSome = (): true | undefined =>
        (acknowledged().some(({ kind }) => kind === "finding") && acknowledged().length > 10) || undefined;
      await until("acknowledgements", hasSome, SECONDS, collector.log);

      const due = acknowledged();
      const dump = join(sandbox.folder, "postgres.dump");
      const levels = join(sandbox.folder, "influx-copy");
      const pg = (program: string): string => join(POSTGRES_BIN ?? "", program);
      await run(pg("pg_dump"), ["--format=custom", `--file=${dump}`, before.postgres.url]);
      await run(INFLUXD ?? "", ["backup", "-portable", "-database", "probewarden", "-host", before.influx.rpc, levels]);
      await collector.kill();
      await before.postgres.kill();
      await before.influx.kill();

      const after = await stores("after");
      await run(pg("pg_restore"), ["--no-owner", `--dbname=${after.postgres.url}`, dump]);
      await run(INFLUXD ?? "", ["restore", "-portable", "-host", after.influx.rpc, levels]);
      const missing = async (): Promise<Trace[]> => {
        const copied = await readStores(after.postgres.url, after.influx.http);
        return due.filter(({ kind, name }) => !(kind === "finding" ? copied.findings : copied.levels).has(name));
      };
      // What was given back need not be readable at once: on a loaded machine it was not, once.
      await vi.waitFor(async () => expect(await missing()).toEqual([]), { timeout: 30_000, interval: 500 });

      const madeBefore = Date.now();
      const again = await startCollector(after);
      const goesOn = (): true | undefined =>
        acknowledged().some(({ kind, madeAt }) => kind === "finding" && madeAt > madeBefore) || undefined;
      await until("it to go on", goesOn, SECONDS, again.log);
      const health = await fetch(`http://127.0.0.1:${again.http}/api/health`);
      expect(await health.json()).toMatchObject({ state: "ready", faults: [] });
    },
  );
});
