import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { openState, type StateStore } from "./open-state.ts";
import { startDatabase, whyNoPostgres } from "./test-postgres.ts";
import { describeWith } from "../../test-needs.ts";

/** A place for a state store, for tests that hold for every database. */
export interface TestStatePlace {
  url: string;
  dir: string;
  stop(): Promise<void>;
}

/** Every database: its name, how to start it, and why it cannot run here. */
const STATE_PLACES: [string, () => Promise<TestStatePlace>, string | undefined][] = [
  ["SQLite", () => Promise.resolve(placeOf("sqlite:", () => Promise.resolve())), undefined],
  [
    "PostgreSQL",
    async () => {
      const database = await startDatabase();
      return placeOf(database.url, () => database.stop());
    },
    whyNoPostgres(),
  ],
];

/**
 * Tests that hold for every database; `title` holds its name. Where one cannot be had they are skipped, with the reason; with `CI=true` they
 * fail instead.
 */
export function describeStates(
  title: string,
  tests: (start: () => Promise<TestStatePlace>, name: string) => void,
): void {
  describe.each(STATE_PLACES)(title, (name, start, why) => {
    describeWith(why, "a real database", () => tests(start, name));
  });
}

/** Opens a store before the tests of a `describe`, and closes it after the last; `opened` is told of it. */
export function keepOpen(
  start: () => Promise<TestStatePlace>,
  opened: (state: StateStore, place: TestStatePlace) => void,
): void {
  let place: TestStatePlace;
  let state: StateStore;
  beforeAll(async () => {
    place = await start();
    state = await openState(place.url, place.dir);
    opened(state, place);
  });
  afterAll(async () => {
    await state.close();
    await place.stop();
  });
}

function placeOf(url: string, stop: () => Promise<void>): TestStatePlace {
  const dir = mkdtempSync(join(tmpdir(), "state-"));
  return {
    url,
    dir,
    stop: async () => {
      await stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
