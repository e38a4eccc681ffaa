import type { Notice, NoticeLine } from "./notice.ts";
import { alertLine } from "./words/alert-line.ts";

/** For tests: a line of an alert at a mall. */
export const makeLine = (n = 1, change: Partial<NoticeLine> = {}): NoticeLine => ({
  ...alertLine(
    {
      alertId: `alert-${n}`,
      venueId: "mall",
      venueName: "演示商场",
      suspectId: `box-${n}`,
      suspicion: "probe-box",
      band: "strong",
      openedAt: "2026-11-24T08:00:00.000Z",
    },
    { timeZone: "Asia/Shanghai", heardBy: ["三号门"] },
    `https://probewarden.example/inbox?alert=alert-${n}`,
  ),
  ...change,
});

/** For tests: a notice of so many alerts. */
export const makeNotice = (count = 1, change: Partial<Notice> = {}): Notice => ({
  kind: "alerts",
  lines: Array.from({ length: count }, (_, at) => makeLine(at + 1)),
  url: "https://probewarden.example/inbox",
  ...change,
});
