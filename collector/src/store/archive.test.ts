import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { create } from "tar";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ArchiveError, packArchive, unpackArchive } from "./archive.ts";

let work: string;
let from: string;
let to: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), "archive-"));
  from = join(work, "from");
  to = join(work, "to");
  for (const folder of [from, to]) mkdirSync(folder);
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const put = (name: string, content: string | Buffer = name): void => {
  mkdirSync(dirname(join(from, name)), { recursive: true });
  writeFileSync(join(from, name), content);
};
const archive = (): string => join(work, "a.tar");

/** A ustar archive whose header says whatever a hostile one would: name, type and size are written as given. */
function forged(entries: { name: string; type?: string; link?: string; size?: number; content?: string }[]): Buffer {
  const blocks = entries.flatMap(({ name, type = "0", link = "", content = "", size = content.length }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write("0004777\0", 100);
    header.write("0000000\0".repeat(2), 108);
    header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
    header.write("00000000000\0", 136);
    header.write(" ".repeat(8), 148);
    header.write(type, 156);
    header.write(link, 157);
    header.write("ustar\x0000", 257);
    header.write(
      `${header
        .reduce((sum, octet) => sum + octet, 0)
        .toString(8)
        .padStart(6, "0")}\0 `,
      148,
    );
    const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
    body.write(content);
    return [header, body];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

test("what was packed comes back octet for octet, and only its owner may read it", async () => {
  put("state.db", Buffer.alloc(3_000_001, 7));
  put("collector.yaml", "");
  put("plans/mall.ground.svg", "<svg/>");
  await packArchive(from, ["state.db", "collector.yaml", "plans/mall.ground.svg"], archive());
  expect(statSync(archive()).mode & 0o777).toBe(0o600);

  expect(await unpackArchive(archive(), to)).toEqual(["state.db", "collector.yaml", "plans/mall.ground.svg"]);
  for (const name of ["state.db", "collector.yaml", "plans/mall.ground.svg"]) {
    expect(readFileSync(join(to, name)).equals(readFileSync(join(from, name)))).toBe(true);
    expect(statSync(join(to, name)).mode & 0o777).toBe(0o600);
  }
});

test("an archive replaces no file, and one that failed leaves none", async () => {
  put("state.db");
  writeFileSync(archive(), "somebody's");
  await expect(packArchive(from, ["state.db"], archive())).rejects.toMatchObject({ code: "EEXIST" });
  expect(readFileSync(archive(), "utf8")).toBe("somebody's");
  const other = join(work, "b.tar");
  await expect(packArchive(from, ["state.db", "series.db"], other)).rejects.toThrow();
  expect(readdirSync(work)).not.toContain("b.tar");
});

describe("a hostile archive is refused as a whole", () => {
  const good = { name: "state.db", content: "good" };
  test.each([
    ["a way out of the folder", [good, { name: "../state.db", content: "x" }], /no part of a backup/],
    ["a way out behind a known folder", [good, { name: "plans/../../x", content: "x" }], /no part of a backup/],
    ["an absolute name", [good, { name: "/tmp/state.db", content: "x" }], /no part of a backup/],
    ["an unknown name", [good, { name: "authorized_keys", content: "x" }], /no part of a backup/],
    ["a name for the terminal", [good, { name: "\u001b[2Jx", content: "x" }], /"\\u001b\[2Jx", which/],
    ["a symbolic link", [good, { name: "series.db", type: "2", link: "/etc/passwd" }], /SymbolicLink/],
    ["a hard link", [good, { name: "series.db", type: "1", link: "state.db" }], /a Link where/],
    ["a folder in a file's place", [good, { name: "series.db", type: "5" }], /Directory|no part/],
    ["a device", [good, { name: "series.db", type: "3" }], /CharacterDevice/],
    ["a kind that nobody knows", [good, { name: "series.db", type: "Z", content: "x" }], /where a backup has a file/],
    ["the same name twice", [good, good], /twice/],
    [
      "a key as large as a film",
      [good, { name: "server.key", size: 5 * 2 ** 30, content: "x" }],
      /5369 MB, and a backup's has/,
    ],
    ["a store that is not there", [good, { name: "series.db", size: 2 ** 32, content: "x" }], /cut short/],
    ["nothing at all", [], /no backup/],
  ])("%s", async (_what, entries, why) => {
    writeFileSync(archive(), forged(entries));
    const failed = await unpackArchive(archive(), to).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ArchiveError);
    expect((failed as Error).message).toMatch(why);
    expect((failed as Error).message.startsWith(`${archive()}: `)).toBe(true);
    expect(readdirSync(to)).toEqual([]);
  });

  test("one for which the disk has no room", async () => {
    writeFileSync(archive(), forged([good]));
    await expect(unpackArchive(archive(), to, () => Promise.resolve(3))).rejects.toThrow(/needs 1 MB, and .* free/);
    expect(readdirSync(to)).toEqual([]);
  });

  test("one whose long name, in an extended header, leads elsewhere", async () => {
    const path = "28 path=../../outside.sqlite\n";
    const length = `${path.length}${path.slice(2)}`;
    writeFileSync(archive(), forged([{ name: "pax", type: "x", content: length }, good]));
    await expect(unpackArchive(archive(), to)).rejects.toThrow(ArchiveError);
    expect(readdirSync(to)).toEqual([]);
  });

  test("one cut short, wherever it was cut", async () => {
    put("state.db", Buffer.alloc(4096, 1));
    put("ca.crt");
    await packArchive(from, ["state.db", "ca.crt"], archive());
    const whole = readFileSync(archive());
    for (const cut of [0, 100, 512, 1024, 4608, 5120, 5632]) {
      writeFileSync(archive(), whole.subarray(0, cut));
      await expect(unpackArchive(archive(), to), `cut at ${cut}`).rejects.toThrow(/cut short or damaged|no backup/);
    }
    expect(readdirSync(to)).toEqual([]);
  });

  test("one with a broken header", async () => {
    const bytes = forged([good, { name: "series.db", content: "x" }]);
    bytes.write("x", 1024);
    writeFileSync(archive(), bytes);
    await expect(unpackArchive(archive(), to)).rejects.toThrow(/damaged/);
  });

  test("a compressed one, which could swell", async () => {
    writeFileSync(archive(), gzipSync(forged([good])));
    await expect(unpackArchive(archive(), to)).rejects.toThrow(/no backup/);
  });

  test("a link that stands in the folder already is not followed", async () => {
    put("state.db", "new");
    await create({ cwd: from, file: archive(), portable: true }, ["state.db"]);
    writeFileSync(join(work, "precious"), "old");
    symlinkSync(join(work, "precious"), join(to, "state.db"));
    await unpackArchive(archive(), to);
    expect(readFileSync(join(work, "precious"), "utf8")).toBe("old");
  });
});
