import type { HealthProblemCode } from "@probewarden/contract";
import type { CapturedFrame } from "./frame-source.ts";

/** Octets kept of each frame. Larger slots make libpcap's ring hold too few frames: 65,535 lost 32 of a burst of 192 (measured). */
export const SNAP_LENGTH = 2_048;

/** Octets of the kernel's ring: two seconds of the busiest air that was measured. */
export const RING_BYTES = 4_194_304;

/** One opening of a live interface. It does not last: the interface goes down, is pulled out, comes back under the same name. */
export interface CaptureSession {
  /** Resolves with the cause when this opening has ended by itself. */
  readonly ended: Promise<CaptureError>;
  /** Losses of this opening so far, by reason: `kernel`, `interface`. */
  drops(): Record<string, number>;
  /** Hands a frame with its radio header to the interface; throws where it is not taken. Absent where this way of capturing cannot send. */
  inject?(frame: Uint8Array): void;
  /** Ends this opening; nothing is delivered afterwards. */
  close(): Promise<void>;
}

/** Opens an interface. Rejects with {@link CaptureError}. */
export type OpenCapture = (interfaceName: string, consume: (frame: CapturedFrame) => void) => Promise<CaptureSession>;

/** Why an interface cannot be listened on: the codes that `health` and `doctor` explain. */
export type CaptureProblem = Extract<
  HealthProblemCode,
  "interface-gone" | "not-permitted" | "no-monitor-mode" | "no-capture-method" | "capture-failed"
>;

/** A live interface cannot be opened, or an opening ended. */
export class CaptureError extends Error {
  override readonly name = "CaptureError";
  readonly problem: CaptureProblem;

  constructor(problem: CaptureProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/** The problem behind a message of libpcap or tcpdump (pcap-linux.c, libpcap 1.10). */
export function problemOf(message: string): CaptureProblem {
  if (/not permitted|permission/i.test(message)) return "not-permitted";
  if (/no such device|disappeared|network is down|went down|not up/i.test(message)) return "interface-gone";
  return "capture-failed";
}
