import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { describeWith } from "../test-needs.ts";
import { commandsIn } from "./test-command.ts";
import { makeVenue, sendUntilAcked } from "./test-venue.ts";

const COMPILER = "/usr/bin/g++";
const why = existsSync(COMPILER) ? undefined : "a disk that is slow (needs g++)";
/** Beyond the two seconds from which a write counts as slow. */
const DELAY_SECONDS = 3;
const PATIENT = { timeout: 60_000, interval: 200 };

/** A library under the collector's own: each flush takes so long while the file `slow` exists, as on a card that is dying. */
const SLOW_FLUSH = `
#include <dlfcn.h>
#include <unistd.h>
template <class F> static int slowly(const char *name, int file) {
  if (access(SLOW_WHILE, F_OK) == 0) sleep(${DELAY_SECONDS});
  return reinterpret_cast<F>(dlsym(RTLD_NEXT, name))(file);
}
extern "C" int fsync(int file) { return slowly<int (*)(int)>("fsync", file); }
extern "C" int fdatasync(int file) { return slowly<int (*)(int)>("fdatasync", file); }
`;

describeWith(why, "a disk that is slow", () => {
  test(
    "is said with what to do, loses nothing and acknowledges only what is on it, and is no trouble any more when it is fast again",
    { timeout: 240_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "slow-disk-"));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const [source, library, slow] = ["slow.cc", "slow.so", "slow"].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      writeFileSync(source, SLOW_FLUSH);
      execFileSync(COMPILER, ["-shared", "-fPIC", `-DSLOW_WHILE="${slow}"`, "-o", library, source, "-ldl"]);
      const venue = await makeVenue(folder);
      const collector = commandsIn(folder).start(["run"], {
        LD_PRELOAD: library,
        PW_DATA_DIR: venue.dataDir,
        PW_HTTP_PORT: String(venue.config.http.port),
        PW_MQTT_PORT: String(venue.config.mqtt.port),
        PW_MINIMUM_FREE_BYTES: "0",
      });
      onTestFinished(() => void collector.kill("SIGKILL"));
      await once(collector.stdout, "data");
      await venue.untilReady();
      const sensor = await venue.sensor();
      await sendUntilAcked(sensor, 1);

      writeFileSync(slow, "");
      const sent = performance.now();
      await sensor.send(2);
      // Each flush holds the collector up, so it looks seldom and answers late.
      const faults = async (): Promise<string[]> => (await venue.health()).faults.map(({ code }) => code);
      await vi.waitFor(async () => expect(await faults()).toContain("disk-slow"), PATIENT);
      await vi.waitFor(() => expect(sensor.acked.has(2)).toBe(true), PATIENT);
      // The acknowledgement waited for the flush, however long it took.
      expect(performance.now() - sent).toBeGreaterThan(DELAY_SECONDS * 1000);

      rmSync(slow);
      await vi.waitFor(async () => expect(await faults()).toEqual([]), PATIENT);
      await sendUntilAcked(sensor, 3);
      expect(sensor.acked).toEqual(new Set([1, 2, 3]));
    },
  );
});
