import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MessageKind } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findingForTests, messageForTests } from "./messages-for-tests.ts";
import { OUTBOX_FILE } from "./outbox-database.ts";
import { Outbox } from "./outbox.ts";
import type { WaitingMessage } from "./waiting-message.ts";

/** A day in a thirtieth of the room is thirty days in all of it: what a day makes is the same each day, and the test takes seconds. */
const DAYS = 30;
const ROOM = Math.floor(268_435_456 / DAYS);
const STEP_MS = 60_000;
const STEPS = 1_440;
const HOURS = 24;
/** A boot, and an hour that a boot cuts in two, leaves one word more. */
const CUTS = 2;
const BOOTS = ["bghghghghghghghgh", "bhghghghghghghghg", "bhhhhhhhhhhhhhhhh"] as const;

let folder: string;
let now: number;
let outbox: Outbox;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "probewarden-month-"));
  now = Date.parse("2026-10-01T00:00:00.000Z");
});
afterEach(() => {
  outbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = (bootId: string): Outbox =>
  new Outbox({
    folder,
    bootId,
    sensor: { venueId: "mall", sensorId: "north-gate" },
    maxBytes: ROOM,
    now: () => now,
    monotonic: () => now,
    commitMilliseconds: 60_000,
  });
const put = (kind: MessageKind, body: unknown): void => void outbox.put(messageForTests(kind, body));
const text = (octets: number): object => ({ text: "x".repeat(octets) });

/** What a sensor makes in a minute, in the sizes that `npm run bench` measures: levels, counts, health, and that each suspect is still heard. */
function live(step: number, suspects: number, rows: number): void {
  put("signal", text(200 * rows));
  put("census", text(2_600));
  put("health", text(1_300));
  put("health", text(1_300));
  for (let at = 0; at < suspects; at++) put("finding", { ...findingForTests(`finding-${at}`, "heard"), at: step });
  // Something changes each hour.
  if (step % 60 === 0) put("finding", findingForTests(`finding-${step}`, "changed"));
}

/** All that time without the line, with two power cuts. */
function fill(suspects: number, rows: number): void {
  let boot = 0;
  outbox = open(BOOTS[0]);
  for (let step = 0; step < STEPS; step++) {
    if (step === STEPS / 3 || step === (2 * STEPS) / 3) {
      outbox.close();
      outbox = open(BOOTS[++boot] ?? BOOTS[2]);
    }
    live(step, suspects, rows);
    now += STEP_MS;
    if (step % 20 === 0) outbox.flush();
  }
  outbox.flush();
}

const numberOf = ({ payload }: WaitingMessage) => JSON.parse(payload) as { bootId: string; seq: number; kind: string };
/** The collector stores what it is given, and says so once for all of it. */
function take(count = 32): WaitingMessage[] {
  const given = outbox.next(count);
  const numbers = given.map(numberOf);
  for (const boot of new Set(numbers.map(({ bootId }) => bootId)))
    outbox.acknowledge(
      boot,
      numbers.filter(({ bootId }) => bootId === boot).map(({ seq }): [number, number] => [seq, seq]),
    );
  return given;
}

test.each([
  ["quiet", 1, 12],
  ["busy", 12, 60],
] as const)(
  "thirty days without the line in a %s venue fit into the room that is stated, and are drained while everything that is found now goes at once",
  { timeout: 120_000 },
  (name, suspects, rows) => {
    fill(suspects, rows);
    expect(outbox.waiting().bytes).toBeLessThanOrEqual(ROOM);
    // The file itself: SQLite leaves a part of its pages empty.
    expect(statSync(join(folder, OUTBOX_FILE)).size).toBeLessThan(1.5 * ROOM);
    // Only counts and levels had to go, and in a quiet place none.
    const gone = Object.keys(outbox.dropped());
    expect(gone.filter((kind) => !["outbox-signal", "outbox-census"].includes(kind))).toEqual([]);
    if (name === "quiet") expect(gone).toEqual([]);

    const before = outbox.waiting().messages;
    const kinds = new Map<string, number>();
    const count = (given: readonly WaitingMessage[]): void => {
      for (const { kind } of given) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    };
    // The collector hears of the boots in their order, before anything of this one overtakes.
    const [first, second] = [take(), take()];
    count([...first, ...second]);
    const boots = [...new Set([...first, ...second].map((message) => numberOf(message).bootId))];
    expect(boots.length).toBeGreaterThan(1);
    expect(boots).toEqual(BOOTS.slice(0, boots.length));
    // A minute's work each second, in two looks of 32 messages: still the line belongs to what has waited for a third at least.
    const seconds = 20;
    for (let step = STEPS; step < STEPS + seconds; step++) {
      live(step, suspects, rows);
      put("finding", { ...findingForTests(`new-${step}`), at: step });
      outbox.flush();
      now += 1_000;
      const given = [...take(), ...take()];
      expect(given.filter(({ payload }) => payload.includes(`"new-${step}"`))).toHaveLength(1);
      for (const kind of ["health", "signal", "census"] as const)
        expect(given.filter((one) => one.kind === kind).length, `${kind}, ${step}`).toBeGreaterThan(0);
      count(given);
    }
    expect(before - outbox.waiting().messages).toBeGreaterThan((seconds * 64) / 3);

    for (let given = take(512); given.length > 0; given = take(512)) count(given);
    // Every change, and of each suspect and of the sensor itself a word an hour, beside those of the twenty seconds.
    const kept = HOURS + suspects * HOURS;
    expect(kinds.get("finding")).toBeGreaterThanOrEqual(kept);
    expect(kinds.get("finding")).toBeLessThanOrEqual(kept + suspects * (CUTS + 1 + seconds) + seconds + 1);
    expect(kinds.get("health")).toBeGreaterThanOrEqual(HOURS);
    expect(kinds.get("health")).toBeLessThanOrEqual(HOURS + CUTS + 1 + 2 * seconds);
  },
);
