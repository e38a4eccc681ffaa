import { CONTRACT_VERSION } from "@probewarden/contract";
import { expect, test, vi } from "vitest";
import { SeriesStoreError } from "../store/series/series-error.ts";
import { openState } from "../store/state/open-state.ts";
import { forgetRanges } from "./forget-ranges.ts";
import { PATIENT, describeIntake } from "./test-intake.ts";
import { BOOT, BOX, envelope, makeFinding, makeLevel } from "./test-messages.ts";

describeIntake((it) => {
  test("the same message twice is stored once and acknowledged twice", async () => {
    const message = envelope("north", 1, "finding", makeFinding("f1"));
    await it.send("north", "finding", message);
    await it.acked("north", [1]);
    await it.send("north", "finding", message);
    await vi.waitFor(() => expect(it.ackedBy("north")).toEqual([1, 1]), PATIENT);
    expect(await it.state.db.selectFrom("suspect_changes").selectAll().execute()).toHaveLength(1);
    expect(it.ingest.counters()).toMatchObject({ stored: 1, duplicates: 1 });
    expect(it.sensor("north").acks[0]).toMatchObject({ v: 1, bootId: BOOT, contractVersion: CONTRACT_VERSION });
  });

  test("the same message after its boot was forgotten is taken again, and changes nothing in the record", async () => {
    const from = Date.now() - 300_000;
    const kept = async () => ({
      history: await it.state.db
        .selectFrom("suspect_changes")
        .selectAll()
        .where("finding_id", "is not", null)
        .execute(),
      suspects: await it.state.db.selectFrom("suspects").select(["suspect_id", "band", "state"]).execute(),
      findings: await it.state.db.selectFrom("findings").select(["finding_id", "suspect_id", "body"]).execute(),
      levels: await it.series.levels("mall", [BOX], from, from + 600_000, 500),
    });
    const messages = [
      ["finding", envelope("north", 1, "finding", makeFinding("f1"))],
      ["signal", envelope("north", 2, "signal", { rows: [makeLevel(-60, "suspect")] })],
    ] as const;
    for (const [kind, message] of messages) await it.send("north", kind, message);
    await it.acked("north", [1, 2]);
    const before = await kept();
    await it.state.transaction((trx) => forgetRanges(trx, Date.now() + 1));
    for (const [kind, message] of messages) await it.send("north", kind, message);
    await vi.waitFor(() => expect(it.ingest.counters().stored).toBe(4), PATIENT);
    expect(await kept()).toEqual(before);
  });

  test("what was acknowledged is in the file, and a new collector knows it", async () => {
    for (let seq = 1; seq <= 50; seq++)
      await it.send(
        "north",
        "finding",
        envelope("north", seq, "finding", makeFinding("f1", { state: seq === 1 ? "opened" : "heard" })),
      );
    await it.acked(
      "north",
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    // Another connection reads what is committed, and nothing of what this process only holds in memory.
    const again = await openState("sqlite:", it.dir);
    expect(await again.db.selectFrom("received").selectAll().execute()).toEqual([
      { sensor_id: "north", boot_id: BOOT, first_seq: 1, last_seq: 50 },
    ]);
    expect(await again.db.selectFrom("findings").select(["finding_id", "seq"]).execute()).toEqual([
      { finding_id: "f1", seq: 50 },
    ]);
    await again.close();
  });

  test("nothing is acknowledged while the disk is full, and all of it when there is room again", async () => {
    await it.ingest.stop();
    let free = 0;
    let clock = Date.now();
    await it.startIngest({
      minimumFreeBytes: 1000,
      freeBytes: () => Promise.resolve(free),
      now: () => (clock += 2000),
    });
    const message = envelope("north", 1, "finding", makeFinding("f1"));
    await it.send("north", "finding", message);
    await vi.waitFor(() => expect(it.ingest.counters().refused).toBe(1), PATIENT);
    expect(it.ingest.problems()).toMatchObject({
      refusing: true,
      faults: [{ code: "disk-nearly-full", text: expect.stringContaining("free some space") }],
    });
    expect(it.sensor("north").acks).toEqual([]);
    free = 5000;
    await it.send("north", "finding", message);
    await it.acked("north", [1]);
    expect(it.ingest.problems()).toEqual({ refusing: false, faults: [] });
  });

  test("findings go on while the series store is away; levels are not acknowledged", async () => {
    await it.send("south", "finding", envelope("south", 1, "finding", makeFinding("f0")));
    await it.acked("south", [1]);
    vi.spyOn(it.series, "write").mockImplementation((batch) =>
      batch.signal.length > 0 ? Promise.reject(new SeriesStoreError("unavailable", "away")) : Promise.resolve(),
    );
    await it.send("north", "signal", envelope("north", 1, "signal", { rows: [makeLevel(-58, "suspect")] }));
    await it.send("north", "finding", envelope("north", 2, "finding", makeFinding("f1")));
    await it.acked("north", [2]);
    expect(it.ingest.counters().refused).toBe(1);
    vi.restoreAllMocks();
    await it.send("north", "signal", envelope("north", 1, "signal", { rows: [makeLevel(-58, "suspect")] }));
    await it.acked("north", [1, 2]);
  });
});
