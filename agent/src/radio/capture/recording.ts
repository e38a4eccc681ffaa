import { setTimeout as sleep } from "node:timers/promises";
import type { FrameDamage } from "../dot11/frame.ts";
import { FrameReader } from "../dot11/frame-reader.ts";
import { FileCapture } from "./file-capture.ts";
import type { CapturedFrame, CaptureEnd, FrameSource } from "./frame-source.ts";
import { LiveFrame } from "./live-frame.ts";

/** Octets of frames that are kept in memory for playing: a demo's recordings have a few millions. */
const MAX_RECORDING_BYTES = 268_435_456;

/** Milliseconds between two deliveries: frames that are due meanwhile come together, as from a kernel's buffer. */
const STEP_MS = 20;

/** Seconds between the end of one file and the beginning of the next, within one round. */
const BETWEEN_FILES_SECONDS = 1;

/** How recordings are played: the configuration's `radio.recording`, and what plays are told through. */
export interface RecordingOptions {
  files: readonly string[];
  loop: boolean;
  startAfterSeconds: number;
  /** Silence between two rounds, in seconds; it is listened to like any other silence. */
  gapSeconds: number;
  /** How many times as fast as it was recorded. */
  speed: number;
  /** Called when the channel of the frames changes, in MHz: what the recording's radio listened to. */
  onChannel?: (channelMhz: number) => void;
}

interface RecordedFrame {
  /** Seconds after the start of a round, at the recorded speed. */
  afterSeconds: number;
  bytes: Uint8Array;
  originalLength: number;
  linkType: number;
  interfaceNumber: number;
  fcsAtEnd: boolean;
  damage: FrameDamage | undefined;
  /** -1 where the radio header does not say. */
  channelMhz: number;
}

/**
 * Plays captures as if they were heard now. Capture times are re-based to the wall clock; TSFT and TSF stay as recorded, for they are
 * the transmitters' own clocks, and a detector that compares them would be lied to.
 */
export class Recording implements FrameSource {
  readonly method = "recording";
  private readonly options: RecordingOptions;
  private readonly stopping = new AbortController();
  private finished: Promise<unknown> = Promise.resolve();
  private channelMhz = -1;

  constructor(options: RecordingOptions) {
    this.options = options;
  }

  drops(): Record<string, number> {
    return {};
  }

  /** Plays until stopped, or once where it does not loop. Rejects when a file cannot be read. */
  run(consume: (frame: CapturedFrame) => void): Promise<CaptureEnd> {
    const run = this.play(consume);
    this.finished = run.catch(() => undefined);
    return run;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.finished;
  }

  private async play(consume: (frame: CapturedFrame) => void): Promise<CaptureEnd> {
    const { frames, end } = await loadFrames(this.options.files);
    if (frames.length === 0) return { reason: "The recordings hold no frame.", ...end };
    await this.pause(this.options.startAfterSeconds);
    do {
      await this.round(frames, consume);
      if (this.options.loop) await this.pause(this.options.gapSeconds);
    } while (this.options.loop && !this.stopping.signal.aborted);
    return end;
  }

  private async round(frames: readonly RecordedFrame[], consume: (frame: CapturedFrame) => void): Promise<void> {
    const { speed } = this.options;
    const startedAt = Date.now() / 1000;
    const started = performance.now();
    const frame = new LiveFrame();
    for (const recorded of frames) {
      const dueMs = started + (recorded.afterSeconds * 1000) / speed;
      while (!this.stopping.signal.aborted && performance.now() < dueMs) {
        await this.pause(Math.max(STEP_MS, dueMs - performance.now()) / 1000);
      }
      if (this.stopping.signal.aborted) return;
      this.tune(recorded.channelMhz);
      frame.bytes = recorded.bytes;
      frame.originalLength = recorded.originalLength;
      frame.linkType = recorded.linkType;
      frame.interfaceNumber = recorded.interfaceNumber;
      frame.fcsAtEnd = recorded.fcsAtEnd;
      frame.damage = recorded.damage;
      frame.atSeconds = startedAt + recorded.afterSeconds / speed;
      consume(frame);
    }
  }

  private tune(channelMhz: number): void {
    if (channelMhz === this.channelMhz || channelMhz === -1) return;
    this.channelMhz = channelMhz;
    this.options.onChannel?.(channelMhz);
  }

  private async pause(seconds: number): Promise<void> {
    await sleep(seconds * 1000, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** Reads all files into one round. A truncated file gives what is readable. */
async function loadFrames(files: readonly string[]): Promise<{ frames: RecordedFrame[]; end: CaptureEnd }> {
  const frames: RecordedFrame[] = [];
  const reader = new FrameReader();
  let bytes = 0;
  let fileStart = 0;
  let end: CaptureEnd = {};
  /** Each file has radios of its own. */
  let interfaces = 0;
  for (const file of files) {
    const firstInterface = interfaces;
    let first: number | undefined;
    let last = fileStart;
    const fileEnd = await new FileCapture(file).run((frame) => {
      bytes += frame.bytes.length;
      if (bytes > MAX_RECORDING_BYTES) return;
      // Captures of several radios are not always in order; a frame that seems older than the one before it, or of no time at all, is played with it.
      if (!frame.timeUnknown) {
        first ??= frame.atSeconds;
        last = Math.max(last, fileStart + frame.atSeconds - first);
      }
      interfaces = Math.max(interfaces, firstInterface + frame.interfaceNumber + 1);
      reader.read(frame);
      frames.push({
        afterSeconds: last,
        bytes: frame.bytes.slice(),
        originalLength: frame.originalLength,
        linkType: frame.linkType,
        interfaceNumber: firstInterface + frame.interfaceNumber,
        fcsAtEnd: frame.fcsAtEnd,
        damage: frame.damage,
        channelMhz: reader.frame.channelMhz,
      });
    });
    if (fileEnd.reason !== undefined) end = fileEnd;
    fileStart = last + BETWEEN_FILES_SECONDS;
  }
  if (bytes > MAX_RECORDING_BYTES) end = { reason: "The recordings are larger than 256 MiB; the rest is not played." };
  return { frames, end };
}
