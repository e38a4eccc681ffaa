import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Client } from "pg";
import { stringify, parse } from "yaml";
import { Accounts } from "../../people/accounts.ts";
import { lockFolder } from "../../store/folder-lock.ts";
import { openSeries } from "../../store/series/open-series.ts";
import { startInflux, whyNoInflux, type TestInflux } from "../../store/series/test-influx.ts";
import { openState } from "../../store/state/open-state.ts";
import { startPostgres, whyNoPostgres, type TestPostgres } from "../../store/state/test-postgres.ts";
import { makeSensorRow, makeVenueRow } from "../../store/state/test-rows.ts";
import { commandsIn } from "../test-command.ts";
import { describeWith } from "../../test-needs.ts";

/** The command looks at the clock of this machine, and InfluxDB lets go of what is old by it. */
const NOW = Math.floor(Date.now() / 3_600_000) * 3_600_000;
const MINUTE_MS = 60_000;
const PASSWORD = "correct horse battery";

describeWith(whyNoPostgres() ?? whyNoInflux(), "a move from the embedded stores (needs PostgreSQL and influxd)", () => {
  let postgres: TestPostgres;
  let influx: TestInflux;
  beforeAll(async () => {
    postgres = await startPostgres();
    influx = await startInflux();
  }, 60_000);
  afterAll(async () => {
    await influx.stop();
    await postgres.stop();
  });

  let dataDir: string;
  let config: string;
  let database: string;
  let session: string;
  let made = 0;
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "move-"));
    config = join(dataDir, "collector.yaml");
    writeFileSync(config, `# Ours.\n${stringify({ dataDir, http: { port: 8081 }, state: { url: "sqlite:" } })}`);
    made += 1;
    database = `probewarden${made}`;
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    await client.query(`CREATE DATABASE ${database}`);
    await client.end();
    await fill();
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  const stateUrl = (): string => postgres.url.replace("/postgres?", `/${database}?`);
  const seriesUrl = (): string => influx.url.replace(/\/[^/]*$/, `/${database}`);
  const run = async (...args: string[]): Promise<{ code: number; out: string }> => {
    const { code, stdout, stderr } = await commandsIn(dataDir).command(["move", "--config", config, ...args]);
    return { code, out: stdout + stderr };
  };

  /** A collector with people, a venue, a plan, a suspect with a history, and levels of an hour. */
  async function fill(): Promise<void> {
    const state = await openState("sqlite:", dataDir);
    await state.db
      .insertInto("venues")
      .values(makeVenueRow({ name: "商场" }))
      .execute();
    await state.db.insertInto("sensors").values(makeSensorRow("north")).execute();
    const accounts = new Accounts(state, () => NOW);
    await accounts.createByLink(await accounts.makeLinkToken(), "王敏", PASSWORD);
    session = (await accounts.signIn("王敏", PASSWORD)) ?? "";
    await accounts.makeLinkToken();
    await state.db
      .insertInto("documents")
      .values({
        name: "plans/mall/ground",
        media_type: "image/png",
        octets: Buffer.from([0, 255, 10, 13]),
        kept_at: NOW,
      })
      .execute();
    for (let id = 0; id < 450; id += 1)
      await state.db
        .insertInto("audit")
        .values({ at: NOW + id, by: "officer", action: "seen", subject: `s-${id}` })
        .execute();
    await state.close();
    const series = await openSeries("sqlite:", dataDir);
    const minutes = Array.from({ length: 60 }, (_, index) => new Date(NOW - (index + 1) * MINUTE_MS).toISOString());
    await series.write({
      signal: [
        {
          venueId: "mall",
          sensorId: "north",
          rows: minutes.map((minute, index) => ({
            minute,
            transmitter: "02:00:00:00:00:01",
            role: "suspect" as const,
            channelMhz: 2437,
            frames: index + 1,
            medianDbm: -60,
            p10Dbm: -70,
            p90Dbm: -50,
          })),
        },
      ],
      census: [],
    });
    await series.stop();
  }

  test("keeps people, venue, plan, trail and levels, counts them, and the configuration names the new stores", async () => {
    const before = await openSeries("sqlite:", dataDir);
    const read = ["mall", ["02:00:00:00:00:01"], NOW - 3_600_000, NOW, 500] as const;
    const levels = await before.levels(...read);
    await before.stop();
    writeFileSync(join(dataDir, "postgres-password"), "any will do here\n");
    // Named as it lies where the command runs; a start may stand elsewhere.
    const password = ["--state-password-file", "postgres-password"];
    const { code, out } = await run("--state", stateUrl(), ...password, "--series", seriesUrl());
    // What was written by hand, and what the account and the link left.
    expect(out).toContain("audit: 453 rows");
    expect(out).toContain("signal_1m: 60 rows");
    expect(code).toBe(0);
    const text = readFileSync(config, "utf8");
    expect(text).toContain("# Ours.");
    expect(parse(text)).toMatchObject({
      http: { port: 8081 },
      state: { url: stateUrl(), passwordFile: join(dataDir, "postgres-password") },
      series: { url: seriesUrl() },
    });

    const state = await openState(stateUrl(), dataDir);
    const [plan] = await state.db.selectFrom("documents").selectAll().execute();
    expect(plan?.octets).toEqual(Buffer.from([0, 255, 10, 13]));
    const [venue] = await state.db.selectFrom("venues").selectAll().execute();
    expect(venue?.name).toBe("商场");
    // A person signs in with the same password, and whoever was signed in still is.
    const accounts = new Accounts(state, () => NOW);
    expect(await accounts.signIn("王敏", PASSWORD)).toBeDefined();
    expect(await accounts.signIn("王敏", `${PASSWORD}!`)).toBeUndefined();
    expect(await accounts.sessions.identify(session)).toMatchObject({ name: "王敏" });
    // Numbers go on behind the highest.
    const next = await state.db
      .insertInto("audit")
      .values({ at: 1, by: "b", action: "a", subject: "s" })
      .returning("id")
      .executeTakeFirstOrThrow();
    expect(next.id).toBe(454);
    await state.close();
    const series = await openSeries(seriesUrl(), dataDir);
    expect(await series.levels(...read)).toEqual(levels);
    await series.stop();
  });

  test("a target that is not empty is refused, and nothing of ours is changed", async () => {
    const state = await openState(stateUrl(), dataDir);
    await state.db.insertInto("settings").values({ name: "mine", value: "1" }).execute();
    await state.close();
    const before = readFileSync(config, "utf8");
    const { code, out } = await run("--state", stateUrl());
    expect(code).toBe(1);
    expect(out).toContain("it is not empty, settings has 1 rows");
    expect(readFileSync(config, "utf8")).toBe(before);
  });

  test("what was interrupted after the series is done again, and points that are there count once", async () => {
    const state = await openState(stateUrl(), dataDir);
    await state.db.insertInto("settings").values({ name: "mine", value: "1" }).execute();
    expect((await run("--state", stateUrl(), "--series", seriesUrl())).code).toBe(1);
    await state.db.deleteFrom("settings").execute();
    await state.close();
    // The mark of an attempt that was killed while points went.
    writeFileSync(join(dataDir, "move-series"), seriesUrl().replace(/\/\/[^/@]*@/, "//"));
    const { code, out } = await run("--state", stateUrl(), "--series", seriesUrl());
    expect(out).toContain("signal_1m: 60 rows");
    expect(code).toBe(0);
  });

  test("a collector that runs is not moved", async () => {
    const unlock = lockFolder(dataDir);
    const { code, out } = await run("--state", stateUrl());
    unlock();
    expect(code).toBe(1);
    expect(out).toContain("a collector runs on this folder");
  });
});
