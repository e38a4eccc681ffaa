import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openState } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { KnownSensors } from "./known-sensors.ts";

test("a broker outside hears of a sensor that joined, of one with another password, and of one that is gone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pw-known-"));
  const state = await openState(`sqlite:${join(folder, "state.db")}`, folder);
  onTestFinished(async () => {
    await state.close();
    rmSync(folder, { recursive: true });
  });
  const failures: unknown[] = [];
  const written: string[] = [];
  const known = new KnownSensors({
    state,
    dataDir: folder,
    write: (file, text) => {
      written.push(text);
      writeFileSync(file, text);
    },
    failed: (error) => failures.push(error),
  });
  const looks = async (): Promise<number> => {
    await known.look();
    return written.length;
  };
  expect(await looks()).toBe(1);
  await state.db.insertInto("venues").values(makeVenueRow()).execute();
  await state.db
    .insertInto("sensors")
    .values(makeSensorRow("door", { mosquitto_hash: "$7$one" }))
    .execute();
  expect([await looks(), await looks()]).toEqual([2, 2]);
  await state.db.updateTable("sensors").set({ mosquitto_hash: "$7$two" }).execute();
  expect(await looks()).toBe(3);
  // What it says of itself is nothing that the broker has to know.
  await state.db.updateTable("sensors").set({ last_message_at: 7 }).execute();
  expect(await looks()).toBe(3);
  await state.db.updateTable("sensors").set({ retired_at: 1 }).execute();
  expect(await looks()).toBe(4);
  // One line that opens nothing, whatever there is.
  expect(written).toEqual(written.map(() => expect.stringMatching(/^[0-9a-f]{64}\n$/)));
  rmSync(join(folder, "broker-sensors"));
  const broken = new KnownSensors({
    state,
    dataDir: folder,
    write: () => {
      throw new Error("the disk is full");
    },
    failed: (error) => failures.push(error),
  });
  await broken.look();
  expect(failures).toHaveLength(1);
});
