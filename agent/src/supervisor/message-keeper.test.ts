import { pino } from "pino";
import { expect, test } from "vitest";
import type { LineOrigin } from "../ipc/numbered-line.ts";
import { AT, findingForTests } from "../uplink/messages-for-tests.ts";
import { MessageTooLargeError, type Outbox } from "../uplink/outbox.ts";
import { MessageKeeper } from "./message-keeper.ts";

const origin: LineOrigin = { part: "radio", run: "run-1", line: 7, openFrom: 7 };

/** A keeper over an outbox that answers as it is told; a full disk cannot be had in a test. */
function keeperOver(put: () => Promise<number>) {
  const settled: number[] = [];
  const keeper = new MessageKeeper({
    sensorId: "north-gate",
    bootId: "bghghghghghghghgh",
    outbox: { put } as Partial<Outbox> as Outbox,
    log: pino({ level: "silent" }),
    onUrgent: () => undefined,
    onSettled: ({ line }) => settled.push(line),
  });
  return { keeper, settled };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a finding is confirmed once it is on the disk", async () => {
  let written: () => void = () => undefined;
  const { keeper, settled } = keeperOver(() => new Promise((resolve) => (written = () => resolve(1))));
  keeper.keep("finding", AT, findingForTests("finding-one"), origin);
  await turn();
  expect(settled).toEqual([]);
  written();
  await turn();
  expect(settled).toEqual([7]);
});

test("a full disk confirms nothing and counts no finding as lost, for its part sends it again", async () => {
  const { keeper, settled } = keeperOver(() =>
    Promise.reject(Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" })),
  );
  keeper.keep("finding", AT, findingForTests("finding-one"), origin);
  await turn();
  expect(settled).toEqual([]);
  expect(keeper.dropped).toEqual({});
  expect(keeper.problem?.code).toBe("outbox-full");
});

test("what can never be kept is confirmed and counted, so that it does not come again", async () => {
  const { keeper, settled } = keeperOver(() => Promise.reject(new MessageTooLargeError("too large")));
  keeper.keep("finding", AT, findingForTests("finding-one"), origin);
  keeper.keep("finding", AT, { findingId: "finding-one" }, { ...origin, line: 8 });
  await turn();
  expect(settled).toEqual([8, 7]);
  expect(keeper.dropped).toEqual({ "too-large-finding": 1, "invalid-finding": 1 });
});
