import { expect, test } from "vitest";
import { networkName, visibleText } from "./network-name.ts";

const hexOf = (text: string) =>
  Array.from(new TextEncoder().encode(text), (octet) => octet.toString(16).padStart(2, "0")).join("");

test("a Chinese network name reads as it was typed", () => {
  expect(networkName(hexOf("商场免费 WiFi"))).toBe("商场免费 WiFi");
});

test("a line break, a bell and a backslash are written out", () => {
  expect(networkName(hexOf("a\nb\u0007\\"))).toBe("a\\x0ab\\x07\\\\");
});

test("a mark that turns the direction of text cannot rearrange the line", () => {
  expect(networkName(hexOf("Bank\u202Eknab"))).toBe("Bank\\u{202e}knab");
});

test("a zero-width space and a no-break space are told from a plain one", () => {
  expect(networkName(hexOf("a\u200Bb\u00A0c d"))).toBe("a\\u{200b}b\\xa0c d");
});

test("octets that are no UTF-8 are shown as octets", () => {
  expect(networkName("41ff42")).toBe("A\\xffB");
});

test("no octets, and NUL octets only, are a hidden name", () => {
  expect(networkName("")).toBe("");
  expect(networkName("000000")).toBe("");
});

test("a text that is no hex is shown, not trusted", () => {
  expect(networkName("not hex\u0000")).toBe("not hex\\x00");
});

test("markup stays text", () => {
  expect(visibleText("<img src=x>")).toBe("<img src=x>");
});
