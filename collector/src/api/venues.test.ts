import type { Venue } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepPlan } from "../store/plans.ts";
import { makePng } from "../venues/plans/test-png.ts";
import { makeApp, type AppFixture } from "./app-fixture.ts";

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
});
afterEach(() => fixture.close());

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><rect width="9" height="9"/></svg>';
const GROUND = { floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 };

/** The address under which the list of venues names the plan. */
async function planAddress(): Promise<string> {
  const { items } = (await fixture.app.inject({ url: "/api/venues" })).json<{ items: Venue[] }>();
  return items[0]?.floors[0]?.planUrl ?? "";
}

test("a floor's plan comes octet for octet, nothing in it may run, and another image has another address", async () => {
  const { db } = fixture.state;
  await db
    .insertInto("venues")
    .values({ venue_id: "mall", name: "Mall", time_zone: "UTC", floors: JSON.stringify([GROUND]), networks: "[]" })
    .execute();
  expect(await planAddress()).toBe("");
  const place = { venueId: "mall", floorId: "ground" };
  await keepPlan(db, place, { type: "image/svg+xml", image: Buffer.from(SVG) }, 1);
  const drawn = await planAddress();
  const answer = await fixture.app.inject({ url: drawn });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers["content-type"]).toContain("image/svg+xml");
  expect(answer.body).toBe(SVG);
  expect(answer.headers["content-security-policy"]).toMatch(/default-src 'none'.*sandbox/);
  expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  expect(answer.headers["cache-control"]).toContain("immutable");

  const png = makePng(60, 40);
  await keepPlan(db, place, { type: "image/png", image: png }, 2);
  const scanned = await planAddress();
  expect(scanned).not.toBe(drawn);
  for (const [url, kept] of [
    [scanned, "immutable"],
    [drawn, "no-cache"],
    ["/api/venues/mall/floors/ground/plan", "no-cache"],
  ] as const) {
    const replaced = await fixture.app.inject({ url });
    expect(replaced.headers["content-type"]).toBe("image/png");
    expect(replaced.rawPayload.equals(png)).toBe(true);
    expect(replaced.headers["cache-control"]).toContain(kept);
  }
});

test("answers about suspects are kept by nobody between", async () => {
  const answer = await fixture.app.inject({ url: "/api/suspects" });
  expect(answer.headers["cache-control"]).toBe("no-store");
});
