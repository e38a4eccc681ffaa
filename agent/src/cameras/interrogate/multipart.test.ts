import { expect, test } from "vitest";
import { rootPart } from "./multipart.ts";

const part = (id: string, type: string, body: string): string =>
  `\r\n--uuid:1\r\nContent-Type: ${type}\r\nContent-ID: <${id}>\r\n\r\n${body}`;
const whole = (...parts: string[]): Buffer => Buffer.from(`${parts.join("")}\r\n--uuid:1--\r\n`);
const XOP = "application/xop+xml; charset=utf-8";
const both = whole(part("pic", "image/jpeg", "JPEG"), part("doc", XOP, "<e>步态</e>"));

test("the part that is named is the document, with its own media type; a picture beside it is not kept", () => {
  const named = rootPart({ raw: both, contentType: 'multipart/related; start="<doc>"; boundary="uuid:1"' });
  expect([named.raw.toString(), named.contentType]).toEqual(["<e>步态</e>", XOP]);
});

test("without a name, or with one that no part has, the first part is the document", () => {
  for (const start of ["", "; start=<gone>"])
    expect(rootPart({ raw: both, contentType: `multipart/related; boundary=uuid:1${start}` }).raw.toString()).toBe(
      "JPEG",
    );
});

test("lines that end in LF alone and an end that is missing are read as they were meant", () => {
  const raw = Buffer.from("--b\nContent-Type: text/xml\n\n<a/>\n");
  expect(rootPart({ raw, contentType: "multipart/mixed; boundary=b" }).raw.toString()).toBe("<a/>\n");
});

test.each([
  ["has one part", "application/soap+xml", "<a/>"],
  ["has no boundary", "multipart/related", "--b\r\n\r\n<a/>"],
  ["does not hold its boundary", "multipart/related; boundary=b", "<a/>"],
  ["has a part without a blank line", "multipart/related; boundary=b", "--b<a/>"],
])("what %s stays as it is", (_, contentType, text) => {
  const found = rootPart({ raw: Buffer.from(text), contentType });
  expect([found.raw.toString(), found.contentType]).toEqual([text, contentType]);
});

test("half a megabyte of boundaries takes no more than one look at each", () => {
  const raw = Buffer.from("\n--b".repeat(131_072));
  expect(rootPart({ raw, contentType: "multipart/related; boundary=b" }).raw).toHaveLength(raw.length);
});
