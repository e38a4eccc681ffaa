import type { Release } from "@probewarden/contract";
import { expect, test } from "vitest";
import { makeRelease } from "../../releases/test-releases.ts";
import {
  advance,
  ANSWER_MS,
  asTold,
  AWAY_MS,
  BACK_MS,
  BATCH,
  BUSY_AGAIN_MS,
  BUSY_MS,
  goOn,
  type Advance,
  type Entry,
  type RolloutBody,
  type SensorNow,
} from "./rollout.ts";
import { verdictOf } from "./verdict.ts";

const AT = Date.UTC(2026, 10, 28, 18);
const MINUTE = 60_000;
const release: Release = makeRelease("0.2.0", { size: 20 }).release;
const can = { kind: "can", release, back: makeRelease("0.1.0", { size: 20 }).release } as const;

/** A venue whose sensors answer as a test says, and an update of it. */
class Venue {
  now = AT;
  state: Advance["state"] = "running";
  body: RolloutBody;
  told: string[][] = [];
  readonly sensors = new Map<string, SensorNow>();

  constructor(canaries: readonly string[], rest: readonly string[]) {
    const entry =
      (ring: Entry["ring"]) =>
      (sensorId: string): Entry => ({ sensorId, ring, step: "waiting", since: AT });
    this.body = {
      by: "wang",
      soakMs: 30 * MINUTE,
      isFirstChosen: false,
      sensors: [...canaries.map(entry("canary")), ...rest.map(entry("rest"))],
    };
    for (const sensorId of [...canaries, ...rest])
      this.sensors.set(sensorId, {
        version: "0.1.0",
        isAway: false,
        isWell: true,
        wellSince: AT - 60 * MINUTE,
        awaySince: undefined,
        answer: undefined,
        verdict: can,
      });
  }

  is(sensorId: string, change: Partial<SensorNow>): void {
    this.sensors.set(sensorId, { ...this.sensors.get(sensorId)!, ...change });
  }

  /** It installed it, and came back. */
  installs(sensorId: string, change: Partial<SensorNow> = {}): void {
    const verdict = { kind: "current" } as const;
    this.is(sensorId, { version: "0.2.0", answer: { outcome: "done" }, wellSince: this.now, verdict, ...change });
  }

  look(minutes = 0): Advance {
    this.now += minutes * MINUTE;
    const next = advance(this.body, "0.2.0", this.sensors, { now: this.now, startedAt: AT });
    const at = this.now;
    this.body = {
      ...next.body,
      sensors: next.body.sensors.map((entry) =>
        next.tell.includes(entry.sensorId)
          ? asTold(entry, this.sensors.get(entry.sensorId)!, { commandId: `c-${entry.sensorId}`, fetches: ["one"], at })
          : entry,
      ),
    };
    this.state = next.state;
    if (next.tell.length > 0) this.told.push([...next.tell]);
    return next;
  }

  step(sensorId: string): string {
    const entry = this.body.sensors.find((each) => each.sensorId === sensorId);
    return [entry?.step, entry?.reason].filter((each) => each !== undefined).join(" ");
  }
}

test("the first one is told alone; the others when it has answered, reports the version and was well for its time", () => {
  const venue = new Venue(["a"], ["b", "c"]);
  venue.look();
  venue.look(1);
  expect(venue.told).toEqual([["a"]]);
  venue.installs("a");
  venue.look(1);
  expect(venue.step("a")).toBe("proving");
  venue.look(29);
  expect(venue.told).toHaveLength(1);
  venue.look(1);
  expect(venue.step("a")).toBe("updated");
  expect(venue.told).toEqual([["a"], ["b", "c"]]);
  venue.installs("b");
  venue.look(1);
  venue.look(1);
  expect([venue.step("b"), venue.state]).toEqual(["updated", "running"]);
  venue.installs("c");
  venue.look(1);
  venue.look(1);
  expect(venue.state).toBe("done");
});

test("time in which the first one was not well does not count, and one that stays unwell stops it", () => {
  const venue = new Venue(["a"], ["b"]);
  venue.look();
  venue.installs("a");
  venue.look(1);
  venue.is("a", { isWell: false, wellSince: undefined });
  venue.look(29);
  venue.is("a", { isWell: true, wellSince: venue.now });
  venue.look(29);
  expect(venue.told).toHaveLength(1);
  venue.look(1);
  expect(venue.told).toHaveLength(2);
  venue.installs("b", { isWell: false, wellSince: undefined });
  venue.look(1);
  venue.look(30);
  expect(venue.state).toBe("running");
  venue.look(1);
  expect([venue.state, venue.step("b"), venue.body.because]).toEqual(["stopped", "failed unwell-after", "b"]);
});

test("whatever goes wrong with one stops it, with the reason, and nobody else is told", () => {
  for (const [wrong, minutes, reason] of [
    [{ answer: { outcome: "failed", reason: "rolled-back" } }, 1, "rolled-back"],
    [{ answer: { outcome: "refused", reason: "release-not-proved" } }, 1, "release-not-proved"],
    [{ isAway: true, isWell: false, awaySince: AT }, BACK_MS / MINUTE + 1, "not-back"],
    [{}, ANSWER_MS / MINUTE + 1, "no-answer"],
  ] as const) {
    const venue = new Venue(["a", "b"], ["c"]);
    venue.look();
    venue.is("a", wrong);
    venue.installs("b");
    venue.look(minutes);
    expect([venue.state, venue.body.reason, venue.body.because]).toEqual(["stopped", reason, "a"]);
    expect(venue.told).toEqual([["a", "b"]]);
  }
  // It says that it is done, and reports another version all the same.
  const venue = new Venue(["a"], ["b"]);
  venue.look();
  venue.is("a", { answer: { outcome: "done" } });
  venue.look(1);
  venue.look(6);
  expect([venue.state, venue.body.reason]).toEqual(["stopped", "other-version"]);
});

test("one that is busy with something older is told again, and stops it when it is so for an hour", () => {
  const busy = { answer: { outcome: "refused", reason: "busy" } };
  const venue = new Venue(["a"], ["b"]);
  venue.look();
  venue.is("a", busy);
  venue.look(1);
  expect([venue.state, venue.step("a"), venue.told]).toEqual(["running", "waiting busy", [["a"]]]);
  venue.is("a", { answer: undefined });
  venue.look(BUSY_AGAIN_MS / MINUTE - 1);
  expect(venue.told).toHaveLength(1);
  venue.look(1);
  expect(venue.told).toEqual([["a"], ["a"]]);
  venue.installs("a");
  venue.look(1);
  venue.look(30);
  expect(venue.step("a")).toBe("updated");

  venue.is("b", busy);
  for (let minutes = 0; venue.state === "running" && minutes < 2 * (BUSY_MS / MINUTE); minutes++) venue.look(1);
  expect([venue.state, venue.step("b"), venue.body.because]).toEqual(["stopped", "failed busy", "b"]);
  // Not more often than every other minute, for a sensor's latest hundred commands are kept.
  expect(venue.told.length - 2).toBeLessThanOrEqual(1 + BUSY_MS / BUSY_AGAIN_MS);
  expect(venue.now - AT).toBeGreaterThan(BUSY_MS);
  // Whoever goes on gives it an hour anew.
  venue.body = goOn(venue.body, venue.now, new Set());
  venue.look(1);
  venue.look(1);
  expect([venue.state, venue.step("b")]).toEqual(["running", "waiting busy"]);
});

test("why the new version was not well stands with the sensor that went back; another word in that place does not", () => {
  for (const [said, cause] of [
    ["not-hearing", "not-hearing"],
    ["<b>", undefined],
    [7, undefined],
  ] as const) {
    const venue = new Venue(["a"], ["b"]);
    venue.look();
    venue.is("a", { answer: { outcome: "failed", reason: "rolled-back", facts: { version: "0.2.0", cause: said } } });
    venue.look(1);
    expect([venue.step("a"), venue.body.cause, venue.body.sensors[0]?.cause]).toEqual([
      "failed rolled-back",
      cause,
      cause,
    ]);
    expect(goOn(venue.body, venue.now, new Set()).cause).toBeUndefined();
  }
});

test("the others follow so many at a time, each batch when the one before is well", () => {
  const rest = Array.from({ length: 2 * BATCH + 1 }, (_, at) => `s${at}x`);
  const venue = new Venue(["a"], rest);
  venue.look();
  venue.installs("a");
  venue.look(1);
  venue.look(31);
  const [last = "", ...others] = venue.told.at(-1) ?? [];
  expect(others).toHaveLength(BATCH - 1);
  for (const sensorId of others) venue.installs(sensorId);
  venue.look(1);
  venue.look(1);
  expect(venue.told).toHaveLength(2);
  venue.installs(last);
  venue.look(1);
  venue.look(1);
  expect(venue.told.map((each) => each.length)).toEqual([1, BATCH, BATCH]);
});

test("one that is away waits for its turn, for a week at most; a first one that is not well is not told", () => {
  const venue = new Venue(["a"], ["b", "c"]);
  venue.is("a", { isWell: false });
  venue.look();
  expect([venue.told, venue.step("a")]).toEqual([[], "waiting not-well"]);
  venue.is("a", { isWell: true });
  venue.is("b", { isAway: true, isWell: false, awaySince: AT });
  venue.look(1);
  venue.installs("a");
  venue.look(1);
  venue.look(31);
  expect(venue.told).toEqual([["a"], ["c"]]);
  venue.installs("c");
  venue.look(1);
  venue.look(1);
  expect([venue.state, venue.step("b")]).toEqual(["running", "waiting away"]);
  venue.look(AWAY_MS / MINUTE);
  expect([venue.state, venue.step("b")]).toEqual(["done", "left-out away"]);
});

test("where the first one cannot be updated any more, the next in turn is the first", () => {
  const venue = new Venue(["a"], ["b", "c"]);
  venue.sensors.delete("a");
  venue.look();
  expect(venue.told).toEqual([["b"]]);
  expect([venue.step("a"), venue.body.isFirstChosen]).toEqual(["left-out retired", true]);
  venue.is("c", { verdict: { kind: "cannot", reason: "no-way-back" } });
  venue.look(1);
  expect(venue.step("c")).toBe("left-out no-way-back");
});

test("a person goes on: what failed is tried again, what is under way has its time anew", () => {
  const venue = new Venue(["a", "b"], []);
  venue.look();
  venue.is("a", { answer: { outcome: "failed", reason: "not-fetched" } });
  venue.look(1);
  expect(venue.state).toBe("stopped");
  venue.now += ANSWER_MS;
  venue.body = goOn(venue.body, venue.now, new Set());
  expect([venue.step("a"), venue.step("b"), venue.body.because]).toEqual(["waiting", "told", undefined]);
  venue.is("a", { answer: undefined });
  venue.look(1);
  expect([venue.state, venue.told]).toEqual(["running", [["a", "b"], ["a"]]]);
  // What starved while it stood still is tried again too.
  venue.body = goOn(venue.body, venue.now, new Set(["c-b"]));
  expect([venue.step("a"), venue.step("b")]).toEqual(["told", "waiting"]);
});

test("whether a sensor can be updated: its processor, its key, how it was installed, a newer version, and a way back", () => {
  const releases = ["0.1.0", "0.2.0", "0.10.0", "0.10.0-rc1"].map(
    (version) => makeRelease(version, { size: 20 }).release,
  );
  const health = { version: "0.2.0", architecture: "amd64", updates: "ready" };
  const verdict = (change: object, version = "0.10.0") => {
    const found = verdictOf({ ...health, ...change } as never, version, releases);
    return found.kind === "cannot" ? found.reason : found.kind;
  };
  expect(verdictOf(undefined, "0.2.0", releases)).toEqual({ kind: "cannot", reason: "never-seen" });
  expect(verdict({})).toBe("can");
  expect(verdict({}, "0.2.0")).toBe("current");
  expect(verdict({}, "0.1.0")).toBe("not-newer");
  expect(verdict({ version: "0.10.0" }, "0.10.0-rc1")).toBe("not-newer");
  expect(verdict({ version: "0.10.0-rc1" })).toBe("can");
  expect(verdict({}, "0.10.0-rc1")).toBe("can");
  expect(verdict({ architecture: "arm64" })).toBe("no-release");
  expect(verdict({ updates: "no-release-key" })).toBe("no-release-key");
  expect(verdict({ updates: undefined })).toBe("too-old");
  expect(verdict({ version: "0.1.5" })).toBe("no-way-back");
});
