import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres, whyNoPostgres } from "./test-postgres.ts";

/** A place for a state store, for tests that hold for every database. */
export interface TestStatePlace {
  url: string;
  dir: string;
  stop(): Promise<void>;
}

/** Every database: its name, how to start it, and why it cannot run here. */
export const STATE_PLACES: [string, () => Promise<TestStatePlace>, string | undefined][] = [
  ["SQLite", () => Promise.resolve(place("sqlite:", () => Promise.resolve())), undefined],
  [
    "PostgreSQL",
    async () => {
      const server = await startPostgres();
      return place(server.url, () => server.stop());
    },
    whyNoPostgres(),
  ],
];

function place(url: string, stop: () => Promise<void>): TestStatePlace {
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
