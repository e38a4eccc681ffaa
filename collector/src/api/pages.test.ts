import { afterAll, beforeAll, expect, test } from "vitest";
import { cursorOf } from "../store/state/page-cursor.ts";
import { makeApp, type AppFixture } from "./app-fixture.ts";
import { describedRoutes } from "./test-described-routes.ts";
import { putManyRows } from "./test-many-rows.ts";

const MANY = 1_050;

let fixture: AppFixture;
let lists: string[];
beforeAll(async () => {
  fixture = await makeApp({ demo: true });
  await putManyRows(fixture.state, MANY);
  const routes = await describedRoutes(fixture.app);
  lists = routes
    // Those of one venue over time ask for more than a page, and have tests of their own.
    .filter(({ path, operation }) => !path.includes("{") && operation.parameters?.some(({ name }) => name === "after"))
    .map(({ path }) => path);
});
afterAll(() => fixture.close());

const ask = (url: string) => fixture.app.inject({ url });

interface Page {
  items: Record<string, unknown>[];
  more?: true;
  next?: string;
}

test("every list of the API that can grow has pages", () => {
  const names = ["suspects", "sensors", "cameras", "newcomers", "alerts", "outages", "venues", "deletions"];
  expect(lists).toEqual(expect.arrayContaining(names.map((name) => `/api/${name}`)));
});

test("an answer without a limit is one page of at most some hundred rows, and leads on to all others, each once", async () => {
  // The record of who did what grows by being read.
  for (const path of lists.filter((list) => !/\.\w+$|^\/api\/audit$/.test(list))) {
    const seen: string[] = [];
    let longest = 0;
    for (let url: string | undefined = path; url !== undefined;) {
      const page: Page = (await ask(url)).json();
      longest = Math.max(longest, page.items.length);
      expect(page.more).toBe(page.next === undefined ? undefined : true);
      seen.push(...page.items.map((row) => JSON.stringify(row)));
      url = page.next;
    }
    expect([path, seen.length, new Set(seen).size]).toEqual([path, MANY, MANY]);
    expect(longest, path).toBeLessThanOrEqual(500);
  }
});

test("the page behind asks for the same: its filters and its number of rows", async () => {
  const page: Page = (await ask("/api/alerts?state=closed&venueId=mall&limit=7")).json();
  const behind: Page = (await ask(page.next ?? "")).json();
  expect(behind.items).toHaveLength(7);
  expect(new Set([...page.items, ...behind.items].map(({ state }) => state))).toEqual(new Set(["closed"]));
});

test("a lying cursor is refused in words on every list and file", async () => {
  for (const path of lists)
    for (const after of ["x", cursorOf("audit", [1]), cursorOf(path.split("/").at(-1) ?? "", [1e300, "\0"])]) {
      const answer = await ask(`${path}?after=${after}`);
      expect([path, answer.statusCode, answer.json().code]).toEqual([path, 400, "bad-cursor"]);
    }
  expect((await ask(`/api/sensors?after=${"x".repeat(2_049)}`)).statusCode).toBe(400);
});

test("a file that was cut names the address of what is behind, and all together hold every row once", async () => {
  const rows: string[] = [];
  for (let url: string | undefined = "/api/sensors.csv?venueId=mall&limit=400"; url !== undefined;) {
    const { body, headers } = await ask(url);
    rows.push(...body.split("\r\n").slice(1, -1));
    url = /^<(.*)>; rel="next"$/.exec(String(headers["link"]))?.[1];
  }
  expect([rows.length, new Set(rows).size]).toEqual([MANY, MANY]);
});

test("a page that did not change is not sent again", async () => {
  for (const path of ["/api/sensors", "/api/cameras", "/api/alerts", "/api/alerts/counts?view=open"]) {
    const tag = String((await ask(path)).headers["etag"]);
    const again = await fixture.app.inject({ url: path, headers: { "if-none-match": tag } });
    expect([path, again.statusCode, again.body]).toEqual([path, 304, ""]);
  }
});
