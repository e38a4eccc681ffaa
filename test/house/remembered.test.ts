import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROOT } from "../road/sandbox.ts";

const RADIO = `${ROOT}agent/src/radio/`;
/** A memory of addresses or names from the air; those of people's lists are as long as these. */
const MEMORY = /new (RankedRecords|RankedAddresses|AddressTable)\b/;
const OF_LISTS = ["venue/venue.ts"];
/** What others are made of. */
const BUILT_OF = ["air/ranked-records.ts"];

interface Row {
  file: string;
  bounds: string[];
  test: string;
}

/** Rows of the table of what is remembered. */
function rows(): Row[] {
  const page = readFileSync(`${ROOT}docs/architecture.md`, "utf8");
  const section = page.split(/^## /m).find((text) => text.startsWith("What is remembered of the air\n")) ?? "";
  return section
    .split("\n")
    .filter((line) => line.startsWith("| ") && line.includes("`"))
    .map((line) => {
      const [, , file = "", bounds = "", , test = ""] = line.split("|").map((cell) => cell.trim());
      return { file: file.replaceAll("`", ""), bounds: bounds.split(" and "), test: test.replaceAll("`", "") };
    });
}

test.each(rows().map((row) => [row.file, row] as const))(
  "the bound of %s is the code's, and a test stands for it",
  (_, row) => {
    const source = readFileSync(RADIO + row.file, "utf8");
    const figures = source.includes("./figures.ts")
      ? readFileSync(`${RADIO}${row.file.replace(/[^/]+$/, "")}figures.ts`, "utf8")
      : "";
    for (const bound of row.bounds)
      expect(source + figures, bound).toMatch(new RegExp(`[=:] ${bound.replace(",", "_")}[;,]`));
    expect(readFileSync(RADIO + row.test, "utf8")).toContain("test(");
  },
);

test("each memory of addresses or names from the air is in the table", () => {
  const files = readdirSync(RADIO, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !/test/.test(file) && MEMORY.test(readFileSync(RADIO + file, "utf8")),
  );
  const stated = rows().map(({ file }) => file);
  expect(files.length).toBeGreaterThan(15);
  expect(files.filter((file) => ![...stated, ...OF_LISTS, ...BUILT_OF].includes(file))).toEqual([]);
});
