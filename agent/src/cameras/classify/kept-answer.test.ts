import { expect, test } from "vitest";
import { keepAnswer } from "./kept-answer.ts";

test("octets of any charset are kept one for one, and the hashes tell whether something was cut", () => {
  const raw = Buffer.from([0x3c, 0x61, 0x3e, 0xc9, 0xff, 0x00]);
  const { kept, answerSha256, keptSha256 } = keepAnswer(raw);
  expect(Buffer.from(kept).equals(raw)).toBe(true);
  expect(keptSha256).toBe(answerSha256);
});

test("a credential in UTF-16 is cut like any other", () => {
  const raw = Buffer.from("\uFEFF<Password>q1w2e3</Password><X>http://a:b@10.0.0.1/</X>", "utf16le");
  expect(Buffer.from(keepAnswer(raw).kept).toString("utf8")).toBe(
    "<Password>[cut]</Password><X>http://[cut]@10.0.0.1/</X>",
  );
});
