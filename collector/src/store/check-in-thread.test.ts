import { closeSync, mkdtempSync, openSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { checkInThread } from "./check-in-thread.ts";
import { openState } from "./state/open-state.ts";

const PAGE = 4096;

async function makeState(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "check-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const state = await openState("sqlite:", folder);
  // What stands in the write-ahead log too is not lost with its page.
  await state.settleErased();
  await state.close();
  return join(folder, "state.db");
}

function overwrite(path: string, at: number, octets: number): void {
  const file = openSync(path, "r+");
  writeSync(file, Buffer.alloc(octets, 0xa5), 0, octets, at);
  closeSync(file);
}

test("a sound file passes", async () => {
  await checkInThread(await makeState(), "state");
});

test.each<[string, (path: string) => void]>([
  ["pages in its middle are overwritten", (path) => overwrite(path, 5 * PAGE, 6 * PAGE)],
  ["its head is overwritten", (path) => overwrite(path, 0, 100)],
  ["its end is cut off", (path) => truncateSync(path, statSync(path).size - 8 * PAGE)],
  ["it is no database", (path) => writeFileSync(path, "x".repeat(9_000))],
])("a file is damaged when %s", async (_what, damage) => {
  const path = await makeState();
  damage(path);
  await expect(checkInThread(path, "state")).rejects.toMatchObject({ code: "state-file-damaged", file: path });
});
