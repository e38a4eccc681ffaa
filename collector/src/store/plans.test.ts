import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPlan, planVersions, readPlan, removePlans } from "./plans.ts";
import { openState, type StateStore } from "./state/open-state.ts";
import { describeStates, type TestStatePlace } from "./state/test-states.ts";

describeStates("plans in %s", (start) => {
  let place: TestStatePlace;
  let state: StateStore;
  beforeAll(async () => {
    place = await start();
    state = await openState(place.url, place.dir);
  });
  afterAll(async () => {
    await state.close();
    await place.stop();
  });
  const svg = { type: "image/svg+xml", image: Buffer.from("<svg/>") };
  const ground = (venueId: string): { venueId: string; floorId: string } => ({ venueId, floorId: "ground" });

  test("come back octet for octet, and a later one replaces the one before whatever its kind", async () => {
    const image = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251));
    await keepPlan(state.db, ground("mall"), svg, 1);
    const [before] = (await planVersions(state.db)).values();
    await keepPlan(state.db, ground("mall"), { type: "image/png", image }, 2);
    const plan = await readPlan(state.db, "mall", "ground");
    expect(plan?.type).toBe("image/png");
    expect(plan?.image.equals(image)).toBe(true);
    expect([...(await planVersions(state.db)).values()]).toEqual([plan?.version]);
    expect(plan?.version).not.toBe(before);
    expect(await readPlan(state.db, "mall", "first")).toBeUndefined();
  });

  test("of one venue go without those of another whose name begins alike", async () => {
    for (const venue of ["east", "east-two"]) await keepPlan(state.db, ground(venue), svg, 1);
    await removePlans(state.db, "east");
    expect(await readPlan(state.db, "east", "ground")).toBeUndefined();
    expect(await readPlan(state.db, "east-two", "ground")).toBeDefined();
  });

  test("that an earlier version kept as files are taken in when the state is opened, the later of two for one floor", async () => {
    const plans = join(place.dir, "plans");
    mkdirSync(plans);
    for (const [name, text, at] of [
      ["old.ground.svg", "<svg/>", 10],
      ["old.ground.png", "later", 20],
      ["old.roof.svg", "<svg>roof</svg>", 10],
    ] as const) {
      writeFileSync(join(plans, name), text);
      utimesSync(join(plans, name), at, at);
    }
    await state.close();
    state = await openState(place.url, place.dir);
    expect((await readPlan(state.db, "old", "ground"))?.image.toString()).toBe("later");
    expect((await readPlan(state.db, "old", "roof"))?.image.toString()).toBe("<svg>roof</svg>");
    expect(existsSync(plans)).toBe(false);
  });
});
