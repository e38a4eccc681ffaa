import { expect, test } from "vitest";
import { XmlRefused } from "./xml-limits.ts";
import { parseXml } from "./xml.ts";

function refusal(text: string): string {
  try {
    parseXml(Buffer.from(text));
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
  ["<!DOCTYPE a [", "doctype"],
  ['<a><!ENTITY x "y"></a>', "doctype"],
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

test.each([
  ["\r\n<a>1</a>", "1"],
  ["\uFEFF\uFEFF<a>1</a>", "1"],
  ["\0\0<a>1</a>\0", "1"],
  ["<a>1</a>\r\n\r\n<b>", "1"],
  ["<a>Back&Front</a>", "Back&Front"],
  ["<a>&amp&amp;&#65;&#x42;&lt;&unknown;</a>", "&amp&AB<&unknown;"],
  ["<a>1 < 2 <3</a>", "1 < 2 <3"],
  ["<a>x\x0by\x00</a>", "x\x0by\x00"],
  ["<a><![CDATA[<b>&amp;]]></a>", "<b>&amp;"],
  ["<a b='1'c=\"2\"d = '3' >1</a >", "1"],
  ["<!-- < --><?x y?><a><!-- <b> -->1</a>", "1"],
  ["<a><!--> --!> <b> --->1</a>", "1"],
  ["<a><![CDATA[1 < 2 <3]]]></a>", "1 < 2 <3]"],
  ["<a\0b='<1'\u00A0c='2'>1</a\t>", "1"],
  ["<a>&#xD800;&#x110000;&#99999999999;</a>", "\uFFFD\uFFFD\uFFFD"],
])("%j is read as it was meant", (text, inside) => {
  expect(parseXml(Buffer.from(text)).root.text).toBe(inside);
});

test.each([
  "x <a/>",
  "<a",
  "<a b",
  "<a b=1/>",
  "<a b='1/>",
  "<a><!-- ",
  "<a><![CDATA[",
  "<a></b>",
  "<a></b></a>",
  "<a><\0</a>",
  "<a><b/></b></a>",
  "<a></></a>",
  "<a><//a></a>",
  "<a></a b>",
  "<a></a",
  "<a b/>",
  "<a b b='1'/>",
  "<a ='1'/>",
  "<a b<='1'/>",
  "<a / >",
  "<a/b='1'/>",
  "<a><!-- --!></a>",
  "</a>",
  "<>",
  `<${"a".repeat(300)}/>`,
])("%j is told as malformed", (text) => {
  expect(refusal(text)).toBe("malformed");
});

test("names that objects have of their own are names like others", () => {
  const { root } = parseXml(
    Buffer.from(
      '<__proto__ __proto__="1" constructor="2" xmlns:toString="u"><toString:valueOf>&__proto__;</toString:valueOf></__proto__>',
    ),
  );
  expect([root.local, ...root.attributes]).toEqual(["__proto__", ["__proto__", "1"], ["constructor", "2"]]);
  expect(root.children).toMatchObject([{ local: "valueOf", namespace: "u", text: "&__proto__;" }]);
});

test("whatever fills half a megabyte, reading it takes time in proportion", () => {
  const pieces = [
    "<",
    "&",
    "<a ",
    "</",
    "<!--",
    "<?",
    '<a b="',
    "<a><",
    "&#",
    "\0",
    "&amp;",
    " ",
    "]]>",
    "<![CDATA[",
    "<a b='' ",
    "<a/>",
    "</a ",
    "< ",
    "--!>",
    "&#1",
    "xmlns:a='b' ",
  ];
  for (const piece of pieces) {
    const text = piece.repeat((512 * 1024) / piece.length - 4);
    const from = process.cpuUsage();
    for (const whole of [text, `<a>${text}`, `<a ${text}`]) refusal(whole);
    // CPU time, which other work on the machine does not change; quadratic time would be minutes.
    expect(process.cpuUsage(from).user, piece).toBeLessThan(3e6);
  }
});
