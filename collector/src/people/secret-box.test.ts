import { mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SecretBox, SecretBoxError } from "./secret-box.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-box-"));

test("what is sealed opens again, also after a restart, and its key is its owner's alone", () => {
  const file = join(folder, "people.key");
  const sealed = new SecretBox(file).seal("user-one", "JBSWY3DP");
  expect(sealed).not.toContain("JBSWY3DP");
  expect(new SecretBox(file).open("user-one", sealed)).toBe("JBSWY3DP");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(new SecretBox(file).seal("user-one", "JBSWY3DP")).not.toBe(sealed);
});

test("for another owner, with another key, or changed, it does not open, and the file is named", () => {
  const box = new SecretBox(join(folder, "people.key"));
  const sealed = box.seal("user-one", "JBSWY3DP");
  writeFileSync(join(folder, "other.key"), "made by hand");
  const other = new SecretBox(join(folder, "other.key"));
  const octets = Buffer.from(sealed, "base64");
  octets[octets.length - 1] = (octets.at(-1) ?? 0) ^ 1;
  for (const [from, owner, text] of [
    [box, "user-two", sealed],
    [other, "user-one", sealed],
    [box, "user-one", octets.toString("base64")],
    [box, "user-one", ""],
  ] as const)
    expect(() => from.open(owner, text)).toThrow(SecretBoxError);
  expect(() => other.open("user-one", sealed)).toThrow("other.key: this is not the key");
});
