import type { Collector } from "@probewarden/contract";

/** How a collector is that is well, for tests. */
export const makeCollectorRow = (over: Partial<Collector> = {}): Collector => ({
  name: "server:8080",
  state: "ready",
  version: "0.1.0",
  startedAt: "2026-11-24T08:00:00.000Z",
  reportedAt: "2026-11-24T08:05:00.000Z",
  queue: { messages: 3, bytes: 400, lagMilliseconds: 20 },
  disk: { freeBytes: 10_000_000, writeMilliseconds: 1.5 },
  stateStore: { kind: "sqlite", answerMilliseconds: 2 },
  seriesStore: { kind: "sqlite", isWell: true },
  hearsBroker: true,
  loopDelayMilliseconds: 12,
  memoryBytes: 90_000_000,
  notices: { waiting: 0, failing: false },
  counted: { received: 10, stored: 8, duplicates: 2, refused: 0, deadLetters: 0 },
  faults: [],
  ...over,
});
