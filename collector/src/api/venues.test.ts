import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepPlan } from "../store/plans.ts";
import { makeApp, type AppFixture } from "./app-fixture.ts";

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
});
afterEach(() => fixture.close());

test("a floor's plan comes octet for octet, and nothing in it may run", async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert("1")</script></svg>';
  const { dataDir } = fixture.config;
  await writeFile(join(dataDir, "floor.svg"), svg);
  await keepPlan(fixture.state.db, "mall", "ground", join(dataDir, "floor.svg"), 1);
  const answer = await fixture.app.inject({ url: "/api/venues/mall/floors/ground/plan" });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers["content-type"]).toContain("image/svg+xml");
  expect(answer.body).toBe(svg);
  expect(answer.headers["content-security-policy"]).toContain("sandbox");
  expect(answer.headers["cache-control"]).toContain("max-age");
});

test("answers about suspects are kept by nobody between", async () => {
  const answer = await fixture.app.inject({ url: "/api/suspects" });
  expect(answer.headers["cache-control"]).toBe("no-store");
});
