import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { decide } from "../suspects/decide.ts";
import { readSuspects } from "../suspects/read-suspects.ts";
import { PATIENT, describeIntake } from "./test-intake.ts";
import { BOX, envelope, makeFinding, makeLevel } from "./test-messages.ts";

describeIntake((it) => {
  test("three sensors hear one box, one accuses it: one suspect with three levels and one place", async () => {
    await it.send("north", "finding", envelope("north", 1, "finding", makeFinding("f1", { rssiDbm: -60 })));
    await vi.waitFor(
      () =>
        expect(
          it
            .sensor("south")
            .watch.at(-1)
            ?.entries.map((entry) => entry.transmitter),
        ).toEqual([BOX]),
      PATIENT,
    );
    await it.send("north", "signal", envelope("north", 2, "signal", { rows: [makeLevel(-58, "suspect")] }));
    await it.send("south", "signal", envelope("south", 1, "signal", { rows: [makeLevel(-76, "watched")] }));
    await it.send("east", "signal", envelope("east", 1, "signal", { rows: [makeLevel(-80, "watched")] }));
    const suspects = await vi.waitFor(async () => {
      const found = await readSuspects(it.state, it.series, {}, Date.now());
      expect(found[0]?.sensors).toHaveLength(3);
      expect(found[0]?.place?.regions).toHaveLength(2);
      return found;
    }, PATIENT);
    expect(suspects).toHaveLength(1);
    expect(suspects[0]).toMatchObject({
      band: "suspected",
      state: "active",
      transmitters: [BOX],
      place: { floorId: "ground", nearestSensorId: "north" },
    });
    expect(suspects[0]?.sensors.map((entry) => [entry.sensorId, entry.levelDbm, entry.scoreDb])).toEqual([
      ["east", -80, undefined],
      ["north", -58, 14],
      ["south", -76, undefined],
    ]);
    expect(it.events).toContainEqual({ kind: "alert-candidate", id: suspects[0]?.suspectId });
  });

  test("what is settled leaves the watch list at once, and comes back when the decision is taken back", async () => {
    await it.send("north", "finding", envelope("north", 1, "finding", makeFinding("f1")));
    const watched = (entries: string[]): Promise<void> =>
      vi.waitFor(
        () =>
          expect(
            it
              .sensor("south")
              .watch.at(-1)
              ?.entries.map((entry) => entry.transmitter),
          ).toEqual(entries),
        PATIENT,
      );
    await watched([BOX]);
    const [suspect] = await readSuspects(it.state, it.series, {}, Date.now());
    for (const decision of ["authorised", "none", "dismissed", "none"] as const) {
      const record = { decision, reason: "seen", by: "somebody", at: new Date().toISOString() };
      const made = await decide(it.state, suspect?.suspectId ?? "", record);
      it.ingest.decided(made?.venueId ?? "");
      await watched(decision === "none" ? [BOX] : []);
    }
  });

  test("an address that is taken back leaves the watch list at once, and its levels go and do not come again", async () => {
    const phone = "02:00:00:aa:bb:0f";
    const levels = async () =>
      (await it.series.latestLevels("mall", [phone], Date.now() - 600_000, Date.now() + 600_000)).length;
    const watched = () =>
      it
        .sensor("east")
        .watch.at(-1)
        ?.entries.map((entry) => entry.transmitter);
    await it.send(
      "north",
      "finding",
      envelope("north", 1, "finding", makeFinding("f1", { transmitters: [BOX, phone] })),
    );
    await vi.waitFor(() => expect(watched()?.toSorted()).toEqual([BOX, phone]), PATIENT);
    const row = { ...makeLevel(-70, "watched"), transmitter: phone };
    await it.send("south", "signal", envelope("south", 1, "signal", { rows: [row] }));
    await it.acked("south", [1]);
    expect(await levels()).toBe(1);

    const withdrawn = makeFinding("f1", { transmitters: [BOX], state: "changed", takenBack: true });
    await it.send("north", "finding", envelope("north", 2, "finding", withdrawn));
    await vi.waitFor(() => expect(watched()).toEqual([BOX]), PATIENT);
    await vi.waitFor(async () => expect(await levels()).toBe(0), PATIENT);
    expect(it.events.filter(({ kind }) => kind === "taken-back")).toHaveLength(1);
    // A sensor that had not heard of it yet.
    await it.send("south", "signal", envelope("south", 2, "signal", { rows: [row] }));
    await it.acked("south", [1, 2]);
    expect(await levels()).toBe(0);
    expect(it.ingest.counters().levelsLeftOut).toBe(1);
    const [suspect] = await readSuspects(it.state, it.series, {}, Date.now());
    expect(suspect).toMatchObject({ transmitters: [BOX], takenBack: 1 });
    // Nothing of it is left in the files, the write-ahead logs included.
    await vi.waitFor(
      () =>
        expect(
          ["state.db", "state.db-wal", "series.db", "series.db-wal"].filter((name) =>
            readFileSync(join(it.dir, name)).includes(phone),
          ),
        ).toEqual([]),
      PATIENT,
    );
  });

  test("a suspect that has ended was heard by somebody, and is heard by nobody now", async () => {
    await it.send("north", "finding", envelope("north", 1, "finding", makeFinding("f1")));
    await it.send("north", "finding", envelope("north", 2, "finding", makeFinding("f1", { state: "ended" })));
    await it.acked("north", [1, 2]);
    const [suspect] = await readSuspects(it.state, it.series, {}, Date.now());
    expect(suspect).toMatchObject({ state: "ended", heardBy: { ever: 1, now: 0 } });
  });
});
