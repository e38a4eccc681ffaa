import type { Excerpt, Finding, Message } from "@probewarden/contract";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Remembered } from "../intake/remembered.ts";
import type { Accepted } from "../intake/accepted.ts";
import type { Changes } from "../intake/changes.ts";
import { storeBatch } from "../intake/store-batch.ts";
import { BOX, envelope, makeFinding } from "../intake/test-messages.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { makeSensorRow } from "../store/state/test-rows.ts";
import { describeStates, type TestStatePlace } from "../store/state/test-states.ts";
import { forgetFindings } from "../suspects/test-judge.ts";
import { removeVenue } from "../venues/remove-venue.ts";
import { readExcerpts } from "./read-excerpts.ts";
import { retainExcerpts } from "./retain-excerpts.ts";
import { MOST_OF_ONE, MOST_OF_SENSOR } from "./store-excerpt.ts";
import { captureOf, excerptOf, PSEUDONYM, requestOf, responseOf } from "./test-capture.ts";

const AT = Date.UTC(2026, 10, 27, 8);
const TARGET = "02:00:00:cc:dd:01";
const CAPTURE = captureOf(requestOf(PSEUDONYM), responseOf(BOX, PSEUDONYM));
const EMPTY = { excerpts: 0, findings: 0, addresses: 0 };

describeStates("excerpts of frames, in %s", (start) => {
  let place: TestStatePlace;
  let state: StateStore;
  let seq = 0;
  beforeAll(async () => {
    place = await start();
    state = await openState(place.url, place.dir);
  });
  beforeEach(async () => {
    for (const table of ["frame_excerpts", "frame_excerpt_findings", "frame_excerpt_addresses", "deletions"] as const)
      await state.db.deleteFrom(table).execute();
    await forgetFindings(state);
    for (const sensor of ["north", "south"])
      await state.db.insertInto("sensors").values(makeSensorRow(sensor)).execute();
  });
  afterAll(async () => {
    await state.close();
    await place.stop();
  });

  const accepted = (sensorId: string, kind: "finding" | "excerpt", body: Finding | Excerpt, at = AT): Accepted => ({
    type: "message",
    message: envelope(sensorId, ++seq, kind, body as never) as Message,
    sensor: { sensorId, venueId: "mall" },
    received: { receivedAt: at } as Accepted["received"],
    clockOffsetMs: 1_500,
  });
  const store = (...entries: Accepted[]): Promise<Changes> =>
    state.inVenue("mall", (trx) => storeBatch(trx, entries, [], new Remembered(), AT));
  const found = (findingId = "f1", over: Partial<Finding> = {}, sensorId = "north"): Accepted =>
    accepted(sensorId, "finding", makeFinding(findingId, over));
  const sent = (over: Partial<Excerpt> = {}, sensorId = "north", at = AT): Accepted =>
    accepted(sensorId, "excerpt", excerptOf(CAPTURE, 2, over), at);
  const suspectId = async (): Promise<string> =>
    (await state.db.selectFrom("suspects").select("suspect_id").executeTakeFirstOrThrow()).suspect_id;
  const rows = async (): Promise<typeof EMPTY> => {
    const count = async (table: "frame_excerpts" | "frame_excerpt_findings" | "frame_excerpt_addresses") =>
      (await state.db.selectFrom(table).select("excerpt_id").execute()).length;
    return {
      excerpts: await count("frame_excerpts"),
      findings: await count("frame_excerpt_findings"),
      addresses: await count("frame_excerpt_addresses"),
    };
  };

  test("one is kept octet by octet with what it says of itself, once, though it comes twice and with its finding", async () => {
    const excerpt = sent({ reproduced: ["five-names"] });
    const changes = await store(excerpt, found());
    expect(changes.excerptsRefused).toEqual([]);
    await store(excerpt);
    const kept = await readExcerpts(state.db, await suspectId(), 10);
    expect(kept).toHaveLength(1);
    expect(kept[0]?.octets.equals(CAPTURE)).toBe(true);
    expect(kept[0]).toMatchObject({
      sensorId: "north",
      receivedAt: AT,
      clockOffsetMs: 1_500,
      facts: { frames: 2, reproduced: ["five-names"] },
    });
  });

  test("who lies in it is refused, and told why", async () => {
    await store(found());
    const refused = async (over: Partial<Excerpt>, sensorId = "north"): Promise<string[]> =>
      (await store(sent(over, sensorId))).excerptsRefused.map(({ reason }) => reason);
    // A finding of nobody, of another sensor; an address that no finding names, accused or hit.
    expect(await refused({ findingIds: ["f9"] })).toEqual(["excerpt-unnamed"]);
    expect(await refused({}, "south")).toEqual(["excerpt-unnamed"]);
    expect(await refused({ transmitters: [BOX, TARGET] })).toEqual(["excerpt-unnamed"]);
    expect(await refused({ targets: [TARGET] })).toEqual(["excerpt-unnamed"]);
    // Another hash, another number of frames, base64 that is written in two ways, an address that it does not state.
    expect(await refused({ sha256: "0".repeat(64) })).toEqual(["excerpt-form"]);
    expect(await refused({ frames: 3 })).toEqual(["excerpt-form"]);
    expect(await refused({ capture: `${CAPTURE.toString("base64").replace(/=+$/, "")}====` })).toEqual([
      "excerpt-form",
    ]);
    expect(await refused({ transmitters: [] })).toEqual(["excerpt-form"]);
    const phone = captureOf(responseOf(BOX, "3a:06:70:a7:97:b4"));
    const told = excerptOf(phone, 1);
    expect(await refused({ ...told })).toEqual(["excerpt-form"]);
    expect(await rows()).toEqual(EMPTY);
  });

  test("it goes with an address that is taken back, accused or hit, whoever takes it back, and does not come again", async () => {
    await store(found("f1", { targets: [TARGET] }), sent({ targets: [TARGET] }));
    await store(found("f1", { targets: [], takenBack: true, state: "changed" }));
    expect(await rows()).toEqual(EMPTY);
    expect((await store(sent({ targets: [TARGET] }))).excerptsRefused).toHaveLength(1);

    await store(sent(), found("f2", {}, "south"));
    expect((await rows()).excerpts).toBe(1);
    await store(found("f2", { transmitters: [], takenBack: true, state: "changed" }, "south"));
    expect(await rows()).toEqual(EMPTY);
    expect((await store(sent())).excerptsRefused).toEqual([{ sensorId: "north", reason: "excerpt-unnamed" }]);
  });

  test("of one suspect those stay that come to the most lines, of one sensor the latest", async () => {
    await store(found());
    const best = { reproduced: ["a-line", "b-line"] };
    await store(sent(best, "north", AT));
    for (let index = 1; index <= MOST_OF_ONE + 2; index++) await store(sent({}, "north", AT + index));
    const kept = await readExcerpts(state.db, await suspectId(), 10);
    expect(kept.map(({ receivedAt }) => receivedAt - AT)).toEqual([0, MOST_OF_ONE + 1, MOST_OF_ONE + 2]);
    const others = Array.from({ length: MOST_OF_SENSOR }, (_, index) =>
      sent({ suspectId: `s-${index}x` }, "north", AT + 100 + index),
    );
    await store(...others);
    expect((await rows()).excerpts).toBe(MOST_OF_SENSOR);
    const { oldest } = await state.db
      .selectFrom("frame_excerpts")
      .select((select) => select.fn.min("received_at").as("oldest"))
      .executeTakeFirstOrThrow();
    expect(Number(oldest)).toBe(AT + 100);
  });

  test("they are forgotten by age, by number, and with their venue", async () => {
    await store(found());
    await store(...[0, 1, 2].map((index) => sent({ suspectId: `s-${index}x` }, "north", AT + index)));
    await retainExcerpts(state, { before: AT + 1, most: 10 }, AT);
    expect((await rows()).excerpts).toBe(2);
    await retainExcerpts(state, { before: AT, most: 1 }, AT);
    expect(await rows()).toEqual({ excerpts: 1, findings: 1, addresses: 1 });
    const told = await state.db.selectFrom("deletions").select(["kind", "rows"]).orderBy("id").execute();
    expect(told.map(({ kind, rows: gone }) => [kind, Number(gone)])).toEqual([
      ["excerpts", 1],
      ["excerpts", 1],
    ]);
    await removeVenue(state, "mall", "officer", AT);
    expect(await rows()).toEqual(EMPTY);
  });
});
