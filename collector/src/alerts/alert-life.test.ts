import { ALERT_RAISES } from "@probewarden/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  happened,
  isInSight,
  isOpen,
  needOf,
  NEW_LIFE,
  stepped,
  wakesAt,
  whyNot,
  type Life,
  type MachineStep,
  type PersonStep,
} from "./alert-life.ts";

const HOUR = 3_600_000;
const machine: fc.Arbitrary<MachineStep> = fc.oneof(
  fc.constantFrom({ step: "ended" as const }, { step: "returned" as const }, { step: "woke" as const }),
  fc.constant({ step: "overdue" as const }),
  fc.subarray([...ALERT_RAISES]).map((reasons) => ({ step: "raised" as const, reasons })),
);
const person: fc.Arbitrary<PersonStep> = fc.oneof(
  fc.constant({ step: "acknowledge" as const }),
  fc.record({ step: fc.constant("take" as const), assignee: fc.constantFrom("王敏", "officer") }),
  fc.record({ step: fc.constant("snooze" as const), until: fc.integer({ min: HOUR, max: 9 * HOUR }) }),
  fc.record({ step: fc.constant("close" as const), reason: fc.constantFrom("removed", "ours") }),
  fc.record({
    step: fc.constant("authorise" as const),
    document: fc.constant("2026-7"),
    until: fc.integer({ min: HOUR, max: 9 * HOUR }),
    reason: fc.constant("filed"),
  }),
);
type Any = { isPerson: true; step: PersonStep } | { isPerson: false; step: MachineStep };
const anything: fc.Arbitrary<Any> = fc.oneof(
  person.map((step) => ({ isPerson: true as const, step })),
  machine.map((step) => ({ isPerson: false as const, step })),
);

/** Runs events one after the other; a person's that is not possible then is refused, as the store does. */
function run(events: readonly Any[], from: Life = NEW_LIFE): Life {
  return events.reduce<Life>((life, { isPerson, step }, at) => {
    if (!isPerson) return happened(life, { ...step, at });
    return whyNot(life, step, at) === undefined ? stepped(life, { ...step, by: "officer", at }) : life;
  }, from);
}
const anyLife = fc.array(anything, { maxLength: 12 }).map((events) => run(events));
const byMachineAlone = fc.array(machine, { maxLength: 30 });

test("no sequence of events by machine alone closes an alert, or takes one that nobody has seen out of sight", () => {
  fc.assert(
    fc.property(anyLife, byMachineAlone, (life, events) => {
      let now = life;
      for (const [at, step] of events.entries()) {
        const next = happened(now, { ...step, at });
        if (isOpen(now)) expect(isOpen(next)).toBe(true);
        if (isInSight(now)) expect(isInSight(next)).toBe(true);
        if (now.stage === "new") expect(next.stage).toBe("new");
        now = next;
      }
      expect(now.by === undefined || now.by === life.by).toBe(true);
    }),
  );
});

test("a machine never says that a person did something, and what a person does always says who and when", () => {
  fc.assert(
    fc.property(anyLife, person, (life, step) => {
      if (whyNot(life, step, 0) !== undefined) return;
      const next = stepped(life, { ...step, by: "somebody", at: 77 });
      if (step.step === "snooze" && life.stage !== "new") expect(next.by).toBe(life.by);
      else expect([next.by, next.at]).toEqual(["somebody", 77]);
    }),
  );
});

test("what needs a person stands before what does not, whatever came before", () => {
  fc.assert(
    fc.property(anyLife, anyLife, (one, other) => {
      const weigh = (life: Life): number => needOf(life, "strong");
      if (isInSight(one) && !isInSight(other)) expect(weigh(one)).toBeGreaterThan(weigh(other));
      if (isInSight(one) && one.stage === "new" && isInSight(other) && other.stage !== "new")
        expect(weigh(one)).toBeGreaterThan(weigh(other));
    }),
  );
});

test("an alert that is put off or authorised for a time always has a time at which it is looked at again", () => {
  fc.assert(
    fc.property(anyLife, (life) => {
      if (life.snoozedUntil !== undefined && isOpen(life)) expect(wakesAt(life)).toBe(life.snoozedUntil);
      if (life.stage === "authorised") expect(wakesAt(life)).toBe(life.until);
    }),
  );
});

const at = 5;
test("an alert whose suspect ends before anybody saw it waits until somebody has, and is over then", () => {
  const ended = happened(NEW_LIFE, { step: "ended", at });
  expect(ended).toEqual({ stage: "new", endedAt: at });
  expect(stepped(ended, { step: "acknowledge", by: "officer", at: 9 })).toEqual({
    stage: "closed",
    reason: "ended",
    by: "officer",
    at: 9,
    endedAt: at,
  });
});

test("what was closed is new again when it comes back or its evidence grows, and says why", () => {
  const closed = stepped(NEW_LIFE, { step: "close", reason: "removed", by: "officer", at });
  expect(happened(closed, { step: "raised", reasons: ["higher-band"], at: 8 })).toEqual({
    stage: "new",
    raised: { at: 8, reasons: ["higher-band"] },
  });
  const over = happened(closed, { step: "ended", at: 6 });
  expect(over.stage).toBe("closed");
  expect(happened(over, { step: "returned", at: 9 })).toEqual({
    stage: "new",
    raised: { at: 9, reasons: ["came-back"] },
  });
});

test("a decision covers that it comes back, and nothing that is new about it", () => {
  const decided = stepped(NEW_LIFE, { step: "decided", settles: "dismissed", reason: "ours", by: "officer", at });
  const back = happened(happened(decided, { step: "ended", at: 6 }), { step: "returned", at: 7 });
  expect(back.stage).toBe("closed");
  expect(happened(back, { step: "raised", reasons: ["new-evidence-family"], at: 8 }).stage).toBe("new");
});

test("who is at work on it goes on when its evidence grows, and is told once", () => {
  const taken = stepped(NEW_LIFE, { step: "take", assignee: "王敏", dueAt: 50, by: "officer", at });
  const grown = happened(taken, { step: "raised", reasons: ["higher-band"], at: 8 });
  expect(grown).toMatchObject({ stage: "in-work", assignee: "王敏", raised: { at: 8, reasons: ["higher-band"] } });
  expect(happened(grown, { step: "raised", reasons: ["higher-band"], at: 9 })).toBe(grown);
});

test("a snooze keeps who is at work on it, ends by its time, and earlier when there is news", () => {
  const taken = stepped(NEW_LIFE, { step: "take", assignee: "王敏", by: "officer", at });
  const snoozed = stepped(taken, { step: "snooze", until: HOUR, by: "other", at: 6 });
  expect(snoozed).toMatchObject({ stage: "in-work", assignee: "王敏", snoozedUntil: HOUR });
  expect(isInSight(snoozed)).toBe(false);
  for (const step of [{ step: "woke" }, { step: "raised", reasons: ["higher-band"] }] as const)
    expect(isInSight(happened(snoozed, { ...step, at: 7 }))).toBe(true);
});
