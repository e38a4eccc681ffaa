import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OwnDisk, describeWithDisks } from "@probewarden/cli/own-disk-for-tests";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findingForTests, messageForTests } from "./messages-for-tests.ts";
import { Outbox } from "./outbox.ts";

const BOOT = "bghghghghghghghgh";

describeWithDisks("a disk that takes nothing", import.meta.url, () => {
  let own: OwnDisk;
  let disk: string;
  beforeEach(() => {
    own = new OwnDisk(1024 * 1024);
    disk = own.folder;
  });
  afterEach(() => own.unmount());

  const open = () =>
    new Outbox({
      folder: join(disk, "outbox"),
      bootId: BOOT,
      sensor: { venueId: "mall", sensorId: "north-gate" },
      maxBytes: 2 ** 28,
      now: () => 0,
      monotonic: () => 0,
      commitMilliseconds: 1,
    });
  const finding = (id: number) => messageForTests("finding", findingForTests(`finding-${id}`));
  const fill = (): void => {
    for (const octets of [65_536, 4096, 512])
      for (let n = 0; ; n += 1)
        try {
          writeFileSync(join(disk, `ballast-${octets}-${n}`), Buffer.alloc(octets));
        } catch {
          break;
        }
  };
  const empty = (): void => void execFileSync("sh", ["-c", `rm ${disk}/ballast-*`]);

  test("the sensor starts, says so in its health, and keeps findings when there is room again", async () => {
    fill();
    const outbox = open();
    expect(outbox.problems()).toMatchObject([{ code: "outbox-not-written" }]);
    await expect(outbox.put(finding(1))).rejects.toThrow();
    await expect(outbox.put(messageForTests("health"))).rejects.toThrow();
    empty();
    await outbox.put(finding(1));
    expect(outbox.problems()).toEqual([]);
    expect(outbox.next(10).map(({ kind }) => kind)).toEqual(["health", "finding"]);
    outbox.close();
  });

  test("health goes out of memory while nothing is written, and is acknowledged like any message", async () => {
    const outbox = open();
    await outbox.put(finding(1));
    fill();
    let written = 0;
    const tries = Array.from({ length: 400 }, (_, id) => outbox.put(finding(id + 2)));
    for (const one of await Promise.allSettled(tries)) written += Number(one.status === "fulfilled");
    for (let report = 0; report < 6; report += 1)
      await outbox.put(messageForTests("health", { text: "x".repeat(200_000) })).catch(() => undefined);
    const healths = outbox.next(1000).filter(({ kind }) => kind === "health");
    expect(healths).toHaveLength(4);
    expect(outbox.dropped()).toMatchObject({ "outbox-health": 2 });
    const numbers = healths.map(({ payload }) => (JSON.parse(payload) as { seq: number }).seq);
    empty();
    expect(
      outbox.acknowledge(
        BOOT,
        numbers.map((seq) => [seq, seq] as const),
      ),
    ).toBe(4);
    expect(outbox.waiting().messages).toBe(1 + written);
    outbox.close();
  });

  test("a disk that is read-only at the start is written as soon as it can be", async () => {
    own.makeReadOnly();
    const after = open();
    await expect(after.put(finding(2))).rejects.toThrow();
    expect(after.problems()).toMatchObject([{ code: "outbox-not-written" }]);
    own.makeWritable();
    await after.put(finding(2));
    expect(after.problems()).toEqual([]);
    expect(after.waiting().messages).toBe(1);
    expect(existsSync(join(disk, "outbox", "outbox.sqlite"))).toBe(true);
    after.close();
  });
});
