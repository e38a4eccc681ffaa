import { setTimeout as sleep } from "node:timers/promises";
import type { Problem } from "@probewarden/contract";
import { CaptureError, type CaptureProblem, type CaptureSession, type OpenCapture } from "./capture-session.ts";
import {
  availableMethods,
  chooseMethod,
  MEND_METHOD,
  missingMethods,
  NO_METHOD,
  type AvailableMethods,
  type LiveMethod,
} from "./capture-method.ts";
import { CaptureWatchdog } from "./capture-watchdog.ts";
import type { CapturedFrame, CaptureEnd, FrameSource } from "./frame-source.ts";
import { readLinkState, type LinkState } from "./link-state.ts";
import { openPcap } from "./pcap-capture.ts";
import { openTcpdump } from "./tcpdump-capture.ts";

/** Something that a person should mend, as `health` reports it. */
export type LiveProblem = Problem<CaptureProblem | "deaf" | "capture-stalled">;

/** What LiveCapture is built with; all but the first two have a default. */
export interface LiveCaptureOptions {
  interfaceName: string;
  method: LiveMethod | "auto";
  available?: () => Promise<AvailableMethods>;
  openers?: Readonly<Record<LiveMethod, OpenCapture>>;
  linkState?: (interfaceName: string) => Promise<LinkState | undefined>;
  /** Milliseconds between two looks at the interface. */
  watchMilliseconds?: number;
  /** Called once per opening, before frames come: a re-created interface has lost its channel and mode. */
  beforeOpen?: () => Promise<void>;
  /** Called after each opening, a failed one too: nothing is heard until the next. */
  onClosed?: () => void;
  /** Called when the capture is found broken. It may have been so since its last frame, and nothing is heard until the next. */
  onBroken?: () => void;
}

/** Openings by pcap that may be left behind unclosed: each holds a descriptor and its ring, and only the end of the process frees them. */
const MAX_UNCLOSED = 16;

/** Problems that only a frame disproves: an interface that can be opened again may still deliver nothing. */
const UNTIL_HEARD: ReadonlySet<LiveProblem["code"] | undefined> = new Set(["deaf", "capture-stalled"]);

const TEXTS: Record<Exclude<LiveProblem["code"], "no-capture-method">, string> = {
  "interface-gone":
    "The radio's interface is down or gone. Plug the adapter in, or set radio.interface to one that exists.",
  "not-permitted": "Raw capture is not permitted. Start the radio part with CAP_NET_RAW and CAP_NET_ADMIN, or as root.",
  "no-monitor-mode": "The interface hears no 802.11 headers: it is not in monitor mode.",
  "capture-failed": "The interface cannot be opened. Run doctor.",
  "capture-stalled": "The kernel counts frames that do not arrive here; the interface is opened again.",
  deaf: "No frame was heard for 30 seconds. Check antenna, channel plan and adapter.",
};

/** A live interface, by npm `pcap` or through `tcpdump`: opened again whenever it was down, pulled out, or has fallen silent against the kernel's count. */
export class LiveCapture implements FrameSource {
  private readonly options: LiveCaptureOptions;
  private chosen: LiveMethod | "none" = "none";
  private lacking: LiveMethod[] = [];
  private running = true;
  private frames = 0;
  private opened = 0;
  private session: CaptureSession | undefined;
  private problem: LiveProblem | undefined;
  private readonly lost: Record<string, number> = {};
  private readonly stopping = new AbortController();
  private finished: Promise<unknown> = Promise.resolve();

  constructor(options: LiveCaptureOptions) {
    this.options = options;
  }

  get method(): LiveMethod | "none" {
    return this.chosen;
  }

  /** Ways to capture that this machine lacks: a fact, and a problem only where none is left. */
  get missing(): LiveMethod[] {
    return this.lacking;
  }

  /** How often the interface was opened. */
  get openings(): number {
    return this.opened;
  }

  /** What keeps it from hearing now. */
  problems(): LiveProblem[] {
    return this.problem ? [this.problem] : [];
  }

  /** Whether a frame can be handed to the interface now: only npm `pcap` does. */
  get canInject(): boolean {
    return this.session?.inject !== undefined;
  }

  /** Hands a frame with its radio header to the interface. Throws where it is not taken. */
  inject(frame: Uint8Array): void {
    const { session } = this;
    if (session?.inject === undefined) throw new CaptureError("no-capture-method", "this capture cannot send");
    session.inject(frame);
  }

  drops(): Record<string, number> {
    return sum(this.lost, this.session?.drops() ?? {});
  }

  /** Listens until `stop`. Ends by itself only when so many dead openings pile up that the process should be replaced. */
  run(consume: (frame: CapturedFrame) => void): Promise<CaptureEnd> {
    const run = this.listen(consume);
    this.finished = run.catch(() => undefined);
    return run;
  }

  async stop(): Promise<void> {
    this.running = false;
    this.stopping.abort();
    await this.finished;
  }

  private async listen(consume: (frame: CapturedFrame) => void): Promise<CaptureEnd> {
    const openers = this.options.openers ?? { pcap: openPcap, tcpdump: openTcpdump };
    const count = (frame: CapturedFrame): void => {
      this.frames++;
      consume(frame);
    };
    while (this.running) {
      const available = await (this.options.available ?? availableMethods)();
      this.chosen = chooseMethod(this.options.method, available);
      this.lacking = missingMethods(available);
      if (this.chosen === "none") {
        // It may be installed while the sensor runs.
        this.report("no-capture-method");
        await this.pause();
      } else if (this.chosen === "pcap" && this.opened >= MAX_UNCLOSED) {
        return { reason: "The interface had to be opened too often; the process should start afresh." };
      } else {
        await this.once(openers[this.chosen], count);
      }
    }
    return {};
  }

  /** One opening, from open to close. */
  private async once(open: OpenCapture, count: (frame: CapturedFrame) => void): Promise<void> {
    try {
      await this.options.beforeOpen?.();
      this.session = await open(this.options.interfaceName, count);
      this.opened++;
      if (!UNTIL_HEARD.has(this.problem?.code)) this.problem = undefined;
      await this.watch(this.session);
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
      this.report(error.problem);
      await this.pause();
    } finally {
      await this.session?.close();
      Object.assign(this.lost, this.drops());
      this.session = undefined;
      this.options.onClosed?.();
    }
  }

  /** Returns when the interface should be opened again, throws when the opening ended by itself. */
  private async watch(session: CaptureSession): Promise<void> {
    let ended: CaptureError | undefined;
    session.ended.then(
      (cause) => (ended = cause),
      (cause: unknown) => (ended = new CaptureError("capture-failed", "capture broke", { cause })),
    );
    const readLink = this.options.linkState ?? readLinkState;
    const watchdog = new CaptureWatchdog(performance.now() / 1000);
    const framesBefore = this.frames;
    while (this.running) {
      await this.pause();
      if (ended) throw ended;
      const verdict = watchdog.judge(await readLink(this.options.interfaceName), this.frames, performance.now() / 1000);
      if (verdict === "stalled") return this.report("capture-stalled");
      if (verdict === "replaced") return this.options.onBroken?.();
      if (verdict === "gone" || verdict === "down")
        throw new CaptureError("interface-gone", `${this.options.interfaceName} is ${verdict}`);
      if (verdict === "deaf") this.report("deaf");
      else if (this.frames > framesBefore) this.problem = undefined;
    }
  }

  private report(code: LiveProblem["code"]): void {
    const { method, interfaceName } = this.options;
    const text = code === "no-capture-method" ? `${NO_METHOD[method]} ${MEND_METHOD[method]}` : TEXTS[code];
    this.problem = { code, text, facts: { interface: interfaceName } };
    this.options.onBroken?.();
  }

  private async pause(): Promise<void> {
    await sleep(this.options.watchMilliseconds ?? 1_000, undefined, { signal: this.stopping.signal }).catch(
      () => undefined,
    );
  }
}

function sum(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const total = { ...a };
  for (const [reason, count] of Object.entries(b)) total[reason] = (total[reason] ?? 0) + count;
  return total;
}
