import { topics, type Piece } from "@probewarden/contract";
import { beforeEach, expect, test, vi } from "vitest";
import type { RolloutBody } from "../fleet/rollout/rollout.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { keepRelease, MOST_RELEASES, removeRelease } from "./keep-release.ts";
import { MOST_OF_ONE, MOST_WAITING, OCTETS_A_SECOND, PieceServer } from "./piece-server.ts";
import { readOctets, readReleases, readSigned } from "./read-releases.ts";
import { makeRelease } from "./test-releases.ts";

const AT = Date.UTC(2026, 10, 28, 18);
const by = { by: "command line", at: AT };
const NORTH = { venueId: "mall", sensorId: "north" };

describeStates("releases, in %s", (start) => {
  let state: StateStore;
  keepOpen(start, (opened) => {
    state = opened;
  });
  beforeEach(async () => {
    for (const table of ["releases", "release_pieces", "rollouts"] as const) await state.db.deleteFrom(table).execute();
  });

  const two = makeRelease("0.2.0");
  const keep = (made = two) => keepRelease(state, { ...made, checked: false }, by);
  /** An update that runs: `told` may fetch it. */
  const roll = async (told: string | undefined, over: { state?: string; over_at?: number } = {}): Promise<void> => {
    const entry = { sensorId: told ?? "north", ring: "canary", since: AT } as const;
    const body: RolloutBody = {
      by: "wang",
      soakMs: 1,
      isFirstChosen: false,
      sensors: [
        told === undefined
          ? { ...entry, step: "waiting" }
          : { ...entry, step: "told", commandId: "c-one", fetches: [two.release.sha256] },
      ],
    };
    await state.db.deleteFrom("rollouts").execute();
    await state.db
      .insertInto("rollouts")
      .values({
        rollout_id: "r-one",
        venue_id: "mall",
        version: "0.2.0",
        state: "running",
        revision: 1,
        body: JSON.stringify(body),
        started_at: AT,
        changed_at: AT,
        over_at: null,
        ...over,
      })
      .execute();
  };

  /** A server of pieces whose waits are written down and last no time. */
  const serve = () => {
    const sent: { topic: string; piece: Piece }[] = [];
    const refused: [string, string][] = [];
    const waited: number[] = [];
    const clock = { now: AT };
    const server = new PieceServer({
      state,
      publish: (topic, piece) => {
        sent.push({ topic, piece });
        return Promise.resolve();
      },
      refused: (sensorId, reason) => void refused.push([sensorId, reason]),
      failed: (error) => {
        throw error;
      },
      now: () => clock.now,
      wait: (milliseconds) => {
        waited.push(milliseconds);
        return Promise.resolve();
      },
    });
    const ask = (want: object | string, sensor = NORTH): void =>
      server.take({
        topic: topics.up(sensor, "want"),
        payload: Buffer.from(typeof want === "string" ? want : JSON.stringify(want)),
        receivedAt: AT,
      });
    return { server, sent, refused, waited, clock, ask, done: () => vi.waitFor(() => expect(server.waiting).toBe(0)) };
  };
  const want = (offset: number, octets = 32_768) => ({ v: 1, sha256: two.release.sha256, offset, octets });

  test("a release is kept whole, listed, and read in pieces; the same one again changes nothing, another of its version is refused", async () => {
    expect(await keep()).toBe("kept");
    expect(await keep()).toBe("there-already");
    expect(await keep(makeRelease("0.2.0"))).toBe("other-there");
    expect(await keep(makeRelease("0.2.0", { architecture: "arm64" }))).toBe("kept");
    expect(
      (await readReleases(state)).map(({ version, architecture }) => `${version} ${architecture}`).toSorted(),
    ).toEqual(["0.2.0 amd64", "0.2.0 arm64"]);
    expect(await readSigned(state.db)).toContainEqual(two.release);
    for (const [offset, octets] of [
      [0, 32_768],
      [65_000, 32_768],
      [199_999, 1],
    ] as const)
      expect(
        (await readOctets(state.db, { sha256: two.release.sha256, offset, octets }))?.equals(
          two.octets.subarray(offset, offset + octets),
        ),
      ).toBe(true);
    expect(await readOctets(state.db, { sha256: two.release.sha256, offset: 199_999, octets: 2 })).toBeUndefined();
  });

  test("so many are kept; one that an update needs stays, and what a stopped command left behind goes", async () => {
    for (let at = 0; at < MOST_RELEASES; at++) expect(await keep(makeRelease(`0.3.${at}`, { size: 20 }))).toBe("kept");
    expect(await keep()).toBe("too-many");
    expect(await removeRelease(state, "0.3.0", by)).toEqual({ removed: true });
    expect(await removeRelease(state, "0.3.0", by)).toBe("no-release");
    expect(await keep()).toBe("kept");
    await roll("north");
    expect(await removeRelease(state, "0.2.0", by)).toEqual({ neededBy: "mall" });
    await state.db.updateTable("releases").set({ whole: 0 }).where("version", "=", "0.3.1").execute();
    expect((await readReleases(state)).map(({ version }) => version)).not.toContain("0.3.1");
    const later = { by: "command line", at: AT + 3_600_001 };
    expect(await keepRelease(state, { ...makeRelease("0.4.0", { size: 20 }), checked: true }, later)).toBe("kept");
    expect((await state.db.selectFrom("releases").select("version").execute()).map((row) => row.version)).not.toContain(
      "0.3.1",
    );
  });

  test("a sensor that was told gets what it asks for, at so many octets a second", async () => {
    await keep();
    await roll("north");
    const { ask, sent, refused, waited, done } = serve();
    ask(want(0));
    ask(want(196_608));
    // It asks again for what waits: that is answered once.
    ask(want(196_608));
    await done();
    await vi.waitFor(() => expect(waited).toHaveLength(2));
    expect(sent.map(({ topic, piece }) => [topic, piece.offset])).toEqual([
      [topics.piece(NORTH), 0],
      [topics.piece(NORTH), 196_608],
    ]);
    expect(Buffer.from(sent[1]?.piece.data ?? "", "base64").equals(two.octets.subarray(196_608))).toBe(true);
    expect(waited[0]).toBe((32_768 / OCTETS_A_SECOND) * 1000);
    expect(refused).toEqual([]);
  });

  test("nobody else gets anything, and nobody what lies outside; each lie is counted", async () => {
    await keep();
    await roll("north");
    const { ask, sent, refused, done } = serve();
    ask(want(0), { venueId: "mall", sensorId: "south" });
    ask(want(0), { venueId: "harbour", sensorId: "north" });
    ask({ ...want(0), sha256: "0".repeat(64) });
    ask(want(200_000));
    ask(want(-1));
    ask(want(0, 32_769));
    ask({ ...want(0), path: "/etc/passwd" });
    ask("{");
    ask(`"${"x".repeat(600)}"`);
    await done();
    await vi.waitFor(() =>
      expect(refused.map((each) => each.join(" ")).toSorted()).toEqual([
        "north json",
        "north no-such-piece",
        "north no-such-piece",
        "north no-such-piece",
        "north schema",
        "north schema",
        "north schema",
        "north too-large",
        "south no-such-piece",
      ]),
    );
    expect(sent).toEqual([]);
  });

  test("before it is told, and when its update was stopped, a sensor gets nothing; who could not know of that is not counted", async () => {
    await keep();
    await roll(undefined);
    const { ask, sent, refused, clock, done } = serve();
    ask(want(0));
    await done();
    await vi.waitFor(() => expect(refused).toHaveLength(1));
    clock.now += 1_000;
    await roll("north", { state: "stopped", over_at: AT });
    ask(want(0));
    await done();
    clock.now += 1_000;
    await roll("north");
    ask(want(0));
    await done();
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(refused).toHaveLength(1);
  });

  test("a flood of questions waits in bounds, and sensors take turns", async () => {
    await keep();
    await roll("north");
    const { server, ask, refused, done } = serve();
    for (let at = 0; at < 100; at++) ask(want(at));
    // One is being answered.
    expect(server.waiting).toBe(MOST_OF_ONE);
    expect(refused.filter(([, reason]) => reason === "over-pieces")).toHaveLength(100 - MOST_OF_ONE - 1);
    for (let at = 0; at < 1_000; at++) ask(want(0), { venueId: "mall", sensorId: `made-up-s${at}` });
    expect(server.waiting).toBeLessThanOrEqual(MOST_WAITING);
    // That so many ask at once is no one sensor's fault.
    expect(refused.every(([sensorId]) => sensorId === "north")).toBe(true);
    await done();
    await server.stop();
    ask(want(0));
    expect(server.waiting).toBe(0);
  });
});
