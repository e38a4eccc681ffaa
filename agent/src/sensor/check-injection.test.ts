import { expect, test } from "vitest";
import { readConfig } from "../main/load-config.ts";
import type { Obstacle } from "../radio/canaries/canary-sender.ts";
import { LiveFrame } from "../radio/capture/live-frame.ts";
import type { CapturedFrame } from "../radio/capture/frame-source.ts";
import { checkInjection } from "./check-injection.ts";

const { radio } = readConfig(
  JSON.stringify({
    sensorId: "gate",
    venueId: "mall",
    mqtt: { url: "mqtt://127.0.0.1" },
    radio: { interface: "wlan1", sendCanaries: { responsible: "Wang Fang" } },
  }),
  "agent.yaml",
  {},
);

/** A radio that hands back what it sends, or does not, or does not take it. */
async function check(how: "hands-back" | "silent" | "refuses", where: number | Obstacle = 2_437) {
  let hear: (frame: CapturedFrame) => void = () => undefined;
  let stop: () => void = () => undefined;
  const sent: Uint8Array[] = [];
  const listener: Parameters<typeof checkInjection>[2] = {
    source: {
      method: "pcap",
      drops: () => ({}),
      run: (consume) => {
        hear = consume;
        return new Promise((resolve) => (stop = () => resolve({})));
      },
      stop: async () => stop(),
    },
    maySend: () => where,
    inject: (frame) => {
      if (how === "refuses") throw new Error("Network is down");
      sent.push(frame);
      const back = new LiveFrame();
      back.bytes = frame;
      if (how === "hands-back") hear(back);
    },
    restore: async () => undefined,
  };
  const checked = checkInjection(radio, "agent.yaml", listener, { readyMs: 40, heardMs: 40 });
  return { ...(await checked), sent: sent.length };
}

test("injection is proven by what comes back, and by nothing else", async () => {
  expect(await check("hands-back")).toMatchObject({
    state: "ok",
    sent: 1,
    says: expect.stringContaining("Wang Fang") as string,
  });
  expect(await check("silent")).toMatchObject({ state: "unknown", sent: 1 });
  expect(await check("refuses")).toMatchObject({ state: "failed", sent: 0 });
});

test("nothing is sent where the country lets nobody begin", async () => {
  for (const why of ["no-country", "no-channel", "no-injection"] as const)
    expect(await check("hands-back", why)).toMatchObject({
      state: "failed",
      sent: 0,
      says: `bait cannot be sent (${why})`,
      todo: expect.stringMatching(/\w/) as string,
    });
});
