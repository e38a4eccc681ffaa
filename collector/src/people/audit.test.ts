import { beforeEach, expect, test } from "vitest";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { describeStates, keepOpen, type TestStatePlace } from "../store/state/test-states.ts";
import { audit, linkOf, NO_LINK } from "./audit.ts";
import { auditLines } from "./read-audit.ts";
import { retainAudit } from "./retain-audit.ts";
import { verifyAudit } from "./verify-audit.ts";

const DAY_MS = 86_400_000;
const T0 = 1_795_000_000_000;

describeStates("the record of who did what in %s", (start) => {
  let state: StateStore;
  let place: TestStatePlace;
  keepOpen(start, (opened, at) => {
    state = opened;
    place = at;
  });
  beforeEach(async () => {
    for (const table of ["audit", "audit_head", "deletions"] as const) await state.db.deleteFrom(table).execute();
  });

  const write = (day: number, action = "suspect-dismissed"): Promise<void> =>
    state.transaction((trx) => audit(trx, { at: T0 + day * DAY_MS, by: "王敏", action, subject: `box-${day}` }));
  const writeDays = async (days: number): Promise<void> => {
    for (let day = 1; day <= days; day++) await write(day);
  };
  const broken = async (end?: string) => (await verifyAudit(state.db, end)).broken;

  test("is whole, from nothing on, and anybody can work its links out again", async () => {
    expect(await verifyAudit(state.db)).toEqual({ lines: 0, from: 0, to: 0, end: NO_LINK });
    await writeDays(3);
    let link = NO_LINK;
    for await (const lines of auditLines(state.db))
      for (const { seq, at, before, hash, ...said } of lines) {
        expect(before).toBe(link);
        link = linkOf(before, seq, { at: Date.parse(at), ...said });
        expect(hash).toBe(link);
      }
    expect(await verifyAudit(state.db)).toEqual({ lines: 3, from: 1, to: 3, end: link });
  });

  test("is written with what it tells of, or not at all", async () => {
    const failing = state.transaction(async (trx) => {
      await audit(trx, { at: T0, by: "li", action: "suspect-dismissed", subject: "box" });
      throw new Error("power cut");
    });
    await expect(failing).rejects.toThrow("power cut");
    await write(1);
    expect(await verifyAudit(state.db)).toMatchObject({ lines: 1, from: 1, to: 1 });
  });

  test("names the first line that was changed, whichever of its fields", async () => {
    await writeDays(5);
    const changes = [{ at: 1 }, { by: "somebody" }, { action: "suspect-none" }, { subject: "other" }];
    for (const change of changes) {
      const kept = await state.db.selectFrom("audit").selectAll().where("seq", "=", 3).executeTakeFirstOrThrow();
      await state.db.updateTable("audit").set(change).where("seq", "=", 3).execute();
      expect(await broken()).toEqual({ seq: 3, fault: "changed" });
      await state.db.updateTable("audit").set(kept).where("seq", "=", 3).execute();
      expect(await broken()).toBeUndefined();
    }
  });

  test("names a line whose own link was made to fit: the one behind it does not", async () => {
    await writeDays(4);
    const line = await state.db.selectFrom("audit").selectAll().where("seq", "=", 2).executeTakeFirstOrThrow();
    const hash = linkOf(line.before ?? "", 2, { at: Number(line.at), by: "nobody", action: line.action, subject: "x" });
    await state.db.updateTable("audit").set({ by: "nobody", subject: "x", hash }).where("seq", "=", 2).execute();
    expect(await broken()).toEqual({ seq: 3, fault: "changed" });
  });

  test("misses lines that were taken out of the middle, off the beginning and off the end, and sees one put in", async () => {
    await writeDays(6);
    const { end } = await verifyAudit(state.db);
    const without = async (seq: number): Promise<unknown> => {
      const kept = await state.db.selectFrom("audit").selectAll().where("seq", "=", seq).executeTakeFirstOrThrow();
      await state.db.deleteFrom("audit").where("seq", "=", seq).execute();
      const found = await broken();
      await state.db.insertInto("audit").values(kept).execute();
      return found;
    };
    expect(await without(4)).toEqual({ seq: 4, fault: "missing" });
    expect(await without(1)).toEqual({ seq: 2, fault: "begins-late" });
    expect(await without(6)).toEqual({ seq: 6, fault: "cut-off" });
    expect(await broken(end)).toBeUndefined();
    await state.db.insertInto("audit").values({ at: 1, by: "x", action: "a", subject: "s" }).execute();
    expect(await broken()).toEqual({ seq: 0, fault: "outside" });
  });

  test("a chain that was written anew as a whole is found out by a link that was written down before", async () => {
    await writeDays(3);
    const { end } = await verifyAudit(state.db);
    for (const table of ["audit", "audit_head"] as const) await state.db.deleteFrom(table).execute();
    await write(1, "suspect-none");
    await writeDays(2);
    expect(await broken()).toBeUndefined();
    expect(await broken(end)).toEqual({ seq: 3, fault: "not-the-known-link" });
  });

  test("what is forgotten by rule breaks nothing, however often; more than the rule does", async () => {
    await writeDays(10);
    const { end: known } = await verifyAudit(state.db);
    const forgetBefore = (day: number, most = 1_000): Promise<void> =>
      retainAudit(state, { before: T0 + day * DAY_MS, most }, T0 + 20 * DAY_MS);
    await forgetBefore(4);
    expect(await verifyAudit(state.db, known)).toMatchObject({ from: 4, to: 11, lines: 8 });
    await forgetBefore(7);
    expect(await verifyAudit(state.db, known)).toMatchObject({ from: 7, to: 12, lines: 6 });
    // A round that finds nothing writes nothing.
    await forgetBefore(7);
    expect(await verifyAudit(state.db)).toMatchObject({ from: 7, to: 12 });
    // Of what is too much the oldest goes as well, and all of it may.
    await forgetBefore(7, 2);
    expect(await verifyAudit(state.db)).toMatchObject({ from: 11, to: 13 });
    await forgetBefore(30);
    expect(await verifyAudit(state.db)).toMatchObject({ lines: 1, from: 14, to: 14 });
    await write(11);
    const log = await state.db.selectFrom("deletions").select(["kind", "rows", "rule"]).orderBy("id").execute();
    expect(log.map(({ kind, rows, rule }) => `${kind} ${rows} ${rule}`)).toEqual([
      "audit 3 age",
      "audit 3 age",
      "audit 4 limit",
      "audit 3 age",
    ]);
    await state.db.deleteFrom("audit").where("seq", "=", 14).execute();
    expect(await broken()).toEqual({ seq: 15, fault: "begins-late" });
  });

  test("lines of several collectors at once stand one behind the other", async () => {
    // The embedded store has one process.
    const others = state.dialect === "postgres" ? [await openState(place.url, place.dir)] : [];
    const writers = [state, ...others];
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        (writers[i % writers.length] ?? state).transaction((trx) =>
          audit(trx, { at: T0 + i, by: `person ${i}`, action: "alert-close", subject: `alert-${i}` }),
        ),
      ),
    );
    expect(await verifyAudit(state.db)).toMatchObject({ lines: 40, from: 1, to: 40 });
    for (const other of others) await other.close();
  });
});
