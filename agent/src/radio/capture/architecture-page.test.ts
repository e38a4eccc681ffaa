import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { NOTICES, SKIP_REASONS } from "../dot11/frame.ts";
import { LINK_TYPES } from "./frame-source.ts";

const PAGE = readFileSync(new URL("../../../../docs/architecture.md", import.meta.url), "utf8");

test.each([...SKIP_REASONS, ...NOTICES])("docs/architecture.md explains %s in a row", (code) => {
  expect(PAGE).toMatch(new RegExp(String.raw`^\| \`${code}\` \| .{10}`, "m"));
});

test("docs/architecture.md names each link type that is read", () => {
  const [row = ""] = /^\| `unknown-link-type` .*$/m.exec(PAGE) ?? [];
  expect(row.match(/\d{3}(?= \()/g)?.map(Number)).toEqual(Object.values(LINK_TYPES).sort((a, b) => a - b));
});
