import type { CapturedFrame, CaptureEnd, FrameSource } from "./frame-source.ts";
import { HeldFrame } from "./held-frame.ts";

/** Frames wait so long for earlier ones of other adapters: libpcap hands its frames over in batches of 100 ms. */
const WAIT_MS = 150;
/** How often what has waited long enough is handed on. */
const TURN_MS = 50;
/** Frames and octets that wait at most; beyond them everything goes on at once, in the order that is known then. */
const MOST_FRAMES = 16_384;
const MOST_OCTETS = 8_388_608;

class WaitingFrame extends HeldFrame {
  /** Milliseconds of a clock that nobody sets. */
  readonly cameAt: number;

  constructor(frame: CapturedFrame, adapter: number, cameAt: number) {
    super(frame, adapter, frame.bytes.slice(), 0);
    this.cameAt = cameAt;
  }
}

/** Several adapters as one source: each captures by itself, and their frames come in the order in which they were heard, with the number of their adapter. */
export class SeveralCaptures implements FrameSource {
  readonly #sources: readonly FrameSource[];
  readonly #nowMs: () => number;
  #held: WaitingFrame[] = [];
  #octets = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(sources: readonly FrameSource[], nowMs: () => number = () => performance.now()) {
    this.#sources = sources;
    this.#nowMs = nowMs;
  }

  get method(): FrameSource["method"] {
    return this.#sources.find(({ method }) => method !== "none")?.method ?? "none";
  }

  /** Frames that wait for earlier ones. */
  get waiting(): number {
    return this.#held.length;
  }

  /** Runs them all, until one says why it must end, or all have ended. */
  async run(consume: (frame: CapturedFrame) => void): Promise<CaptureEnd> {
    this.#timer = setInterval(() => this.turn(consume), TURN_MS);
    const runs = this.#sources.map((source, adapter) => source.run((frame) => this.#take(frame, adapter, consume)));
    try {
      // One that can go on no longer needs a fresh process, and that ends all of them.
      const cannotGoOn = runs.map(async (run) => {
        const end = await run;
        return end.reason === undefined ? await new Promise<never>(() => undefined) : end;
      });
      return await Promise.race([...cannotGoOn, Promise.all(runs).then((): CaptureEnd => ({}))]);
    } finally {
      clearInterval(this.#timer);
      this.#release(this.#held.length, consume);
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.stop()));
    clearInterval(this.#timer);
  }

  drops(): Record<string, number> {
    const total: Record<string, number> = {};
    for (const source of this.#sources)
      for (const [reason, count] of Object.entries(source.drops())) total[reason] = (total[reason] ?? 0) + count;
    return total;
  }

  /** Hands on what was heard no later than the latest frame that has waited long enough: whatever is earlier has come by now. */
  turn(consume: (frame: CapturedFrame) => void): void {
    const before = this.#nowMs() - WAIT_MS;
    let latest = -Infinity;
    for (const { cameAt, atSeconds } of this.#held) if (cameAt <= before) latest = Math.max(latest, atSeconds);
    this.#sort();
    const first = this.#held.findIndex(({ atSeconds }) => atSeconds > latest);
    this.#release(first === -1 ? this.#held.length : first, consume);
  }

  #take(frame: CapturedFrame, adapter: number, consume: (frame: CapturedFrame) => void): void {
    const held = new WaitingFrame(frame, adapter, this.#nowMs());
    this.#held.push(held);
    this.#octets += held.window.length;
    if (this.#held.length < MOST_FRAMES && this.#octets < MOST_OCTETS) return;
    this.#sort();
    this.#release(this.#held.length, consume);
  }

  #sort(): void {
    this.#held.sort((a, b) => a.atSeconds - b.atSeconds);
  }

  #release(count: number, consume: (frame: CapturedFrame) => void): void {
    if (count === 0) return;
    const now = this.#held.slice(0, count);
    this.#held = this.#held.slice(count);
    for (const frame of now) {
      this.#octets -= frame.window.length;
      consume(frame);
    }
  }
}
