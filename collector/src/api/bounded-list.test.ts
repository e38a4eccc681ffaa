import { afterEach, beforeEach, expect, test } from "vitest";
import { makeApp, putSuspect, type AppFixture } from "./app-fixture.ts";

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
});
afterEach(() => fixture.close());

test("a list that was cut says so, and one that was not does not", async () => {
  for (const id of ["box-a", "box-b", "box-c"]) {
    await putSuspect(fixture, id);
    await fixture.alerts.suspectChanged(id);
  }
  for (const path of ["/api/suspects", "/api/alerts"]) {
    const ask = async (limit: number) => (await fixture.app.inject({ url: `${path}?limit=${limit}` })).json();
    expect(await ask(2)).toMatchObject({ more: true, items: [{}, {}] });
    expect(Object.keys(await ask(3))).toEqual(["items"]);
  }
  expect((await fixture.app.inject({ url: "/api/cameras?limit=2001" })).statusCode).toBe(400);
});
