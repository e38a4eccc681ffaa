import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { runCommandLine } from "../main/command-line.ts";
import { CaptureWriter } from "../radio/capture/capture-files-for-tests.ts";
import { beacon, hex } from "../radio/dot11/octets-for-tests.ts";
import { nameLinkType } from "./link-type-names.ts";
import { replayFile } from "./replay.ts";
import type { ReplaySummary } from "./replay-summary.ts";
import { describeUnread, unreadOf } from "./unread.ts";

const writer = new CaptureWriter(true);
const ETHERNET = Buffer.from(hex("ffffffffffff 02005e000001 0800 4500"));
const BEACON = Buffer.from(beacon("000441424344 010182 0301 06 050400010000"));
/** Radiotap whose flags say that the FCS is bad, and that an FCS is at the end. */
const flagged = (flags: string): Buffer => Buffer.concat([Buffer.from(hex(`0000 0900 02000000 ${flags}`)), BEACON]);

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "unread-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file of these records, one a second from `from` on. */
function fileOf(linkType: number, records: readonly Buffer[], seconds = (n: number) => 1_790_000_000 + n): string {
  const path = join(folder, `${Math.random()}.pcap`);
  const parts = records.map((octets, n) => writer.pcapRecord(seconds(n), 0, octets));
  writeFileSync(path, Buffer.concat([writer.pcapHeader(0xa1b2_c3d4, linkType), ...parts]));
  return path;
}

/** What `replay` says, with its exit code. */
async function replay(path: string, ...options: string[]): Promise<{ code: number; out: string; errors: string[] }> {
  const said: string[] = [];
  const errors: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => said.push(String(chunk)) > 0);
  try {
    return {
      code: await runCommandLine(["replay", path, ...options], (line) => errors.push(line)),
      out: said.join(""),
      errors,
    };
  } finally {
    write.mockRestore();
  }
}

const many = (count: number, octets: Buffer): Buffer[] => Array.from({ length: count }, () => octets);

describe.each([
  [1, /Ethernet \(EN10MB\), link type 1/],
  [113, /Linux cooked capture \(LINUX_SLL\).*link type 113/],
  [276, /LINUX_SLL2.*link type 276/],
  [12_345, /link type 12345, which is none of 802\.11/],
])("a capture of link type %i", (linkType, name) => {
  test("says that nothing was read, of what it is, and what to do; and calls nobody unsuspected", async () => {
    const path = fileOf(linkType, many(7, ETHERNET));
    const { code, out, errors } = await replay(path);
    expect(code).toBe(1);
    expect(out).toMatch(name);
    expect(out).not.toContain("Nobody is suspected");
    expect(errors).toEqual([expect.stringMatching(/^.*None of the 7 frames.*monitor mode/)]);
    expect(errors[0]).toMatch(name);
    const jsonl = await replay(path, "--jsonl");
    expect(jsonl.code).toBe(1);
    expect(JSON.parse(jsonl.out)).toMatchObject({ frames: 7, suspects: [], unread: { much: "nothing" } });
  });
});

test("a capture without a frame says so, and is no failure", async () => {
  const { code, out, errors } = await replay(fileOf(127, []));
  expect({ code, errors }).toEqual({ code: 0, errors: [] });
  expect(out).toContain("The capture holds no frame.");
  expect(out).not.toContain("Nobody is suspected");
});

test("a capture that is mostly damaged says so, and is no failure; one frame in eight is nothing to tell", async () => {
  const { code, out, errors } = await replay(fileOf(127, [...many(19, flagged("40")), flagged("00")]));
  expect({ code, errors }).toEqual({ code: 0, errors: [] });
  expect(out).toContain("Most frames could not be read (19 of 20): they are damaged");
  expect(out).not.toContain("Nobody is suspected");
  const good = await replay(fileOf(127, [flagged("40"), ...many(7, flagged("00"))]));
  expect(good.out).toContain("Nobody is suspected.");
  expect(good.out).not.toContain("Most frames");
});

test("a capture of damaged frames alone has nothing that could be read", async () => {
  const { code, errors } = await replay(fileOf(127, many(3, flagged("40"))));
  expect(code).toBe(1);
  expect(errors[0]).toMatch(/None of the 3 frames could be read: they are damaged.*antenna/);
});

test("every reason for which a frame is skipped ends in something that a person can do", () => {
  const reasons = [
    "radio-header-truncated",
    "radio-header-malformed",
    "protocol-version",
    "phy-error",
    "no-such-reason",
  ];
  for (const reason of reasons) {
    const reading = { frames: 2, skipped: { [reason]: 2 }, linkTypes: [{ linkType: 105, frames: 2 }] };
    expect(describeUnread("nothing", reading).help).toMatch(/[.]$/);
  }
  expect(unreadOf({ frames: 2, skipped: { "fcs-bad": 1 } })).toBeUndefined();
  expect(nameLinkType(192)).toContain("PPI around something else");
});

const summaryOf = (path: string): Promise<ReplaySummary> => replayFile({ path, jsonl: true, out: () => undefined });

test("seconds are never below zero: where time runs back, or no stamp can be true, that is said", async () => {
  const back = fileOf(105, many(5, BEACON), (n) => 1_790_000_000 - n);
  expect(await summaryOf(back)).toMatchObject({ seconds: 0, secondsUnknown: true, noticed: {} });
  const zero = fileOf(105, many(5, BEACON), () => 0);
  expect(await summaryOf(zero)).toMatchObject({ seconds: 0, secondsUnknown: true, noticed: { "time-impossible": 5 } });
  const { out } = await replay(zero);
  expect(out).toContain("5 frames in a time that the file does not tell");
  expect(out).toContain("5 frames: their time stamp cannot be true");
  const jump = fileOf(105, many(3, BEACON), (n) => [1_790_000_000, 0xffff_ffff, 1_790_000_009][n] ?? 0);
  expect(await summaryOf(jump)).toMatchObject({ seconds: 9, noticed: { "time-impossible": 1 } });
});

test("an FCS that is announced and not there is counted, and said in words", async () => {
  const path = fileOf(127, many(4, flagged("10")));
  expect(await summaryOf(path)).toMatchObject({ skipped: {}, noticed: { "fcs-announced-but-absent": 4 } });
  expect((await replay(path)).out).toContain("4 frames: their header announces a checksum that is not there");
});
