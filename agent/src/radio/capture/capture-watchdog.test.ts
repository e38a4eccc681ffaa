import { expect, test } from "vitest";
import { problemOf } from "./capture-session.ts";
import { CaptureWatchdog } from "./capture-watchdog.ts";

const link = (received: number, up = true, index = 4) => ({ index, up, received });

test("frames that come are fine, however the kernel counts", () => {
  const watchdog = new CaptureWatchdog(0);
  for (let second = 1; second < 100; second++)
    expect(watchdog.judge(link(second * 10), second * 9, second)).toBe("fine");
});

test("an opening to which the kernel's frames do not come is stalled after three seconds", () => {
  const watchdog = new CaptureWatchdog(0);
  watchdog.judge(link(10), 10, 1);
  expect([2, 3, 4, 5].map((second) => watchdog.judge(link(10 + second), 10, second))).toEqual([
    "fine",
    "fine",
    "fine",
    "stalled",
  ]);
});

test("a frame that the kernel has counted and still holds is no stall", () => {
  const watchdog = new CaptureWatchdog(0);
  watchdog.judge(link(10), 10, 1);
  watchdog.judge(link(11), 10, 2);
  expect(watchdog.judge(link(11), 11, 3)).toBe("fine");
  expect(watchdog.judge(link(11), 11, 10)).toBe("fine");
});

test("silence on an interface that is up makes deaf after 30 seconds, and a new opening after ten minutes", () => {
  const watchdog = new CaptureWatchdog(0);
  watchdog.judge(link(0), 0, 0);
  expect(watchdog.judge(link(0), 0, 29)).toBe("fine");
  expect(watchdog.judge(link(0), 0, 30)).toBe("deaf");
  expect(watchdog.judge(link(0), 0, 600)).toBe("stalled");
});

test("an interface that is down is told at once", () => {
  const watchdog = new CaptureWatchdog(0);
  watchdog.judge(link(5), 5, 1);
  expect(watchdog.judge(link(5, false), 5, 2)).toBe("down");
});

test("an interface that was down and up between two looks is stalled once the kernel counts again", () => {
  const watchdog = new CaptureWatchdog(0);
  watchdog.judge(link(5), 5, 1);
  expect([2, 3, 4, 5].map((second) => watchdog.judge(link(5 + second), 5, second)).at(-1)).toBe("stalled");
});

test("an interface of the same name with another number is another one", () => {
  const watchdog = new CaptureWatchdog(0);
  watchdog.judge(link(5), 5, 1);
  expect(watchdog.judge(link(0, true, 7), 5, 2)).toBe("replaced");
  expect(watchdog.judge(undefined, 5, 3)).toBe("gone");
});

test.each([
  ["socket: Operation not permitted", "not-permitted"],
  ["wlan9: You don't have permission to capture on that device", "not-permitted"],
  ["wlan9: No such device exists", "interface-gone"],
  ["pcap_loop: The interface disappeared", "interface-gone"],
  ["wlan9: That device is not up", "interface-gone"],
  ["something else", "capture-failed"],
])("libpcap's %j means %s", (message, problem) => {
  expect(problemOf(message)).toBe(problem);
});
