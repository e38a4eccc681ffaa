// Writes docs/data-dictionary.md from the contract's schemas. `--check` fails when the page is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { API_SCHEMAS, WIRE_SCHEMAS, CONTRACT_VERSION } from "../contract/src/index.ts";

/** Limits of a number, and the sign that says them. */
const LIMIT_SIGNS: readonly (readonly [string, string])[] = [
  ["minimum", "≥"],
  ["exclusiveMinimum", ">"],
  ["maximum", "≤"],
];

type Node = Record<string, unknown>;

/** One cell: what a value may be, in words. */
function typeOf(node: Node): string {
  if ("const" in node) return `\`${JSON.stringify(node["const"])}\``;
  const options = (node["anyOf"] ?? node["oneOf"]) as Node[] | undefined;
  if (options) return [...new Set(options.map(typeOf))].join(" or ");
  if (node["allOf"]) return "object";
  if (Array.isArray(node["items"])) return `[${(node["items"] as Node[]).map(typeOf).join(", ")}]`;
  if (node["type"] === "array")
    return `list of ${typeOf((node["items"] as Node | undefined) ?? {})}${node["maxItems"] === undefined ? "" : `, ≤ ${String(node["maxItems"])}`}`;
  if (node["type"] === "string") return String(node["brand"] ?? "string");
  const limits = LIMIT_SIGNS.flatMap(([key, sign]) =>
    node[key] === undefined ? [] : [`${sign} ${String(node[key])}`],
  );
  return [String(node["type"] ?? "value"), ...limits].join(" ");
}

/** Rows of one object and of the objects inside it. */
function rows(node: Node, path: string): string[] {
  const inner = [node, ...((node["anyOf"] ?? node["allOf"] ?? []) as Node[])];
  return inner.flatMap((part) => {
    if (part["type"] === "array" && part["items"] && !Array.isArray(part["items"]))
      return rows(part["items"] as Node, `${path}[]`);
    const required = new Set((part["required"] as string[] | undefined) ?? []);
    return Object.entries((part["properties"] as Record<string, Node> | undefined) ?? {}).flatMap(([name, value]) => {
      const here = path === "" ? name : `${path}.${name}`;
      const about = String(value["description"] ?? "").replaceAll("|", "\\|");
      return [
        `| \`${here}\` | ${typeOf(value).replaceAll("|", "\\|")} | ${required.has(name) ? "yes" : ""} | ${about} |`,
        ...rows(value, here),
      ];
    });
  });
}

const section = (name: string, schema: Node): string => {
  const table = rows(schema, "");
  return table.length === 0
    ? ""
    : [`### ${name}`, "", "| field | type | always | meaning |", "|---|---|---|---|", ...table, ""].join("\n");
};

const page = [
  "# Data dictionary",
  "",
  `Generated from \`contract/src\` (contract version ${CONTRACT_VERSION}) by \`npm run data-dictionary\`; a test fails when it is stale. A string's type is its brand: what it may hold, see \`contract/src/brands.ts\`.`,
  "",
  "## Between sensor and collector (MQTT)",
  "",
  ...Object.entries(WIRE_SCHEMAS).map(([name, schema]) => section(name, schema as unknown as Node)),
  "## HTTP API",
  "",
  ...Object.entries(API_SCHEMAS).map(([name, schema]) => section(name, schema as unknown as Node)),
].join("\n");

const file = fileURLToPath(new URL("../docs/data-dictionary.md", import.meta.url));
if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== page) {
    console.error("docs/data-dictionary.md is stale: run `npm run data-dictionary`");
    process.exitCode = 1;
  }
} else writeFileSync(file, page);
