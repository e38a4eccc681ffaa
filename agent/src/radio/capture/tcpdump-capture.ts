import { execFile, spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { CaptureError, problemOf, type CaptureSession, type OpenCapture } from "./capture-session.ts";
import { CaptureDecoder } from "./capture-decoder.ts";
import { LINK_TYPES, type CapturedFrame } from "./frame-source.ts";

type Tcpdump = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Octets kept of each frame. What is handed over at once lies in slots of one size (libpcap 1.10, TPACKET_V2), and a page has room for two of these: with 2,048
 * octets it had one, so that a ring of 4 MB took 8 of memory and held fewer frames (measured: 1,972 slots in 7.9 MB against 2,098 in 4.2).
 */
const SNAP_LENGTH = 1_920;

/** Kernel ring in KiB for `-B`. */
const RING_KIB = 4_096;

/** Milliseconds between two requests for tcpdump's counters (it prints them on SIGUSR1). */
const STATISTICS_MS = 10_000;

/** Milliseconds that tcpdump has to end on SIGTERM. */
const KILL_AFTER_MS = 500;

const KNOWN_LINK_TYPES: ReadonlySet<number> = new Set(Object.values(LINK_TYPES));

/** Whether tcpdump can be started. */
export async function hasTcpdump(): Promise<boolean> {
  return await new Promise((resolve) => execFile("tcpdump", ["--version"], (error) => resolve(error === null)));
}

/**
 * Opens an interface through `tcpdump -U -w -`, for machines without npm `pcap`. The interface's own link type is taken as it comes, so
 * an interface that is not in monitor mode shows itself by its first frame.
 */
export const openTcpdump: OpenCapture = async (interfaceName, consume) => {
  const child = spawn("tcpdump", tcpdumpArguments(interfaceName), { stdio: ["ignore", "pipe", "pipe"] });
  const capture = new TcpdumpCapture(interfaceName, child, consume);
  await capture.listening();
  return capture;
};

function tcpdumpArguments(interfaceName: string): string[] {
  const options = [
    "-i",
    interfaceName,
    "-s",
    String(SNAP_LENGTH),
    "-B",
    String(RING_KIB),
    "-n",
    "-U",
    "--immediate-mode",
    "-w",
    "-",
  ];
  // Started by root it would become user tcpdump, for which it needs capabilities that the radio process does not have.
  return process.getuid?.() === 0 ? [...options, "-Z", "root"] : options;
}

/** An opening by a tcpdump child. It ends when the child does: tcpdump leaves when the interface goes down. */
class TcpdumpCapture implements CaptureSession {
  readonly ended: Promise<CaptureError>;
  private readonly interfaceName: string;
  private readonly child: Tcpdump;
  private readonly exited: Promise<unknown>;
  private readonly statistics: NodeJS.Timeout;
  private said = "";
  private closed = false;
  private lost: Record<string, number> = {};
  private wrongLinkType = false;

  constructor(interfaceName: string, child: Tcpdump, consume: (frame: CapturedFrame) => void) {
    this.interfaceName = interfaceName;
    this.child = child;
    this.exited = new Promise((resolve) => {
      child.once("exit", resolve);
      child.once("error", resolve);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => this.hear(text));
    this.statistics = setInterval(() => child.kill("SIGUSR1"), STATISTICS_MS);
    this.statistics.unref();
    const decoder = new CaptureDecoder("tcpdump", (frame) => {
      if (this.closed || this.wrongLinkType) return;
      if (KNOWN_LINK_TYPES.has(frame.linkType)) return consume(frame);
      this.wrongLinkType = true;
      child.kill();
    });
    child.stdout.on("data", (piece: Buffer) => {
      decoder.push(piece);
      if (decoder.finished) child.kill();
    });
    this.ended = this.exited.then(() => this.cause());
  }

  /** Resolves when tcpdump says that it listens, rejects when it ends before. */
  async listening(): Promise<void> {
    while (!this.said.includes("listening on")) {
      const cause = await Promise.race([
        this.ended,
        once(this.child.stderr, "data").then(
          () => undefined,
          () => undefined,
        ),
      ]);
      if (cause) throw cause;
    }
  }

  drops(): Record<string, number> {
    return this.lost;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.statistics);
    this.child.kill();
    const force = setTimeout(() => this.child.kill("SIGKILL"), KILL_AFTER_MS);
    await this.exited;
    clearTimeout(force);
  }

  /** stderr: the line that it listens, counters on request, or why it ends. Only its last 4 KiB are kept. */
  private hear(text: string): void {
    this.said = (this.said + text).slice(-4_096);
    for (const [, count, by] of this.said.matchAll(/(\d+) packets? dropped by (kernel|interface)/g)) {
      if (count !== undefined && by !== undefined) this.lost[by] = Number(count);
    }
  }

  private cause(): CaptureError {
    if (this.wrongLinkType)
      return new CaptureError("no-monitor-mode", `${this.interfaceName}: hears no 802.11 headers`);
    return new CaptureError(problemOf(this.said), `${this.interfaceName}: tcpdump ended`);
  }
}
