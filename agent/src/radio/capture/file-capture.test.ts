import { spawn } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { CaptureWriter } from "./capture-files-for-tests.ts";
import { FileCapture } from "./file-capture.ts";

const RECORDS = 20_000;
const RECORD = Buffer.alloc(200, 0x40);
let path: string;
let file: Buffer;

beforeAll(async () => {
  const writer = new CaptureWriter(true);
  const records = Array.from({ length: RECORDS }, (_, n) => writer.pcapRecord(n, 0, RECORD));
  file = Buffer.concat([writer.pcapHeader(0xa1b2_c3d4), ...records]);
  path = join(await mkdtemp(join(tmpdir(), "file-capture-")), "many.pcap");
  await writeFile(path, file);
});

test("a file larger than a piece is delivered whole, in order", async () => {
  let next = 0;
  const end = await new FileCapture(path).run((frame) => {
    if (frame.atSeconds === next && frame.bytes.length === RECORD.length) next++;
  });
  expect(next).toBe(RECORDS);
  expect(end).toEqual({});
});

test("nothing is read while the consumer waits between pieces", async () => {
  let frames = 0;
  const waits: number[] = [];
  await new FileCapture(path).run(
    () => {
      frames++;
    },
    async () => {
      const before = frames;
      await new Promise((resolve) => setTimeout(resolve, 5));
      waits.push(frames - before);
    },
  );
  expect(waits.length).toBeGreaterThan(5);
  expect(waits.every((delivered) => delivered === 0)).toBe(true);
});

test("stop ends the run, and nothing is delivered after it", async () => {
  const capture = new FileCapture(path);
  let frames = 0;
  let stopping: Promise<void> | undefined;
  const end = await capture.run(() => {
    if (++frames === 100) stopping = capture.stop();
  });
  await stopping;
  expect(frames).toBe(100);
  expect(end).toEqual({});
});

/** Counts the frames of standard input in a process of its own; with `stopAfter` it stops there, and must then exit by itself. */
function countStdin(stopAfter: number): { child: ReturnType<typeof spawn>; output: Promise<string> } {
  const script = `
    import { FileCapture } from ${JSON.stringify(fileURLToPath(new URL("file-capture.ts", import.meta.url)))};
    const capture = new FileCapture("-");
    let frames = 0;
    capture.run(() => { if (++frames === ${stopAfter}) void capture.stop(); }).then((end) => console.log(frames, JSON.stringify(end)));
  `;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script]);
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: new Promise((resolve) => child.on("close", () => resolve(text))) };
}

test("standard input is read to its end", async () => {
  const { child, output } = countStdin(-1);
  child.stdin?.end(file);
  expect(await output).toBe(`${RECORDS} {}\n`);
});

test("standard input that stays open and quiet does not keep a stopped capture alive", async () => {
  const { child, output } = countStdin(10);
  child.stdin?.write(file.subarray(0, 24 + 10 * 216));
  expect(await output).toBe("10 {}\n");
});
