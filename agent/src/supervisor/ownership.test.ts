import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lacksRoot } from "@probewarden/cli/for-tests";
import { expect, onTestFinished, test } from "vitest";
import { messageForTests } from "../uplink/messages-for-tests.ts";
import { Outbox } from "../uplink/outbox.ts";
import { writeWholeFile } from "./whole-file.ts";

/** A user without a name. */
const SERVICE = 12_345;

test.skipIf(lacksRoot())(
  "what root leaves in the service's folder when it tries the sensor is the service's (needs root)",
  async () => {
    const parent = mkdtempSync(join(tmpdir(), "probewarden-owner-"));
    onTestFinished(() => rmSync(parent, { recursive: true }));
    const dataDir = join(parent, "data");
    mkdirSync(dataDir, { mode: 0o700 });
    chownSync(dataDir, SERVICE, SERVICE);

    writeWholeFile(dataDir, "told.json", "{}");
    const outbox = new Outbox({
      folder: join(dataDir, "outbox"),
      bootId: "bghghghghghghghgh",
      sensor: { venueId: "mall", sensorId: "north-gate" },
      maxBytes: 2 ** 28,
      now: Date.now,
      monotonic: () => performance.now(),
    });
    onTestFinished(() => outbox.close());
    await outbox.put(messageForTests("health"));

    const names = readdirSync(dataDir, { recursive: true, encoding: "utf8" });
    expect(names).toEqual(
      expect.arrayContaining(["told.json", "outbox", "outbox/outbox.sqlite", "outbox/outbox.sqlite-wal"]),
    );
    const owners = names.map((name) => [name, statSync(join(dataDir, name)).uid]);
    expect(owners).toEqual(names.map((name) => [name, SERVICE]));
  },
);
