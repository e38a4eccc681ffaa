import type { Finding } from "@probewarden/contract";
import { beforeEach, expect, test } from "vitest";
import { makeFinding } from "../intake/test-messages.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { decide } from "./decide.ts";
import { MOST_NAMED } from "./finding-transmitters.ts";
import { forgetFindings, judgeMessage, type TestMessage } from "./test-judge.ts";
import { readWatch, refreshWatch } from "./watch.ts";

const BOX = "02:00:00:aa:bb:01";
const PHONE = "02:00:00:aa:bb:0f";
const T0 = Date.parse("2026-11-24T08:00:00.000Z");
const iso = (ms: number): string => new Date(ms).toISOString();

describeStates("what is taken back, in %s", (start) => {
  let state: StateStore;
  let seq = 0;

  keepOpen(start, (store) => {
    state = store;
  });
  beforeEach(() => forgetFindings(state));

  const say = async (
    sensorId: string,
    findingId: string,
    over: Partial<Finding>,
    more: Partial<TestMessage> = {},
  ): Promise<string | undefined> => {
    const at = T0 + 60_000 * ++seq;
    const finding = makeFinding(findingId, { firstHeardAt: iso(at), lastHeardAt: iso(at), ...over });
    return (await judgeMessage(state, { sensorId, finding, at, seq, ...more }))?.suspectId;
  };
  const tables = ["venues", "sensors", "series_erasures"] as const;
  /** Every row of every table but those that are about no address, or are to remember it until it is gone. */
  const everything = async (): Promise<string> => {
    const names = await state.db.introspection.getTables();
    const rows = await Promise.all(
      names
        .filter(({ name }) => !(tables as readonly string[]).includes(name))
        .map(({ name }) =>
          state.db
            .selectFrom(name as "audit")
            .selectAll()
            .execute(),
        ),
    );
    return JSON.stringify(rows);
  };
  const erasures = async (): Promise<string[]> =>
    (await state.db.selectFrom("series_erasures").select("transmitter").execute()).map((row) => row.transmitter);

  test("an address is erased from suspect, watch list, evidence and decision, and the audit says so without it", async () => {
    const id = await say("north", "f1", {
      transmitters: [BOX, PHONE],
      targets: [PHONE],
      mitigations: [{ code: "licensed", weightDb: -60, bssid: PHONE }],
    });
    await decide(state, id ?? "", { decision: "dismissed", reason: "ours", by: "officer", at: iso(T0) });
    await decide(state, id ?? "", { decision: "none", reason: "not ours", by: "officer", at: iso(T0) });
    await decide(state, id ?? "", { decision: "to-visit", reason: "look", by: "officer", at: iso(T0) });
    const now = T0 + 60_000 * seq;
    expect((await refreshWatch(state, "mall", now))?.entries).toHaveLength(2);
    expect(await everything()).toContain(PHONE);

    await say("north", "f1", { transmitters: [BOX], takenBack: true });
    expect(await everything()).not.toContain(PHONE);
    expect(await everything()).toContain(BOX);
    expect((await readWatch(state, "mall", now)).entries.map((entry) => entry.transmitter)).toEqual([BOX]);
    expect(await erasures()).toEqual([PHONE]);
    expect(await state.db.selectFrom("suspects").select("taken_back").execute()).toEqual([{ taken_back: 1 }]);
    const audited = await state.db
      .selectFrom("audit")
      .select(["by", "action", "subject"])
      .where("by", "=", "north")
      .execute();
    expect(audited).toEqual([{ by: "north", action: "addresses-taken-back", subject: `${id} (1)` }]);
  });

  test("a network that is named after the address goes with it, from another sensor's finding too", async () => {
    const name = Buffer.from("TanZhen_020000aabb0f").toString("hex");
    const evidence = [
      {
        detector: "product-fingerprint",
        detectorVersion: 1,
        family: "product",
        code: "product-bound-wording",
        weightDb: 20,
        boundDb: 10,
        usedDb: 20,
        basis: "judged" as const,
        facts: [],
        frames: [],
        names: [name],
        firstAt: iso(T0),
        lastAt: iso(T0),
      },
    ];
    await say("north", "f1", { transmitters: [PHONE], evidence });
    await say("south", "f2", { transmitters: [PHONE], evidence });
    expect(await everything()).toContain(name);
    await say("north", "f1", { transmitters: [], takenBack: true });
    expect(await everything()).not.toContain(name);
  });

  test("what any message of the finding ever named goes, and a suspect without addresses stays with its score", async () => {
    const id = await say("north", "f1", { transmitters: [PHONE], scoreDb: 23 });
    await say("north", "f1", { transmitters: [], scoreDb: 23 });
    expect(await everything()).toContain(PHONE);
    await say("north", "f1", { transmitters: [], transmitterCount: 1, scoreDb: 23, takenBack: true });
    expect(await everything()).not.toContain(PHONE);
    expect(await state.db.selectFrom("suspects").selectAll().execute()).toMatchObject([
      { suspect_id: id, score_db: 23, transmitter_count: 1, state: "active", taken_back: 1 },
    ]);
  });

  test("another sensor that named it keeps its finding without it, until it says it again", async () => {
    await say("north", "f1", { transmitters: [PHONE] });
    await say("south", "f2", { transmitters: [PHONE, BOX], suspicion: "impostor" });
    await say("north", "f1", { transmitters: [], takenBack: true });
    expect(await everything()).not.toContain(PHONE);
    const counts = await state.db.selectFrom("suspects").select(["suspicion", "taken_back"]).execute();
    expect(counts.toSorted((a, b) => (a.suspicion < b.suspicion ? -1 : 1))).toEqual([
      { suspicion: "impostor", taken_back: 1 },
      { suspicion: "probe-box", taken_back: 1 },
    ]);
    await say("south", "f2", { transmitters: [PHONE, BOX], suspicion: "impostor" });
    expect(await everything()).toContain(PHONE);
  });

  test("a message that was overtaken still takes back, and what the later one names stays", async () => {
    await say("north", "f1", { transmitters: [BOX, PHONE] });
    const overtaken = seq + 1;
    seq += 1;
    await say("north", "f1", { transmitters: [BOX], scoreDb: 23 });
    await say("north", "f1", { transmitters: [], takenBack: true }, { seq: overtaken });
    expect(await everything()).not.toContain(PHONE);
    expect(await state.db.selectFrom("suspect_transmitters").select("transmitter").execute()).toEqual([
      { transmitter: BOX },
    ]);
    expect(await state.db.selectFrom("suspects").select("score_db").execute()).toEqual([{ score_db: 23 }]);
  });

  test("what came in one batch with the withdrawal is taken back as well", async () => {
    await say("north", "f1", { transmitters: [BOX], takenBack: true }, { named: [PHONE] });
    expect(await everything()).not.toContain(PHONE);
    expect(await erasures()).toEqual([PHONE]);
  });

  test("of a finding that names addresses without end only those are kept that can be taken back", async () => {
    const address = (index: number): string =>
      `02:00:00:00:${(index >> 8).toString(16).padStart(2, "0")}:${(index & 255).toString(16).padStart(2, "0")}`;
    for (let at = 0; at < MOST_NAMED + 32; at += 16)
      await say("north", "f1", { transmitters: Array.from({ length: 16 }, (_, index) => address(at + index)) });
    const { count } = await state.db
      .selectFrom("finding_transmitters")
      .select((select) => select.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(MOST_NAMED);
    expect(await everything()).not.toContain(address(MOST_NAMED));
    await say("north", "f1", { transmitters: [], takenBack: true });
    expect(await everything()).not.toContain("02:00:00:00:");
  });
});
