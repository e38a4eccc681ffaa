import { expect, test } from "vitest";
import { parseXml, XmlRefused } from "./xml.ts";

function refusal(text: string): string {
  try {
    // The clock stands still: only the limits that are no time may refuse.
    parseXml(Buffer.from(text), () => 0);
  } catch (error) {
    if (error instanceof XmlRefused) return error.reason;
    throw error;
  }
  return "read";
}

test("names are resolved by namespace and not by prefix", () => {
  const { root } = parseXml(
    Buffer.from('<a:x xmlns:a="urn:1"><y xmlns="urn:2"/><a:z xmlns:a="urn:3" a:k="5.10"/></a:x>'),
  );
  expect([root, ...root.children].map(({ local, namespace }) => `${namespace} ${local}`)).toEqual([
    "urn:1 x",
    "urn:2 y",
    "urn:3 z",
  ]);
  expect(root.children[1]?.attributes.get("k")).toBe("5.10");
});

test("an undeclared prefix is counted and read all the same", () => {
  const { root, undeclaredPrefixes } = parseXml(Buffer.from("<s:a><s:b>1</s:b></s:a>"));
  expect(undeclaredPrefixes).toBe(2);
  expect(root.children[0]?.namespace).toBeUndefined();
});

test.each([
  ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "doctype"],
  ['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "doctype"],
  [`<!--${" ".repeat(5000)}--><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>`, "doctype"],
  ["<a>&x;</a>", "malformed"],
  ["<a><b></a>", "malformed"],
  ["", "malformed"],
  ["<a>".repeat(20_000), "too-deep"],
  [`<a>${"<b/>".repeat(60_000)}</a>`, "too-many-nodes"],
  [`<a ${Array.from({ length: 20_000 }, (_, n) => `xmlns:a${n}="x"`).join(" ")}/>`, "too-many-names"],
  [`<a ${Array.from({ length: 50_000 }, (_, n) => `a${n}=""`).join(" ")}/>`, "too-many-names"],
  [`<a>${'<b xmlns:x="y"/>'.repeat(9_000)}</a>`, "too-many-names"],
  [`<a>${" ".repeat(600_000)}</a>`, "too-long"],
])("hostile document %# is refused with its reason", (text, reason) => {
  expect(refusal(text)).toBe(reason);
});

test("a document that takes too long is given up", () => {
  let time = 0;
  expect(() => parseXml(Buffer.from(`<a>${" ".repeat(100_000)}</a>`), () => (time += 200))).toThrow(/too-slow/);
});
