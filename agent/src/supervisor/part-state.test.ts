import { expect, test } from "vitest";
import { PartState } from "./part-state.ts";

/** A part and its clock, in milliseconds. */
function make(part: "radio" | "cameras" = "radio") {
  const clock = { now: 0 };
  return { clock, state: new PartState(part, true, () => clock.now) };
}

test("a part that is not there is told after ten seconds, and another process of it counts as a restart", () => {
  const { clock, state } = make();
  clock.now = 200_000;
  expect(state.problem()?.code).toBe("radio-not-running");
  expect(state.onConnect("run-1")).toBe(true);
  expect(state.problem()).toBeUndefined();
  state.onDisconnect();
  clock.now += 9_999;
  expect([state.problem(), state.isAway]).toEqual([undefined, false]);
  clock.now += 1;
  expect([state.problem()?.code, state.isAway]).toEqual(["radio-not-running", true]);
  expect([state.onConnect("run-1"), state.onConnect("run-2"), state.health().restarts]).toEqual([false, true, 1]);
});

test.each([
  ["radio", 60_000],
  ["cameras", 120_000],
] as const)("a hang of the %s process is seen within its time, from the latest sign of life on", (part, within) => {
  const { clock, state } = make(part);
  state.onConnect("run-1");
  state.onSign();
  // It gave one just before it hung, and is looked at every five seconds.
  clock.now = within - 5_000;
  expect(state.hung()).toMatchObject({ facts: { cause: "hung" } });
  expect([state.problem()?.code, state.isAway]).toEqual([`${part}-hung`, true]);
  state.onSign();
  expect([state.hung(), state.problem()]).toEqual([undefined, undefined]);
  // A native capture keeps its event loop for some seconds, and that is no hang.
  clock.now += 30_000;
  expect(state.hung()).toBeUndefined();
});

test.each(["radio", "cameras"] as const)(
  "a hang of the %s process is told within a minute, and is over when it comes back",
  (part) => {
    const { clock, state } = make(part);
    state.onConnect("run-1");
    state.onSign();
    clock.now = 44_000;
    expect([state.problem(), state.hung()]).toEqual([undefined, undefined]);
    // A look every five seconds after its time, and a sign of life five seconds before it hung.
    clock.now = 50_000;
    expect([state.problem()?.code, state.hung()]).toEqual([`${part}-hung`, undefined]);
    state.onSign();
    expect(state.problem()).toBeUndefined();
  },
);

test("a child that hangs before it says hello is seen too; what systemd starts is not known before", () => {
  const child = make();
  child.state.onStart();
  child.clock.now = 55_000;
  expect(child.state.hung()).toBeDefined();
  child.state.onExit({ words: "by SIGKILL", facts: { signal: "SIGKILL" } });
  expect(child.state.hung()).toBeUndefined();

  const unit = make();
  unit.clock.now = 55_000;
  expect(unit.state.hung()).toBeUndefined();
});

test("how it ended last stands in health and among the facts of the problem", () => {
  const { clock, state } = make();
  state.onExit({ words: "because it hung", facts: { cause: "hung" } });
  clock.now = 20_000;
  expect(state.health()).toMatchObject({ state: "restarting", lastExit: "because it hung" });
  expect(state.problem()).toMatchObject({ code: "radio-not-running", facts: { cause: "hung" } });
});
