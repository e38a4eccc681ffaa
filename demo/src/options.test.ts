import { expect, test } from "vitest";
import { readOptions, UsageError } from "./options.ts";

test("without words it takes 8080 and keeps what is there", () => {
  expect(readOptions([], {})).toEqual({ reset: false, httpPort: 8080 });
  expect(readOptions(["--reset"], { PW_HTTP_PORT: "9000" })).toEqual({ reset: true, httpPort: 9000 });
});

test.each(["abc", "0", "99999", "80.5", ""])("PW_HTTP_PORT=%s is refused", (text) => {
  expect(() => readOptions([], { PW_HTTP_PORT: text })).toThrow(UsageError);
});

test("a mistyped word is refused", () => {
  expect(() => readOptions(["--rest"], {})).toThrow(/--reset and nothing else, and was given --rest/);
});
