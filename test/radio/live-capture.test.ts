import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { ended, inNamespace, notRun } from "./fake-air.ts";
import type { Heard } from "./listen.ts";

const CAPTURE = fileURLToPath(new URL("../fixtures/lab/benign.pcap", import.meta.url));

async function listen(method: "pcap" | "tcpdump"): Promise<Heard> {
  const { stdout } = await ended(inNamespace(["test/radio/listen.ts", method, CAPTURE]));
  return JSON.parse(stdout) as Heard;
}

const skipped = await notRun();

describe.skipIf(skipped)(`the fake live interface${skipped ?? ""}`, () => {
  describe.each(["pcap", "tcpdump"] as const)("by %s", (method) => {
    let heard: Heard;
    beforeAll(async () => {
      heard = await listen(method);
    }, 90_000);

    test("every frame is heard, with its link type and a time of now", () => {
      expect(heard.method).toBe(method);
      expect(heard.played).toBeGreaterThan(2_000);
      expect(heard.heard).toBe(heard.played);
      expect(heard.linkTypes).toEqual([127]);
      expect(heard.clockOff).toBeLessThan(2);
    });

    test("an interface that vanishes or goes down is told", () => {
      expect(heard.problemWhenEnded).toEqual(["interface-gone"]);
      expect(heard.problemWhenDown).toEqual(["interface-gone"]);
    });

    test("it is heard again after down and up, and after it was removed and made again", () => {
      expect(heard.heardAfterUp).toBe(true);
      expect(heard.heardAfterReturn).toBe(true);
      expect(heard.openings).toBeGreaterThanOrEqual(3);
    });

    test("it stops at once", () => {
      expect(heard.stopMilliseconds).toBeLessThan(1_000);
    });
  });
});
