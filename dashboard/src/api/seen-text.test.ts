import { expect, test } from "vitest";
import { parseSeen, seenText } from "./seen-text.ts";

test("controls, direction marks and what has no width are shown as escapes, and writing stays as it is", () => {
  expect(seenText("\u001b[2J\u0000\u007f\u009b")).toBe("\\x1b[2J\\x00\\x7f\\x9b");
  expect(seenText("door\u202egnp.exe \u2066a\u2069 \u200b\ufeff\u2028\u061c\ud800")).toBe(
    "door\\u{202e}gnp.exe \\u{2066}a\\u{2069} \\u{200b}\\u{feff}\\u{2028}\\u{61c}\\u{d800}",
  );
  for (const text of ["三号门 Door 3\nsecond line\t|", "می\u200cخواهم", "👩\u200d🔧", "C:\\x1b"])
    expect(seenText(text)).toBe(text);
});

test("an answer of the collector is read so, however the character stands in it", () => {
  const answer = { items: [{ name: "\u001b[31m\u202e", note: "line\nline" }] };
  const seen = { items: [{ name: "\\x1b[31m\\u{202e}", note: "line\nline" }] };
  expect(parseSeen(JSON.stringify(answer))).toEqual(seen);
  expect(parseSeen('{"items":[{"name":"\\u001b[31m\\u202e","note":"line\\nline"}]}')).toEqual(seen);
  expect(parseSeen('{"a":"plain"}')).toEqual({ a: "plain" });
});
