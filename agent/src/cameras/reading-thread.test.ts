import { performance } from "node:perf_hooks";
import { afterEach, expect, test } from "vitest";
import { READING_LIMITS, ReadingThread, type ReadingLimits } from "./reading-thread.ts";

const threads: ReadingThread[] = [];
afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.stop();
});
function start(limits: Partial<ReadingLimits> = {}): ReadingThread {
  const thread = new ReadingThread({ ...READING_LIMITS, ...limits });
  threads.push(thread);
  return thread;
}

const answer = (body: string) => ({
  raw: Buffer.from(
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>${body}</s:Body></s:Envelope>`,
  ),
  status: 200,
  contentType: "",
});
const LARGE = answer(`<r><Capabilities>${"<FaceDetect>true</FaceDetect>".repeat(15_000)}</Capabilities></r>`);

test("a datagram and an answer are read in another thread", async () => {
  const thread = start();
  expect(await thread.datagram(Buffer.from("<Envelope/>"))).toMatchObject({ problems: ["not-probe-matches"] });
  const read = await thread.answer(LARGE);
  expect(read).toMatchObject({
    outcome: "answered",
    soap: true,
    facts: { named: [{ categories: ["face-detection"] }] },
  });
});

// A machine that is busy with other work may take this thread off its processor: one try of four without that will do.
test("while half a megabyte is read this thread is never blocked for 50 ms", { retry: 3 }, async () => {
  const thread = start();
  await thread.datagram(Buffer.alloc(0));
  let longest = 0;
  let last = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const used = performance.eventLoopUtilization(last);
    last = performance.eventLoopUtilization();
    longest = Math.max(longest, used.active);
  }, 1);
  for (let n = 0; n < 3; n++) await thread.answer(LARGE);
  clearInterval(timer);
  expect(longest).toBeLessThan(50);
});

test("work beyond its processor time is ended, and the next is read by another thread", async () => {
  const thread = start({ cpuMilliseconds: -1 });
  const reads = [thread.answer(LARGE), thread.datagram(Buffer.alloc(0))];
  const [first, second] = await Promise.all(reads);
  expect(first).toBe("too-slow");
  // Whatever came of it, it was not lost with the one before.
  expect(second).toBeDefined();
});

test("what waits is bounded in number and in octets", async () => {
  const many = start({ waiting: 10 });
  const reads = await Promise.all(Array.from({ length: 50 }, () => many.datagram(Buffer.from("x"))));
  expect(reads.filter((each) => each === "reading-queue-full")).toHaveLength(39);
  const large = start({ waitingOctets: 100_000 });
  const sizes = await Promise.all(Array.from({ length: 20 }, () => large.datagram(Buffer.alloc(20_000, "x"))));
  expect(sizes.filter((each) => each === "reading-queue-full")).toHaveLength(15);
});

test("what waits when it is stopped is told so, and nothing is read any more", async () => {
  const thread = start();
  const waiting = [thread.answer(LARGE), thread.datagram(Buffer.from("x"))];
  await thread.stop();
  expect(await Promise.all(waiting)).toEqual(["reading-queue-full", "reading-queue-full"]);
  expect(await thread.datagram(Buffer.from("x"))).toBe("reading-queue-full");
});
