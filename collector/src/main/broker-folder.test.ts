import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lacksRoot } from "@probewarden/cli/for-tests";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MADE_BY } from "../broker/broker-config.ts";
import { writeBrokerFolder } from "./broker-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-broker-folder-"));
beforeAll(() => chmodSync(folder, 0o711));
afterAll(() => rmSync(folder, { recursive: true }));

const files = (passwords: string, port = 8883): Record<string, string> => ({
  "mosquitto.conf": `${MADE_BY}\nlistener ${port}\n`,
  passwords,
});

test("a folder of its own is renewed, with what mosquitto has to do for it, and stays private", () => {
  const own = join(folder, "own");
  expect(writeBrokerFolder(own, files("one"))).toBe("new");
  expect(writeBrokerFolder(own, files("two"))).toBe("renewed");
  expect(writeBrokerFolder(own, files("two", 8884))).toBe("renewed, with another start of mosquitto");
  expect(readFileSync(join(own, "passwords"), "utf8")).toBe("two");
  expect([own, join(own, "passwords")].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
});

test("a folder of somebody else is refused and left alone", () => {
  const other = join(folder, "other");
  mkdirSync(other);
  writeFileSync(join(other, "mosquitto.conf"), "listener 1883\n");
  expect(() => writeBrokerFolder(other, files("one"))).toThrow(
    /other: it is not empty, and broker-config did not write/,
  );
  expect(readFileSync(join(other, "mosquitto.conf"), "utf8")).toBe("listener 1883\n");
  expect(existsSync(join(other, "passwords"))).toBe(false);
  expect(() => writeBrokerFolder(join(folder, "no/where"), files("one"))).toThrow(/no: there is no such folder/);
});

test("a link in the folder is replaced, and what it led to is not", () => {
  const [own, precious] = [join(folder, "linked"), join(folder, "precious")];
  writeBrokerFolder(own, files("one"));
  writeFileSync(precious, "precious");
  rmSync(join(own, "passwords"));
  symlinkSync(precious, join(own, "passwords"));
  writeBrokerFolder(own, files("two"));
  expect(readFileSync(precious, "utf8")).toBe("precious");
  expect(readFileSync(join(own, "passwords"), "utf8")).toBe("two");
});

test.skipIf(lacksRoot())("what root renews belongs to whom the folder belongs", () => {
  const given = join(folder, "given");
  writeBrokerFolder(given, files("one"));
  chownSync(given, 4242, 4243);
  writeBrokerFolder(given, files("two"));
  const { uid, gid } = statSync(join(given, "passwords"));
  expect([uid, gid]).toEqual([4242, 4243]);
});

test.skipIf(lacksRoot())("root is told of a folder that mosquitto's own user could not reach", () => {
  const closed = join(folder, "closed");
  mkdirSync(closed, { mode: 0o700 });
  expect(() => writeBrokerFolder(join(closed, "mosquitto"), files("one"))).toThrow(
    /closed lets no other user pass \(name another folder, for example/,
  );
  expect(existsSync(join(closed, "mosquitto"))).toBe(false);
});
