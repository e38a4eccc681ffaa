import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { FileCapture } from "../../agent/src/radio/capture/file-capture.ts";
import { senderOf, signalsBandwidth } from "../../agent/src/radio/dot11/bandwidth-signalling.ts";
import { FrameReader } from "../../agent/src/radio/dot11/frame-reader.ts";
import type { ParsedFrame } from "../../agent/src/radio/dot11/parsed-frame.ts";
import { frameOf } from "./octets.ts";

const read = (text: string): ParsedFrame => {
  const frame = frameOf(text);
  if (typeof frame === "string") throw new RangeError(frame);
  return frame;
};

// Of frames that may be copied none signals its bandwidth: by the clause. One recording beside the repository has one, see the end.
describe("IEEE 802.11-2020, 9.2.4.3.7: the bandwidth-signalling TA", () => {
  const sender = 0x00_11_22_00_00_02;

  test.each([
    ["RTS (9.3.1.2)", "b400 0000 02005e000001 011122000002"],
    ["PS-Poll (9.3.1.5)", "a400 01c0 02005e000001 011122000002"],
    ["CF-End (9.3.1.6)", "e400 0000 ffffffffffff 011122000002"],
    ["block ack request (9.3.1.7)", "8400 0000 02005e000001 011122000002 0400 0000"],
    ["NDP announcement (9.3.1.19)", "5400 0000 02005e000001 011122000002 04 0110"],
  ])("the sender of %s is the address without the group bit", (_, text) => {
    const frame = read(text);
    expect(signalsBandwidth(frame)).toBe(true);
    expect(senderOf(frame)).toBe(sender);
    // On air it stands as it stands.
    expect(frame.transmitter).toBe(0x01_11_22_00_00_02);
  });

  test("an RTS of a station that signals nothing has its own address", () => {
    const frame = read("b400 0000 02005e000001 001122000002");
    expect([signalsBandwidth(frame), senderOf(frame)]).toEqual([false, sender]);
  });

  test("a CTS has no transmitter to unmask", () => {
    const frame = read("c400 0000 03005e000001");
    expect([signalsBandwidth(frame), senderOf(frame)]).toEqual([false, -1]);
  });

  test("a beacon from a group address signals nothing: it lies", () => {
    const frame = read("8000 0000 ffffffffffff 011122000002 011122000002 0000 0000000000000000 6400 0100 0000");
    expect([signalsBandwidth(frame), senderOf(frame)]).toEqual([false, 0x01_11_22_00_00_02]);
  });
});

const RECORDED = fileURLToPath(new URL("../../../shared/captures/benign/drone-01.pcap", import.meta.url));

describe.skipIf(!existsSync(RECORDED))("on air (skipped where ../shared is absent)", () => {
  test("who signals the bandwidth of a sounding is heard in other frames under the address without the group bit", async () => {
    const reader = new FrameReader();
    const others = new Set<number>();
    const signalling: number[] = [];
    await new FileCapture(RECORDED).run((captured) => {
      const frame = reader.read(captured);
      if (typeof frame === "string") return;
      if (signalsBandwidth(frame)) signalling.push(senderOf(frame));
      else others.add(frame.transmitter);
    });
    expect(signalling).toHaveLength(1);
    expect(signalling.every((sender) => others.has(sender))).toBe(true);
  });
});
