import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { CaptureFileError } from "../radio/capture/capture-file-error.ts";
import { CaptureWriter } from "../radio/capture/capture-files-for-tests.ts";
import { FileCapture } from "../radio/capture/file-capture.ts";
import { FrameReader } from "../radio/dot11/frame-reader.ts";
import { dissectFile } from "./dissect.ts";

/** Everything that `dissectFile` writes, and what it says beside it. */
async function dissect(path: string, jsonl = true): Promise<{ lines: string[]; notice: string }> {
  const written: string[] = [];
  const said: string[] = [];
  const collect = (into: string[]) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        into.push(chunk.toString());
        done();
      },
    });
  await dissectFile(path, { jsonl, out: collect(written), notices: collect(said) });
  return { lines: written.join("").split("\n").slice(0, -1), notice: said.join("") };
}

async function madeFile(...frames: string[]): Promise<string> {
  const writer = new CaptureWriter(true);
  const records = frames.map((frame, n) => writer.pcapRecord(1_700_000_000 + n, 5, Buffer.from(frame, "hex")));
  const path = join(await mkdtemp(join(tmpdir(), "dissect-")), "made.pcap");
  await writeFile(path, Buffer.concat([writer.pcapHeader(0xa1b2_c3d4), ...records]));
  return path;
}

const ADDRESSES = "ffffffffffff02005e00000102005e000001";
const PROBE_REQUEST = `40080000${ADDRESSES}1000000441420a1b`;

test("a frame is a line of JSON with the keys of the documented order", async () => {
  const { lines } = await dissect(await madeFile(PROBE_REQUEST));
  expect(lines).toEqual([
    '{"n":1,"t":"1700000000.000005000","len":30,"capLen":30,"type":0,"subtype":4,"ta":"02:00:5e:00:00:01",' +
      '"ra":"ff:ff:ff:ff:ff:ff","bssid":"02:00:5e:00:00:01","ssid":"AB\\n\\u001b","ssidHex":"41420a1b","channelMhz":null,' +
      '"rssiDbm":null,"seq":1,"frag":0,"tsf":null,"fcsBad":null,"fcsFlagBad":null,"fcsComputed":"none","retry":true,' +
      '"protected":false,"reason":null}',
  ]);
});

test("a frame that cannot be read is a line too, with its reason", async () => {
  const { lines } = await dissect(await madeFile("81000000", `81000000${ADDRESSES}`));
  expect(lines.map((line) => JSON.parse(line) as Record<string, unknown>)).toMatchObject([
    { n: 1, type: null, ta: null, retry: null, skipped: "frame-too-short" },
    { n: 2, type: null, ta: null, retry: null, skipped: "protocol-version" },
  ]);
});

test("for a person a frame is a line in which a network's name cannot write on the terminal", async () => {
  const { lines } = await dissect(await madeFile(PROBE_REQUEST, "81000000"), false);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain("probe request");
  expect(lines[0]).toContain(String.raw`ssid "AB\n\u001b"`);
  expect(lines[1]).toContain("skipped: frame-too-short");
});

test("a cut file is dissected as far as it goes, and the person is told", async () => {
  const path = await madeFile(PROBE_REQUEST, PROBE_REQUEST);
  await writeFile(path, readFileSync(path).subarray(0, -1));
  const { lines, notice } = await dissect(path);
  expect(lines).toHaveLength(1);
  expect(notice).toBe(`${path}: the file ends within a record at octet 70\n`);
});

test("a file that is not there is one clear line", async () => {
  await expect(dissect("/no/such/file.pcap")).rejects.toThrow(new CaptureFileError("/no/such/file.pcap: no such file"));
});

test("a reader that goes away ends the dissection quietly", async () => {
  const path = await madeFile(...Array.from({ length: 2000 }, () => PROBE_REQUEST));
  const out = new PassThrough({ highWaterMark: 10 });
  setImmediate(() => out.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" })));
  await expect(dissectFile(path, { jsonl: true, out })).resolves.toBeUndefined();
});

const CAPTURES = fileURLToPath(new URL("../../../../shared/captures", import.meta.url));
const EXPECTED = `${CAPTURES}/expected`;

describe.skipIf(!existsSync(EXPECTED))("against tshark's dissections (skipped where ../shared is absent)", () => {
  const names = existsSync(EXPECTED) ? readFileSync(`${EXPECTED}/files.txt`, "utf8").trim().split("\n") : [];

  // No exceptions: all four link types. Frames that tshark calls malformed are left out, as the README beside them allows.
  test.each(names.map((name) => name.replace(/:\d+$/, "")))("%s: every field of every frame is equal", async (name) => {
    const expected = readFileSync(`${EXPECTED}/${name.replaceAll("/", "__")}.jsonl`, "utf8")
      .trim()
      .split("\n");
    const { lines } = await dissect(join(CAPTURES, name));
    expect(lines.length).toBeGreaterThanOrEqual(expected.length);
    for (const [index, line] of expected.entries()) {
      const { malformed, ...theirs } = JSON.parse(line) as Record<string, unknown>;
      if (malformed === true) continue;
      const { ssid: _ssid, skipped: _skipped, ...ours } = JSON.parse(lines[index] ?? "{}") as Record<string, unknown>;
      expect(ours).toEqual(theirs);
    }
  });
});

describe.skipIf(!existsSync(CAPTURES))("all captures at hand (skipped where ../shared is absent)", () => {
  test("each is read to its end or refused, and nothing in it is an exception", async () => {
    let frames = 0;
    const refused: string[] = [];
    for (const path of captureFiles(CAPTURES)) {
      const reader = new FrameReader({ computesAll: true });
      const capture = new FileCapture(path);
      try {
        await capture.run((captured) => {
          reader.read(captured);
          frames++;
        });
      } catch (error) {
        expect(error).toBeInstanceOf(CaptureFileError);
        refused.push(path.slice(path.lastIndexOf("/") + 1));
      }
    }
    expect(frames).toBeGreaterThan(100_000);
    expect(refused.sort()).toEqual(["beacons.pcap.gz", "empty-file.pcap", "not-a-capture.pcap"]);
  });
});

function* captureFiles(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* captureFiles(path);
    else if (/\.(pcap|cap|pcapng|pcap\.gz)$/.test(name)) yield path;
  }
}
