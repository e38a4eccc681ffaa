import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keepPlan, readPlan, removePlans } from "./plans.ts";
import { openState, type StateStore } from "./state/open-state.ts";
import { STATE_PLACES, type TestStatePlace } from "./state/test-states.ts";

describe.each(STATE_PLACES)("plans in %s", (_name, start, why) => {
  describe.skipIf(why !== undefined && process.env["CI"] !== "true")(why ?? "a real database", () => {
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
    const file = (name: string, octets: Buffer | string): string => {
      writeFileSync(join(place.dir, name), octets);
      return join(place.dir, name);
    };

    test("come back octet for octet, and a later one replaces the one before whatever its kind", async () => {
      const octets = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251));
      await keepPlan(state.db, "mall", "ground", file("a.svg", "<svg/>"), 1);
      await keepPlan(state.db, "mall", "ground", file("b.PNG", octets), 2);
      const plan = await readPlan(state.db, "mall", "ground");
      expect(plan?.type).toBe("image/png");
      expect(plan?.image.equals(octets)).toBe(true);
      expect(await readPlan(state.db, "mall", "first")).toBeUndefined();
      await expect(keepPlan(state.db, "mall", "ground", file("c.gif", "x"), 3)).rejects.toThrow(RangeError);
    });

    test("of one venue go without those of another whose name begins alike", async () => {
      for (const venue of ["east", "east-two"]) await keepPlan(state.db, venue, "ground", file("a.svg", "<svg/>"), 1);
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
});
