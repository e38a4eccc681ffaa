import { expect, test } from "vitest";
import { LiveFrame } from "./live-frame.ts";
import type { CapturedFrame, CaptureEnd, FrameSource } from "./frame-source.ts";
import { SeveralCaptures } from "./several-captures.ts";

/** An adapter that hears what the test says. */
class Adapter implements FrameSource {
  readonly method = "pcap";
  hear: (atSeconds: number, octets?: number) => void = () => undefined;
  end: (how: CaptureEnd) => void = () => undefined;

  run(consume: (frame: CapturedFrame) => void): Promise<CaptureEnd> {
    const frame = new LiveFrame();
    this.hear = (atSeconds, octets = 40) => {
      frame.atSeconds = atSeconds;
      frame.bytes = new Uint8Array(octets).fill(atSeconds % 256);
      consume(frame);
    };
    return new Promise((resolve) => {
      this.end = resolve;
    });
  }

  async stop(): Promise<void> {
    this.end({});
  }

  drops(): Record<string, number> {
    return { kernel: 2, interface: 1 };
  }
}

function several() {
  let now = 0;
  const adapters = [new Adapter(), new Adapter()] as const;
  const both = new SeveralCaptures(adapters, () => now);
  const heard: string[] = [];
  const consume = ({ interfaceNumber, atSeconds, bytes }: CapturedFrame): void => {
    expect(bytes[0]).toBe(atSeconds % 256);
    heard.push(`${interfaceNumber}@${atSeconds}`);
  };
  const run = both.run(consume);
  const pass = (milliseconds: number): void => {
    now += milliseconds;
    both.turn(consume);
  };
  return { adapters, both, heard, run, pass };
}

test("frames of two adapters come in the order in which they were heard, though one hands its own over late", async () => {
  const { adapters, both, heard, run, pass } = several();
  adapters[0].hear(1_001);
  adapters[0].hear(1_003);
  pass(100);
  expect(heard).toEqual([]);
  adapters[1].hear(1_000);
  adapters[1].hear(1_002);
  adapters[1].hear(1_004);
  pass(60);
  expect(heard).toEqual(["1@1000", "0@1001", "1@1002", "0@1003"]);
  pass(200);
  expect(heard.at(-1)).toBe("1@1004");
  await both.stop();
  expect(await run).toEqual({});
  expect(both.drops()).toEqual({ kernel: 4, interface: 2 });
});

test("what waits is bounded in frames and in octets: a flood goes on at once", async () => {
  const { adapters, both, heard } = several();
  for (let frame = 0; frame < 100_000; frame++) adapters[0].hear(frame);
  expect(both.waiting).toBeLessThan(16_384);
  expect(heard.length).toBeGreaterThan(80_000);
  const before = heard.length;
  for (let frame = 0; frame < 5_000; frame++) adapters[1].hear(frame, 2_048);
  expect(heard.length).toBeGreaterThan(before);
  await both.stop();
});

test("one adapter that can go on no longer ends all, for only a fresh process opens it again; nothing that waits is lost", async () => {
  const { adapters, heard, run } = several();
  adapters[1].hear(1_000);
  adapters[0].end({ reason: "opened too often" });
  expect(await run).toEqual({ reason: "opened too often" });
  expect(heard).toEqual(["1@1000"]);
});

test("a clock that is set back holds nothing up", async () => {
  const { adapters, both, heard, pass } = several();
  adapters[0].hear(9_000);
  adapters[0].hear(1_000);
  pass(160);
  expect(heard).toHaveLength(2);
  await both.stop();
});
