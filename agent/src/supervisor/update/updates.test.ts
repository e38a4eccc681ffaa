import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LIMITS, type Answer, type Piece, type Want } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ASKED, OUTCOME, WELL, type Outcome } from "../../update/handed-over.ts";
import { packed, signed, TestMachine } from "../../update/machine-for-tests.ts";
import { AHEAD, MOST_UNFIT } from "./fetch.ts";
import { MOST_RUNS, Updates } from "./updates.ts";

const A = packed("1.0.0");
/** More than a piece is long, and no multiple of it. */
const B = packed("1.1.0", { more: 5 * LIMITS.pieceBytes });
const AB = { release: B.release, back: A.release };
const store = new Map([A, B].map(({ octets, release }) => [release.sha256, octets]));

let machine: TestMachine;
let updates: Updates;
let now: number;
let answers: Answer[];
let wants: Want[];
let listens: boolean;
/** What the collector answers to a question. */
let collector: (want: Want) => Piece[];

const pieceOf = ({ sha256, offset, octets }: Want): Piece => ({
  v: 1,
  sha256,
  offset,
  data: (store.get(sha256) ?? Buffer.alloc(0)).subarray(offset, offset + octets).toString("base64"),
});

function make(version = "1.0.0", isPackage = true): Updates {
  const { places } = machine;
  const made: Updates = new Updates({
    folder: machine.folder,
    places,
    version,
    architecture: "amd64",
    run: `run-${version}`,
    isPackage,
    monotonic: () => now,
    answer: (answer) => void answers.push(answer),
    send: (want) => {
      wants.push(want);
      queueMicrotask(() => {
        for (const piece of collector(want)) made.onPiece(piece);
      });
    },
    listen: (wanted) => void (listens = wanted),
  });
  return made;
}
const asked = (): { id: string; heard: boolean } =>
  JSON.parse(readFileSync(join(machine.places.asks, ASKED), "utf8")) as { id: string; heard: boolean };
const begin = (): void => {
  expect(updates.take("c-one", AB)).toBeUndefined();
  updates.onConnect();
};
const untilAsked = (): Promise<void> =>
  vi.waitFor(() => expect(existsSync(join(machine.places.asks, ASKED))).toBe(true), { timeout: 20_000, interval: 10 });
const untilAnswered = (): Promise<void> =>
  vi.waitFor(() => expect(answers).toHaveLength(1), { timeout: 20_000, interval: 10 });
const rootSays = (outcome: Outcome): void =>
  writeFileSync(join(machine.places.store, OUTCOME), JSON.stringify(outcome));

beforeEach(() => {
  machine = new TestMachine();
  [now, answers, wants, listens] = [0, [], [], false];
  collector = (want) => [pieceOf(want)];
  updates = make();
});
afterEach(async () => {
  await updates.stop();
  machine.remove();
});

test("both packages are fetched piece by piece, two questions ahead at most, and handed to root; what came of it is answered", async () => {
  updates.hears(true);
  begin();
  expect(updates.take("c-two", AB)).toBe("busy");
  await untilAsked();
  expect(asked()).toMatchObject({ id: "c-one", heard: true });
  for (const { octets, release } of [A, B])
    expect(readFileSync(join(machine.places.asks, `${release.sha256}.deb`)).equals(octets)).toBe(true);
  expect(listens).toBe(false);
  expect(Math.max(...wants.map(({ octets }) => octets))).toBe(LIMITS.pieceBytes);
  rootSays({ id: "c-one", state: "failed", reason: "rolled-back", cause: "not-hearing" });
  await untilAnswered();
  const facts = { version: "1.1.0", cause: "not-hearing" };
  expect(answers).toEqual([{ commandId: "c-one", name: "update", outcome: "failed", reason: "rolled-back", facts }]);
  // The package of what runs stays, for the next update.
  await vi.waitFor(() => expect(readdirSync(machine.places.asks)).toEqual([`${A.release.sha256}.deb`]));
});

test("the new version tells root by its word how it is, and answers what the one before was told", async () => {
  begin();
  await untilAsked();
  await updates.stop();
  const token = "ab".repeat(16);
  rootSays({ id: "c-one", state: "taken", token });
  updates = make("1.1.0");
  updates.load();
  const well = (): unknown => JSON.parse(readFileSync(join(machine.places.asks, WELL), "utf8"));
  const said = { token, version: "1.1.0", run: "run-1.1.0" };
  expect(well()).toEqual({ ...said, acknowledged: false, hears: false });
  updates.acknowledged();
  updates.hears(true);
  expect(well()).toEqual({ ...said, acknowledged: true, hears: true });
  rootSays({ id: "c-one", state: "done" });
  await untilAnswered();
  expect(answers).toEqual([{ commandId: "c-one", name: "update", outcome: "done", facts: { version: "1.1.0" } }]);
  await vi.waitFor(() => expect(readdirSync(machine.places.asks)).toEqual([`${B.release.sha256}.deb`]));
});

test("after a lost connection or a restart it goes on where it stopped", async () => {
  const half = (want: Want): Piece[] => (want.sha256 === B.release.sha256 && want.offset > 0 ? [] : [pieceOf(want)]);
  collector = half;
  begin();
  await vi.waitFor(() => expect(wants.at(-1)).toMatchObject({ offset: AHEAD * LIMITS.pieceBytes }));
  await updates.stop();
  wants = [];
  collector = (want) => [pieceOf(want)];
  updates = make();
  updates.load();
  await untilAsked();
  expect(wants[0]).toMatchObject({ sha256: B.release.sha256, offset: LIMITS.pieceBytes });
});

test("pieces that lie are counted and not taken: nobody's, another's, too long, again; without end it is given up", async () => {
  const lie = (over: Partial<Piece>, want: Want): Piece => ({ ...pieceOf(want), ...over });
  collector = (want) => [
    lie({ sha256: "0".repeat(64) }, want),
    lie({ offset: want.offset + 1 }, want),
    lie({ data: Buffer.alloc(want.octets + 1).toString("base64") }, want),
    pieceOf(want),
    pieceOf(want),
  ];
  begin();
  await untilAsked();
  const pieces = wants.length;
  expect(updates.dropped).toEqual({
    "piece-of-another-release": pieces,
    "piece-not-asked": 2 * pieces,
    "piece-length": pieces,
  });
  rootSays({ id: "c-one", state: "failed", reason: "other-architecture" });
  await untilAnswered();
  rmSync(machine.places.asks, { recursive: true });
  mkdirSync(machine.places.asks);
  // Nobody asked: nothing is written, whatever comes.
  updates.onPiece(pieceOf({ v: 1, sha256: B.release.sha256, offset: 0, octets: 10 }));
  expect(readdirSync(machine.places.asks)).toEqual([]);

  answers = [];
  collector = (want) => Array.from({ length: MOST_UNFIT + 1 }, () => lie({ offset: 7 }, want));
  begin();
  await untilAnswered();
  expect(answers[0]).toMatchObject({ outcome: "failed", reason: "not-fetched" });
});

test("octets that are not what was signed are thrown away, and not handed over", async () => {
  collector = (want) => [{ ...pieceOf(want), data: Buffer.alloc(want.octets, "x").toString("base64") }];
  begin();
  await untilAnswered();
  expect(answers[0]).toMatchObject({ outcome: "failed", reason: "release-not-as-signed" });
  expect(readdirSync(machine.places.asks)).toEqual([]);
});

test("what a power cut left of a package is fetched once more, when it is not what was signed", async () => {
  writeFileSync(join(machine.places.asks, `${A.release.sha256}.part`), Buffer.alloc(A.octets.length));
  writeFileSync(join(machine.places.asks, `${B.release.sha256}.part`), Buffer.alloc(B.octets.length + 9));
  writeFileSync(join(machine.places.asks, `${"1".repeat(64)}.deb`), "of an earlier update");
  begin();
  await untilAsked();
  expect(readdirSync(machine.places.asks).toSorted()).toEqual(
    [ASKED, `${A.release.sha256}.deb`, `${B.release.sha256}.deb`].toSorted(),
  );
});

test("a collector that is silent, root that is silent, and starts without end are given up", async () => {
  collector = () => [];
  begin();
  await vi.waitFor(() => expect(wants.length).toBe(1));
  now = 31 * 60_000;
  updates.onConnect();
  await untilAnswered();
  expect(answers[0]).toMatchObject({ outcome: "failed", reason: "not-fetched" });

  answers = [];
  collector = (want) => [pieceOf(want)];
  begin();
  await untilAsked();
  now += 11 * 60_000;
  await untilAnswered();
  expect(answers[0]).toMatchObject({ outcome: "failed", reason: "updater-silent" });
  expect(existsSync(join(machine.places.asks, ASKED))).toBe(false);

  answers = [];
  collector = () => [];
  begin();
  for (let run = 0; run < MOST_RUNS; run++) {
    await updates.stop();
    updates = make();
    updates.load();
  }
  await untilAnswered();
  expect(answers[0]).toMatchObject({ outcome: "failed", reason: "not-fetched" });
});

test("what cannot be installed is not fetched", () => {
  const why = (release = B.release, back = A.release) => updates.take("c-one", { release, back });
  expect(why(signed({ version: "1.1.0", size: LIMITS.releaseBytes }), signed({ version: "0.9.0" }))).toBe(
    "no-way-back",
  );
  expect(why(A.release)).toBe("not-newer");
  expect(why({ ...B.release, size: 7 })).toBe("release-not-proved");
  expect(why(signed({ version: "1.1.0", architecture: "arm64" }))).toBe("other-architecture");
  expect(updates.told()).toEqual({ updates: "ready", architecture: "amd64" });
  rmSync(machine.places.keys[1] ?? "");
  expect(why()).toBe("no-release-key");
  expect(updates.readiness).toBe("no-release-key");
  updates = make("1.0.0", false);
  expect(why()).toBe("not-a-package");
  expect(updates.readiness).toBe("not-a-package");
  expect(updates.id).toBeUndefined();
});
