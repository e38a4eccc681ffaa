import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { FrameReader } from "../dot11/frame-reader.ts";
import { FileCapture } from "./file-capture.ts";
import { Recording } from "./recording.ts";

const DATASKY = fileURLToPath(new URL("../../../../test/fixtures/lab/datasky_like.pcap", import.meta.url));
const HOP = fileURLToPath(new URL("../../../../test/fixtures/lab/benign_hop.pcap", import.meta.url));
const once = { loop: false, startAfterSeconds: 0, gapSeconds: 0 };

test("a recording is played with the times of now and the transmitters' own clocks", async () => {
  const original: { at: number; tsft: number; tsf: number }[] = [];
  const reader = new FrameReader();
  const take = (into: typeof original) => (frame: Parameters<Parameters<FileCapture["run"]>[0]>[0]) => {
    reader.read(frame);
    into.push({ at: frame.atSeconds, tsft: reader.frame.tsftMicroseconds, tsf: reader.frame.tsfLow });
  };
  await new FileCapture(DATASKY).run(take(original));
  const played: typeof original = [];
  const before = Date.now() / 1000;
  await new Recording({ files: [DATASKY], ...once, speed: 200 }).run(take(played));

  expect(played).toHaveLength(original.length);
  expect(played.map(({ tsft, tsf }) => [tsft, tsf])).toEqual(original.map(({ tsft, tsf }) => [tsft, tsf]));
  expect(played[0]?.at).toBeGreaterThanOrEqual(before);
  expect(played.at(-1)?.at).toBeLessThan(Date.now() / 1000 + 0.1);
  const spans = [original, played].map((frames) => (frames.at(-1)?.at ?? 0) - (frames[0]?.at ?? 0));
  expect(spans[1]).toBeCloseTo((spans[0] ?? 0) / 200, 1);
});

test("files follow each other, rounds loop until stopped, and stopping is at once", async () => {
  let frames = 0;
  const recording = new Recording({
    files: [DATASKY, DATASKY],
    loop: true,
    startAfterSeconds: 0,
    gapSeconds: 0.01,
    speed: 1e6,
  });
  let perFile = 0;
  await new FileCapture(DATASKY).run(() => perFile++);
  const run = recording.run(() => {
    frames++;
    if (frames === perFile * 5) void recording.stop();
  });
  await run;
  expect(frames).toBe(perFile * 5);
});

test("the channels that the recording's radio listened to are told", async () => {
  const channels = new Set<number>();
  await new Recording({ files: [HOP], ...once, speed: 1e6, onChannel: (mhz) => channels.add(mhz) }).run(
    () => undefined,
  );
  expect(channels.size).toBeGreaterThan(1);
});

test("a recording that is not there fails with its name", async () => {
  await expect(new Recording({ files: ["/nowhere/x.pcap"], ...once, speed: 1 }).run(() => undefined)).rejects.toThrow(
    "/nowhere/x.pcap",
  );
});
