import type { LinkState } from "./link-state.ts";

/** Seconds without a frame after which a sensor is deaf: a beacon is heard every 0.1 s wherever there is a network. */
const DEAF_SECONDS = 30;

/** Seconds in which the kernel may count frames that do not come, before the opening is dead (100 ms of buffering, and slack). */
const STALLED_SECONDS = 3;

/** Seconds of silence after which it is opened again in any case: the last resort against causes that nobody knows. */
const REOPEN_SECONDS = 600;

/** What the watchdog concludes. */
export type Verdict = "fine" | "deaf" | "down" | "gone" | "stalled" | "replaced";

/**
 * Judges one opening of an interface, once a second. libpcap's module says nothing when the interface goes down or is removed; after
 * it is up again the kernel counts frames and none arrives (libuv stops polling after POLLERR). So: what the kernel counts is held against what came.
 */
export class CaptureWatchdog {
  private index: number | undefined;
  private frames = -1;
  private framesChangedAt: number;
  private received = -1;
  private receivedAheadSince: number | undefined;

  constructor(nowSeconds: number) {
    this.framesChangedAt = nowSeconds;
  }

  /** Takes the kernel's view and the number of frames that came; tells what that means. `stalled` and `replaced` ask to open again. */
  judge(link: LinkState | undefined, frames: number, nowSeconds: number): Verdict {
    if (!link) return "gone";
    this.index ??= link.index;
    if (link.index !== this.index) return "replaced";
    if (!link.up) return "down";

    const silent = frames === this.frames;
    if (!silent) {
      this.frames = frames;
      this.framesChangedAt = nowSeconds;
      this.receivedAheadSince = undefined;
    } else if (link.received > this.received) {
      this.receivedAheadSince ??= nowSeconds;
    }
    this.received = link.received;

    if (this.receivedAheadSince !== undefined && nowSeconds - this.receivedAheadSince >= STALLED_SECONDS)
      return "stalled";
    const silentSeconds = nowSeconds - this.framesChangedAt;
    if (silentSeconds >= REOPEN_SECONDS) return "stalled";
    return silentSeconds >= DEAF_SECONDS ? "deaf" : "fine";
  }
}
