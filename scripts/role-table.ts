// npm run role-table: writes the rows of the table of routes and roles into docs/people.md
import { readFileSync, writeFileSync } from "node:fs";
import { makeApp } from "../collector/src/api/app-fixture.ts";
import { describedRoutes } from "../collector/src/api/test-described-routes.ts";
import { roleRows } from "../collector/src/api/test-role-rows.ts";

const PAGE = new URL("../docs/people.md", import.meta.url);
const isRow = (line: string): boolean => /^\| (GET|POST|PUT|DELETE) /.test(line);

const { app, close } = await makeApp({ demo: true });
const rows = roleRows(await describedRoutes(app));
await close();
const lines = readFileSync(PAGE, "utf8")
  .split("\n")
  .filter((line) => !isRow(line));
const head = lines.findIndex((line) => line.startsWith("| route |"));
if (head < 0) throw new Error("docs/people.md has no table that begins with | route |");
lines.splice(head + 2, 0, ...rows);
writeFileSync(PAGE, lines.join("\n"));
