import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { visitOnce } from "./cameras-once.ts";
import { KillSwitch } from "./kill-switch.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pw-stop-"));
});
afterEach(() => rm(folder, { recursive: true }));

const CONFIG = { enabled: true, interfaces: [], unicast: [], allowLoopback: false, visitEveryMinutes: 60 };

test("a file ends a sweep within a second, and keeps the next from starting", async () => {
  const killSwitch = new KillSwitch(folder);
  const { signal, end } = killSwitch.watch();
  const range = Array.from({ length: 254 }, (_, at) => `127.77.0.${at + 1}`);
  const named = range.map((address) => ({ address, port: 1 }));
  const sweep = visitOnce(CONFIG, { dataDir: folder, places: { named, range: [] } }, signal);
  await mkdir(dirname(killSwitch.path), { recursive: true });
  await writeFile(killSwitch.path, "");
  await vi.waitFor(() => expect(signal.aborted).toBe(true), { timeout: 1_000 });
  // 254 addresses at 20 packets a second would take a minute and more.
  expect((await sweep).visits).toEqual([]);
  end();
  expect(killSwitch.isThere).toBe(true);
});

test("whoever stands in the deny list is never asked, by address or by range", async () => {
  const never = ["10.1.2.0/24", "fd00::1"];
  for (const address of ["10.1.2.3", "::ffff:10.1.2.3", "fd00::1"])
    await expect(visitOnce({ ...CONFIG, never }, { places: { named: [{ address }], range: [] } })).rejects.toThrow(
      /never asked: denied-address/,
    );
  await expect(visitOnce({ ...CONFIG, never: ["10.0.0.0/33"] })).rejects.toThrow(/cameras\/never/);
});
