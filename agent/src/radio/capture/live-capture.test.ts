import { expect, test, vi } from "vitest";
import type { CapturedFrame } from "./frame-source.ts";
import { LiveCapture } from "./live-capture.ts";
import { LiveFrame } from "./live-frame.ts";

test("a capture that stands still is a problem from the moment in which it is found until a frame comes again", async () => {
  let received = 0;
  let deliver: (frame: CapturedFrame) => void = () => undefined;
  const onBroken = vi.fn();
  const capture = new LiveCapture({
    interfaceName: "wlan1",
    method: "pcap",
    available: async () => ({ pcap: true, tcpdump: false }),
    openers: {
      pcap: async (_name, consume) => {
        deliver = consume;
        return { ended: new Promise<never>(() => undefined), drops: () => ({}), close: async () => undefined };
      },
      tcpdump: () => Promise.reject(new Error("not asked for")),
    },
    // The kernel counts a frame at each look, and none arrives.
    linkState: async () => ({ index: 4, up: true, received: ++received }),
    watchMilliseconds: 20,
    onBroken,
  });
  const run = capture.run(() => undefined);
  const codes = () => capture.problems().map(({ code }) => code);
  await vi.waitFor(() => expect(capture.openings).toBe(1));
  expect([codes(), onBroken.mock.calls.length]).toEqual([[], 0]);
  await vi.waitFor(() => expect(capture.openings).toBe(2), { timeout: 6_000 });
  // Opened again, which proves nothing yet.
  expect([codes(), onBroken.mock.calls.length]).toEqual([["capture-stalled"], 1]);
  deliver(new LiveFrame());
  await vi.waitFor(() => expect(codes()).toEqual([]));
  await capture.stop();
  await run;
});
