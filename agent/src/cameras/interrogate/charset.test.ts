import { expect, test } from "vitest";
import { decodeText } from "./charset.ts";

/** 东门入口 in GB 2312. */
const GATE = Buffer.from("b6abc3c5c8ebbfda", "hex");
const document = (declaration: string, name: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${declaration}<a>`), name, Buffer.from("</a>")]);

test.each([
  ["GB2312 that is declared", document('<?xml version="1.0" encoding="GB2312"?>', GATE)],
  ["GBK in single quotes behind a blank line", document("\r\n<?xml version='1.0' encoding='gbk' ?>", GATE)],
  ["GB18030", document('<?xml version="1.0" encoding="GB18030"?>', GATE)],
  ["a code page", document('<?xml version="1.0" encoding="cp936"?>', GATE)],
  ["GB2312 that calls itself UTF-8", document('<?xml version="1.0" encoding="UTF-8"?>', GATE)],
  ["GB2312 without a declaration", document("", GATE)],
  [
    "GBK without a declaration, whose second octets are letters too",
    document("", Buffer.from("b6abc3c5e846c8ebbfda", "hex")),
    "东门鐵入口",
  ],
  ["UTF-8", document("", Buffer.from("东门入口"))],
  ["UTF-8 that calls itself UTF-16", document('<?xml version="1.0" encoding="UTF-16"?>', Buffer.from("东门入口"))],
  ["a charset that nobody knows", document('<?xml version="1.0" encoding="x-none"?>', Buffer.from("东门入口"))],
  ["UTF-16 with a mark", Buffer.from("\uFEFF<a>东门入口</a>", "utf16le")],
  ["UTF-16 without a mark", Buffer.from('<?xml version="1.0" encoding="UTF-16"?><a>东门入口</a>', "utf16le")],
  ["UTF-16 the other way round", Buffer.from("\uFEFF<a>东门入口</a>", "utf16le").swap16()],
  ["that without a mark, behind a blank", Buffer.from("\n<a>东门入口</a>", "utf16le").swap16()],
])("%s is read", (_name, octets, name = "东门入口") => {
  const { text, replaced } = decodeText(octets);
  expect(text).toContain(`<a>${name}</a>`);
  expect(replaced).toBe(false);
});

test("a header that names the charset is believed where the document names none", () => {
  const octets = document("", Buffer.from("8140", "hex"));
  expect(decodeText(octets, 'application/soap+xml; charset="GBK"').text).toBe("<a>丂</a>");
});

test("Big5 and Latin-1 are read as they are declared", () => {
  expect(decodeText(document('<?xml version="1.0" encoding="Big5"?>', Buffer.from("aa46aaf9", "hex"))).text).toContain(
    "東門",
  );
  expect(decodeText(document('<?xml version="1.0" encoding="ISO-8859-1"?>', Buffer.from([0xe9]))).text).toContain("é");
});

test.each(["c9", "e9e4e5", "ff"])("octets that are no text (%s) are replaced, one for one damage", (hex) => {
  const { text, replaced } = decodeText(document("", Buffer.from(hex, "hex")));
  expect(text).toMatch(/^<a>\uFFFD+<\/a>$/);
  expect(replaced).toBe(true);
});

test("UTF-8 with one octet damaged stays UTF-8", () => {
  const octets = document("", Buffer.from("东门入口东门入口"));
  octets[9] = 0xff;
  expect(decodeText(octets).text).toMatch(/门\uFFFD+口东门入口<\/a>$/);
});

test("a NUL in front of a document is no UTF-16", () => {
  expect(decodeText(Buffer.from("\0<?xml version='1.0'?><a/>")).text).toContain("<a/>");
});
