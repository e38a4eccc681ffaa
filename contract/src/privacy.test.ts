import { describe, expect, test } from "vitest";
import { IDENTITY_BRANDS, TEXT_BRANDS } from "./brands.ts";
import { API_SCHEMAS, WIRE_SCHEMAS } from "./schemas.ts";

/** A phone's address in every spelling that somebody might use, and names as phones ask for them. */
const ADDRESS_SPELLINGS = [
  "3a:06:70:a7:97:b4",
  "3A:06:70:A7:97:B4",
  "3a-06-70-a7-97-b4",
  "3a0670a797b4",
  "3A0670A797B4",
  "3a06.70a7.97b4",
  "b4:97:a7:70:06:3a",
];
/** Texts that an operator or our own code writes may hold anything; a sensor must not send an operator's. */
const FREE_TEXT: ReadonlySet<string> = new Set(TEXT_BRANDS);
const IDENTITY: ReadonlySet<string> = new Set(IDENTITY_BRANDS);

interface StringSchema {
  path: string;
  brand: string | undefined;
  pattern: string | undefined;
}

/** Every string schema below a schema, patterns of records' keys included. */
function stringsOf(schema: unknown, path: string): StringSchema[] {
  if (typeof schema !== "object" || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap((part, index) => stringsOf(part, `${path}/${index}`));
  const node = schema as Record<string, unknown>;
  if ("const" in node) return [];
  const own =
    node["type"] === "string"
      ? [{ path, brand: node["brand"] as string | undefined, pattern: node["pattern"] as string | undefined }]
      : [];
  const keys = Object.keys((node["patternProperties"] as object | undefined) ?? {}).map((pattern) => ({
    path: `${path}/{key}`,
    brand: "CodeName",
    pattern,
  }));
  const below = ["properties", "patternProperties", "items", "anyOf", "allOf", "oneOf", "additionalProperties"].flatMap(
    (key) => {
      const part = node[key];
      if (typeof part !== "object" || part === null) return [];
      return Array.isArray(part) || "type" in part || "anyOf" in part || "const" in part
        ? stringsOf(part, `${path}/${key}`)
        : Object.entries(part).flatMap(([name, value]) => stringsOf(value, `${path}/${name}`));
    },
  );
  return [...own, ...keys, ...below];
}

/** What is wrong with a string schema, or undefined. */
function fault({ brand, pattern }: StringSchema): string | undefined {
  if (brand === undefined) return "has no brand";
  if (IDENTITY.has(brand) || FREE_TEXT.has(brand)) return undefined;
  if (pattern === undefined) return `${brand} has no pattern`;
  const leak = ADDRESS_SPELLINGS.find(
    (spelling) =>
      new RegExp(pattern).test(spelling) ||
      new RegExp(pattern).test(`x-${spelling}`) ||
      new RegExp(pattern).test(`s${spelling}`),
  );
  return leak === undefined ? undefined : `${brand} lets ${leak} through`;
}

/** What a sensor says. */
const UP = ["finding", "camera", "health", "newcomer", "signal", "census", "excerpt", "answer", "status", "want"];

test("no name in a sensor's message is one that every object of JavaScript answers to: words are looked up by it", () => {
  const inherited = Object.getOwnPropertyNames(Object.prototype);
  expect(inherited).toEqual(expect.arrayContaining(["constructor", "__proto__", "toString"]));
  const found = UP.flatMap((kind) => stringsOf(WIRE_SCHEMAS[kind], kind));
  // Free text is shown, and nothing is looked up by it.
  const names = found.filter(({ brand = "" }) => !FREE_TEXT.has(brand));
  expect(names.length).toBeGreaterThan(40);
  const taken = names.flatMap(({ path, pattern = "" }) =>
    inherited.filter((name) => new RegExp(pattern).test(name)).map((name) => `${path} takes ${name}`),
  );
  expect(taken).toEqual([]);
});

describe("no string of the contract can carry a visitor's address or network name", () => {
  test("the walk would find a planted one", () => {
    const planted = {
      type: "object",
      properties: {
        rows: {
          type: "array",
          items: { anyOf: [{ type: "string" }, { type: "string", brand: "Identifier", pattern: "^[0-9a-f:]+$" }] },
        },
      },
    };
    expect(stringsOf(planted, "").map(fault)).toEqual(["has no brand", "Identifier lets 3a:06:70:a7:97:b4 through"]);
  });

  test.each(Object.entries({ ...WIRE_SCHEMAS, ...API_SCHEMAS }))("%s", (name, schema) => {
    const faults = stringsOf(schema, name).flatMap((found) => (fault(found) ? [`${found.path} ${fault(found)}`] : []));
    expect(faults).toEqual([]);
  });

  test("no record takes a key that its pattern does not allow", () => {
    const open = (node: unknown): number =>
      typeof node !== "object" || node === null
        ? 0
        : Number(
            "patternProperties" in node && !("additionalProperties" in node && node.additionalProperties === false),
          ) + Object.values(node).reduce<number>((sum, part) => sum + open(part), 0);
    expect(open({ a: [{ patternProperties: {} }] })).toBe(1);
    expect(open({ ...WIRE_SCHEMAS, ...API_SCHEMAS })).toBe(0);
  });

  test("a sensor has no field for an operator's text", () => {
    const up = UP.flatMap((kind) => stringsOf(WIRE_SCHEMAS[kind], kind));
    expect(up.length).toBeGreaterThan(40);
    expect(up.filter(({ brand }) => brand === "OperatorText" || brand === "Secret" || brand === "Url")).toEqual([]);
  });
});
