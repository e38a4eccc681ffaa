import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateKeyPairSync } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { makeRelease, publisher } from "../../releases/test-releases.ts";
import { makeProgram } from "../program.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-release-"));
mkdirSync(join(folder, "data"));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<string> {
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  const environment = { PW_DATA_DIR: join(folder, "data") };
  await makeProgram({ print, tell: print, environment, now: Date.now }).parseAsync(args, { from: "user" });
  return lines.join("\n");
}

/** A package and what is signed of it, as `npm run package` writes both. */
function put(name: string, { octets, release }: { octets: Buffer | string; release: object | string }): string {
  const file = join(folder, name);
  writeFileSync(file, octets);
  writeFileSync(`${file}.release.json`, typeof release === "string" ? release : JSON.stringify(release));
  return file;
}
const pem = (name: string, key: typeof publisher.publicKey): string => {
  const file = join(folder, name);
  writeFileSync(file, key.export({ type: "spki", format: "pem" }));
  return file;
};

test("a release is added, listed and removed; its signature is looked at where a key is given, and else that is said", async () => {
  await run("venue", "add", "mall");
  const two = put("two.deb", makeRelease("0.2.0"));
  expect(await run("release", "add", two)).toBe(
    "0.2.0 for amd64: added; its signature was not looked at, each sensor does that",
  );
  expect(await run("release", "add", two)).toContain("it is here already");
  const three = put("three.deb", makeRelease("0.3.0", { architecture: "arm64" }));
  expect(await run("release", "add", three, "--release-key", pem("own.pem", publisher.publicKey))).toBe(
    "0.3.0 for arm64: added",
  );
  const list = await run("release", "list");
  expect(list).toMatch(/^0\.2\.0\tamd64\t200000\t-\t/m);
  expect(list).toMatch(/^0\.3\.0\tarm64\t200000\tchecked\t/m);
  expect(await run("release", "remove", "0.2.0")).toContain("is removed");
  await expect(run("release", "remove", "0.2.0")).rejects.toThrow(/^0\.2\.0: there is no such release/);
  expect(await run("release", "list")).not.toContain("0.2.0");
});

test("what is no release is refused in one sentence that says what does not fit", async () => {
  const made = makeRelease("0.4.0");
  const other = pem("other.pem", generateKeyPairSync("ed25519").publicKey);
  const good = put("good.deb", made);
  const alone = join(folder, "alone.deb");
  writeFileSync(alone, made.octets);
  const large = put("large.deb", made);
  truncateSync(large, 64 * 1024 * 1024 + 1);
  const changed = Buffer.from(made.octets);
  changed.writeUInt8(changed.readUInt8(100) ^ 1, 100);
  const cases: [string[], RegExp][] = [
    [[alone], /alone\.deb\.release\.json: cannot be read: there is no such file .*npm run package/],
    [[put("short.deb", { ...made, octets: made.octets.subarray(1) })], /it has 199999 octets, and 200000 were signed/],
    [[put("changed.deb", { ...made, octets: changed })], /it is not the package that was signed/],
    [[put("json.deb", { ...made, release: "{" })], /it is no JSON/],
    [[put("named.deb", { ...made, release: { ...made.release, package: "bash" } })], /of no package probewarden-agent/],
    [[put("form.deb", { ...made, release: { ...made.release, architecture: "mips" } })], /not what a release/],
    [[put("long.deb", { ...made, release: " ".repeat(20_000) })], /it is too large/],
    [[large], /and a sensor takes 67108864 at most/],
    [[join(folder, "none.deb")], /none\.deb: cannot be taken: there is no such file$/],
    [[good, "--release-key", other], /it is not signed with the key that was given/],
    [[good, "--release-key", good], /it is no public Ed25519 key in PEM/],
  ];
  for (const [args, words] of cases) await expect(run("release", "add", ...args), String(words)).rejects.toThrow(words);
  expect(await run("release", "list")).not.toContain("0.4.0");
  await run("release", "add", good);
  await expect(run("release", "add", put("rebuilt.deb", makeRelease("0.4.0")))).rejects.toThrow(
    /^0\.4\.0 for amd64: another package of that version is here/,
  );
});

test("a disk that has no room for it is told before anything is written", async () => {
  const config = join(folder, "full.yaml");
  writeFileSync(config, `dataDir: ${join(folder, "data")}\nminimumFreeBytes: ${2 ** 50}\n`);
  const file = put("five.deb", makeRelease("0.5.0"));
  await expect(run("release", "add", file, "--config", config)).rejects.toThrow(/are free, and it takes 1125899908 MB/);
  expect(await run("release", "list")).not.toContain("0.5.0");
});
