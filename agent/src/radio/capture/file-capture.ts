import { CaptureDecoder } from "./capture-decoder.ts";
import { octetsInto, stdinPieces } from "./capture-pieces.ts";
import type { CapturedFrame, CaptureEnd, FrameSource } from "./frame-source.ts";

/** The path that means standard input. */
const STDIN = "-";

/**
 * Frames of a pcap or pcapng file, or of standard input for the path `-`. Reads as fast as the consumer takes, in constant memory. A
 * file that is cut or damaged gives what was readable, and then says where it broke.
 */
export class FileCapture implements FrameSource {
  readonly method = "recording";
  readonly #path: string;
  #decoder: CaptureDecoder | undefined = undefined;
  #running: Promise<CaptureEnd> | undefined = undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Rejects with `CaptureFileError` when the file is absent, not readable, or neither pcap nor pcapng. Nothing is read while
   * `betweenPieces` has not resolved: a consumer that writes somewhere slow waits there.
   */
  run(consume: (frame: CapturedFrame) => void, betweenPieces?: () => Promise<void>): Promise<CaptureEnd> {
    const decoder = new CaptureDecoder(this.#path === STDIN ? "stdin" : this.#path, consume);
    this.#decoder = decoder;
    this.#running = this.#read(decoder, betweenPieces);
    return this.#running;
  }

  /** Ends `run` after the piece at hand. Resolves when nothing more will be delivered. */
  async stop(): Promise<void> {
    this.#decoder?.stop();
    if (this.#path === STDIN) process.stdin.destroy();
    // How it ended, badly too, is told to whoever called run.
    await this.#running?.catch(() => undefined);
  }

  drops(): Record<string, number> {
    return {};
  }

  async #read(decoder: CaptureDecoder, betweenPieces?: () => Promise<void>): Promise<CaptureEnd> {
    const pieces = this.#path === STDIN ? stdinPieces() : octetsInto(this.#path, (octets) => decoder.room(octets));
    for await (const piece of pieces) {
      if (typeof piece === "number") decoder.took(piece);
      else decoder.push(piece);
      if (betweenPieces !== undefined) await betweenPieces();
      if (decoder.finished) break;
    }
    return decoder.end();
  }
}
