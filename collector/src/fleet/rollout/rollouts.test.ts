import { join } from "node:path";
import { type Answer, type Command, type Health, type Message } from "@probewarden/contract";
import { beforeEach, expect, test } from "vitest";
import type { Accepted } from "../../intake/accepted.ts";
import { Remembered } from "../../intake/remembered.ts";
import { storeBatch } from "../../intake/store-batch.ts";
import { envelope } from "../../intake/test-messages.ts";
import { retainRows } from "../../lead/retain-rows.ts";
import { packageKeyOf, type PackageKey } from "../../packages/package-key.ts";
import { keepRelease } from "../../releases/keep-release.ts";
import { makeRelease } from "../../releases/test-releases.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../../store/state/test-rows.ts";
import { describeStates, keepOpen } from "../../store/state/test-states.ts";
import { removeVenue } from "../../venues/remove-venue.ts";
import { putRing } from "../put-ring.ts";
import { beginRollout, planRollout } from "./begin-rollout.ts";
import { changeRollout } from "./change-rollout.ts";
import { readFetchable } from "./fetchable.ts";
import { readRollout, readRollouts } from "./read-rollouts.ts";
import { lookAtRollouts } from "./rollout-watch.ts";

const AT = Date.UTC(2026, 10, 28, 18);
const MINUTE = 60_000;

describeStates("updates of a venue, in %s", (start) => {
  let state: StateStore;
  let key: PackageKey;
  let now: number;
  let told: string[];
  let seq = 0;
  keepOpen(start, (opened, place) => {
    state = opened;
    key = packageKeyOf(join(place.dir, "package.key"));
  });
  beforeEach(async () => {
    [now, told] = [AT, []];
    for (const table of [
      "rollouts",
      "releases",
      "release_pieces",
      "sensor_commands",
      "sensor_settings",
      "sensors",
      "venues",
      "audit",
      "audit_head",
    ] as const)
      await state.db.deleteFrom(table).execute();
    await state.db.insertInto("venues").values(makeVenueRow()).execute();
    for (const sensorId of ["east", "north", "south"]) await report(sensorId);
    for (const version of ["0.1.0", "0.2.0"])
      await keepRelease(state, { ...makeRelease(version, { size: 20 }), checked: false }, { by: "wang", at: AT });
  });

  /** What a sensor reports now: it hears, and nothing ails it. */
  const report = async (sensorId: string, change: Partial<Health> = {}): Promise<void> => {
    const health = {
      version: "0.1.0",
      architecture: "amd64",
      updates: "ready",
      captureMethod: "tcpdump",
      lastFrameSecondsAgo: 1,
      problems: [],
      ...change,
    };
    const row = { status: "online", status_at: AT - 90 * MINUTE, last_message_at: now, health: JSON.stringify(health) };
    await state.db
      .insertInto("sensors")
      .values(makeSensorRow(sensorId, { ...row, turn: 5, turn_at: AT - 90 * MINUTE }))
      .onConflict((conflict) => conflict.column("sensor_id").doUpdateSet(row))
      .execute();
  };
  const everybody = async (change: Readonly<Record<string, Partial<Health>>> = {}): Promise<void> => {
    for (const sensorId of ["east", "north", "south"]) await report(sensorId, change[sensorId]);
  };
  const look = (mayJudge = true): Promise<void> =>
    lookAtRollouts({
      state,
      key: () => key,
      now: () => now,
      commanded: (sensorId) => void told.push(sensorId),
      failed: (error) => {
        throw error;
      },
      mayJudge: () => mayJudge,
    });
  const begin = (over: { sensorIds?: string[]; version?: string } = {}) =>
    beginRollout(state, { venueId: "mall", version: "0.2.0", soakMinutes: 30, ...over }, { by: "wang", at: now });
  const begun = async (): Promise<string> => ((await begin()) as { rolloutId: string }).rolloutId;
  const commandOf = async (sensorId: string): Promise<Command> => {
    const rows = await state.db.selectFrom("sensor_commands").selectAll().where("sensor_id", "=", sensorId).execute();
    return JSON.parse(rows.at(-1)?.command ?? "{}") as Command;
  };
  const says = async (
    sensorId: string,
    outcome: "done" | "failed",
    reason?: string,
    facts?: Answer["facts"],
  ): Promise<void> => {
    const { id: commandId } = await commandOf(sensorId);
    const entry: Accepted = {
      type: "message",
      message: envelope(sensorId, ++seq, "answer", {
        commandId,
        name: "update",
        outcome,
        ...(reason === undefined ? {} : { reason }),
        ...(facts === undefined ? {} : { facts }),
      }) as Message,
      sensor: { sensorId, venueId: "mall" },
      received: { receivedAt: now } as Accepted["received"],
      clockOffsetMs: 0,
    };
    await state.inVenue("mall", (trx) => storeBatch(trx, [entry], [], new Remembered(), now));
  };
  const steps = async (rolloutId: string) =>
    Object.fromEntries((await readRollout(state, rolloutId))?.sensors?.map((one) => [one.sensorId, one.step]) ?? []);
  const actions = async () =>
    (await state.db.selectFrom("audit").select(["action", "by"]).orderBy("seq").execute()).map(
      ({ action, by }) => `${action} ${by}`,
    );

  test("an update goes through its venue: one first where nobody named one, then the others, each told once", async () => {
    const rolloutId = await begun();
    expect(await begin()).toBe("rollout-runs");
    await look();
    await look();
    expect(told).toEqual(["east"]);
    const { name, arguments: words } = await commandOf("east");
    expect([name, words]).toMatchObject(["update", { release: { version: "0.2.0" }, back: { version: "0.1.0" } }]);
    expect([...(await readFetchable(state.db, "mall", now)).sensors.keys()]).toEqual(["east"]);

    now += 2 * MINUTE;
    await says("east", "done");
    await everybody({ east: { version: "0.2.0" } });
    await look();
    expect(await steps(rolloutId)).toEqual({ east: "proving", north: "waiting", south: "waiting" });
    expect((await readFetchable(state.db, "mall", now)).sensors.size).toBe(0);
    now += 30 * MINUTE;
    await everybody({ east: { version: "0.2.0" } });
    // While the clock cannot be believed nobody knows for how long it was well.
    await look(false);
    expect(told).toHaveLength(1);
    await look();
    expect(told.toSorted()).toEqual(["east", "north", "south"]);
    for (const sensorId of ["north", "south"]) await says(sensorId, "done");
    await everybody({ east: { version: "0.2.0" }, north: { version: "0.2.0" }, south: { version: "0.2.0" } });
    await look();
    await look();
    expect(await readRollout(state, rolloutId)).toMatchObject({
      state: "done",
      isFirstChosen: true,
      counts: { updated: 3 },
    });
    const ofRollout = (await actions()).filter((line) => !line.startsWith("release"));
    expect(ofRollout.toSorted()).toEqual([
      "command-update wang",
      "command-update wang",
      "command-update wang",
      "rollout-begun wang",
      "rollout-done collector",
    ]);
    expect(await begin()).toBe("nobody-to-update");
  });

  test("a sensor that went back to its version stops it, nothing more is handed out, and a person goes on or begins anew", async () => {
    await putRing(state, { sensorId: "south", ring: "canary", by: "wang", at: now });
    const rolloutId = await begun();
    await look();
    expect(told).toEqual(["south"]);
    await says("south", "failed", "rolled-back", { version: "0.2.0", cause: "not-hearing" });
    await look();
    const why = { reason: "rolled-back", cause: "not-hearing" };
    const { sensors, ...stopped } = (await readRollout(state, rolloutId))!;
    expect(stopped).toMatchObject({ state: "stopped", because: "south", ...why });
    expect(sensors?.[0]).toMatchObject({ sensorId: "south", step: "failed", ...why });
    expect(await readFetchable(state.db, "mall", now)).toEqual({ sensors: new Map(), isRecent: true });
    await look();
    expect(told).toEqual(["south"]);
    const who = { by: "li", at: now };
    expect(await changeRollout(state, { rolloutId, to: "running" }, who)).toBe("changed");
    await look();
    expect(told).toEqual(["south", "south"]);
    expect(await changeRollout(state, { rolloutId, to: "stopped" }, who)).toBe("changed");
    expect(await readRollout(state, rolloutId)).toMatchObject({ state: "stopped", stoppedBy: "li" });
    const other = await begun();
    expect(await changeRollout(state, { rolloutId, to: "running" }, who)).toBe("rollout-runs");
    expect(await changeRollout(state, { rolloutId: "r-none", to: "running" }, who)).toBe("no-rollout");
    expect((await readRollouts(state, { venueId: "mall" })).map((one) => one.rolloutId).toSorted()).toEqual(
      [rolloutId, other].toSorted(),
    );
  });

  test("of two that look at once one tells the sensor, and what a person stopped meanwhile tells nobody", async () => {
    await begun();
    await Promise.allSettled([look(), look()]);
    expect(await state.db.selectFrom("sensor_commands").select("command_id").execute()).toHaveLength(1);
  });

  test("the plan says who is first, who cannot be updated and why; what cannot be is not begun", async () => {
    await report("north", { architecture: "arm64" });
    await report("south", { version: "0.1.5" });
    const plan = await planRollout(state, { venueId: "mall", version: "0.2.0" }, now);
    expect(
      typeof plan === "string" ? plan : plan.sensors.map((one) => [one.sensorId, one.ring, one.step, one.reason]),
    ).toEqual([
      ["east", "canary", "waiting", undefined],
      ["north", "rest", "left-out", "no-release"],
      ["south", "rest", "left-out", "no-way-back"],
    ]);
    expect(await begin({ version: "0.9.0" })).toBe("no-release");
    expect(await begin({ sensorIds: ["elsewhere"] })).toBe("no-sensor");
    expect(await begin({ sensorIds: ["north"] })).toBe("nobody-to-update");
    await putRing(state, { sensorId: "east", ring: "canary", by: "wang", at: now });
    expect(await begin({ sensorIds: ["south"] })).toBe("canary-first");
  });

  test("one that runs is never forgotten; one that is over goes by its age, and with its venue", async () => {
    const rolloutId = await begun();
    const aged = { kind: "rollouts", table: "rollouts", at: "over_at", before: now + 1, most: 10 } as const;
    await retainRows(state, aged, now);
    expect(await readRollout(state, rolloutId)).toBeDefined();
    await changeRollout(state, { rolloutId, to: "stopped" }, { by: "wang", at: now });
    await retainRows(state, aged, now);
    expect(await readRollout(state, rolloutId)).toBeUndefined();
    const other = await begun();
    await removeVenue(state, "mall", "wang", now);
    expect(await readRollout(state, other)).toBeUndefined();
  });
});
