import { open } from "node:fs/promises";
import { CaptureDecoder } from "./capture-decoder.ts";
import { CaptureFileError } from "./capture-file-error.ts";
import type { CapturedFrame, CaptureEnd, FrameSource } from "./frame-source.ts";

/** Octets read at once: large enough that waiting for the disk costs nothing per frame. */
const PIECE_OCTETS = 512 * 1024;
/** The path that means standard input. */
const STDIN = "-";
/** What the operating system's refusals mean. */
const REASONS: Record<string, string> = {
  ENOENT: "no such file",
  EACCES: "permission denied",
  EISDIR: "is a folder, not a file",
};

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

  /** Rejects with `CaptureFileError` when the file is absent, not readable, or neither pcap nor pcapng. */
  run(consume: (frame: CapturedFrame) => void): Promise<CaptureEnd> {
    this.#running = this.#read(new CaptureDecoder(this.#path === STDIN ? "stdin" : this.#path, consume));
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

  async #read(decoder: CaptureDecoder): Promise<CaptureEnd> {
    this.#decoder = decoder;
    try {
      for await (const piece of this.#path === STDIN ? process.stdin : filePieces(this.#path)) {
        decoder.push(piece as Uint8Array);
        if (decoder.finished) break;
      }
      return decoder.end();
    } catch (error) {
      if (decoder.finished) return decoder.end();
      const code = (error as NodeJS.ErrnoException).code;
      // Only what the operating system said is about the file; anything else is our own fault and stays what it is.
      if (code === undefined || error instanceof CaptureFileError) throw error;
      throw new CaptureFileError(`${this.#path}: ${REASONS[code] ?? code}`, { cause: error });
    }
  }
}

/** The file's octets in pieces: every piece is a view on one buffer, valid until the next is asked for. */
async function* filePieces(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, "r");
  try {
    const buffer = new Uint8Array(PIECE_OCTETS);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
