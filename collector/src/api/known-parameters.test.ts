import { afterAll, beforeAll, expect, test } from "vitest";
import { settleTurns } from "../sensors/sensor-turn.ts";
import { readSensors } from "../sensors/read-sensors.ts";
import { makeSensorRow } from "../store/state/test-rows.ts";
import { makeApp, OWN_PAGE, putSuspect, type AppFixture } from "./app-fixture.ts";
import { describedRoutes, fillPath, type DescribedRoute } from "./test-described-routes.ts";

let fixture: AppFixture;
let routes: DescribedRoute[];
beforeAll(async () => {
  fixture = await makeApp({ demo: true });
  await putSuspect(fixture, "box-one");
  routes = await describedRoutes(fixture.app);
});
afterAll(() => fixture.close());

const ask = async (method: DescribedRoute["method"], url: string) => {
  const answer = await fixture.app.inject({ method, url, headers: OWN_PAGE });
  const { code, detail = "" } = answer.headers["content-type"]?.toString().includes("problem") ? answer.json() : {};
  return { status: answer.statusCode, code, detail };
};

/** What a required parameter may be, by its schema. */
function right(schema: object): string {
  const { examples, enum: words, const: word, anyOf } = schema as Record<string, unknown[]> & { anyOf?: object[] };
  if (anyOf?.[0] !== undefined) return right(anyOf[0]);
  return encodeURIComponent(String(examples?.[0] ?? words?.[0] ?? word ?? 1));
}

test("every route refuses a parameter that it does not have, by its name", async () => {
  expect(routes.length).toBeGreaterThan(25);
  for (const { method, path } of routes)
    for (const name of ["invented", "__proto__", "constructor"]) {
      const { status, code, detail } = await ask(method, `${fillPath(path)}?${name}=1`);
      expect([method, path, status, code], detail).toEqual([method, path, 400, "unknown-parameter"]);
      expect(detail).toContain(JSON.stringify(name));
    }
});

test("every parameter that a route has refuses what it cannot be, and a second value, by its name", async () => {
  let parameters = 0;
  for (const { method, path, operation } of routes)
    for (const { name } of (operation.parameters ?? []).filter((one) => one.in === "query")) {
      parameters++;
      for (const lie of [`${name}=${"no such value!".repeat(200)}`, `${name}=a&${name}=b`]) {
        const others = (operation.parameters ?? []).filter(
          (one) => one.in === "query" && one.name !== name && one.required,
        );
        const query = [...others.map((one) => `${one.name}=${String(one.example ?? right(one.schema))}`), lie].join(
          "&",
        );
        const { status, code, detail } = await ask(method, `${fillPath(path)}?${query}`);
        expect([method, path, name, status, code], detail).toEqual([method, path, name, 400, "bad-request"]);
        expect(detail).toContain(name);
      }
    }
  expect(parameters).toBeGreaterThan(20);
});

test("sensors are listed by their state, and a state that there is not is refused by the parameter's name", async () => {
  const { app, state, clock } = fixture;
  const now = clock.now;
  await state.db
    .insertInto("sensors")
    .values([
      makeSensorRow("new"),
      makeSensorRow("gone", { status: "offline", status_at: now, last_message_at: now }),
      makeSensorRow("off", { status: "stopped", status_at: now, last_message_at: now }),
      makeSensorRow("fresh", { status: "online", status_at: now, last_message_at: now }),
    ])
    .execute();
  await settleTurns(state, await readSensors(state, {}, now), { at: now, isFirst: false });
  const listed = async (asked: string): Promise<string[]> =>
    (await app.inject({ url: `/api/sensors?state=${asked}` }))
      .json<{ items: { sensorId: string }[] }>()
      .items.map(({ sensorId }) => sensorId);
  expect(await listed("never-seen")).toEqual(["new"]);
  expect(await listed("offline")).toEqual(["gone"]);
  expect(await listed("stopped&limit=1")).toEqual(["off"]);
  expect(await listed("deaf")).toEqual(["fresh"]);
  expect(await listed("hearing")).toEqual([]);
  // What has changed since the last look is told as it is, or not at all.
  clock.now += 200_000;
  expect(await listed("deaf")).toEqual([]);
  const { status, detail } = await ask("GET", "/api/sensors?state=asleep");
  expect([status, detail]).toEqual([400, expect.stringContaining("state")]);
});
