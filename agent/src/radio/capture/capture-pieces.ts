import { readSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { CaptureFileError } from "./capture-file-error.ts";

/** Octets read at once: large enough that asking for them costs nothing per frame, and few enough to be near the processor while they are parsed. */
const PIECE_OCTETS = 128 * 1024;
/** Pieces of a file after which whoever else has something to do has his turn: a megabyte, which is read and judged in some milliseconds. */
const PIECES_A_TURN = 8;
/** What the operating system's refusals mean. */
const REASONS: Record<string, string> = {
  ENOENT: "no such file",
  EACCES: "permission denied",
  EISDIR: "is a folder, not a file",
};

/**
 * Reads the file piece by piece into the room that is offered, and yields how many octets stand there now. Throws `CaptureFileError` when
 * the operating system refuses to open or read it.
 */
export async function* octetsInto(path: string, room: (octets: number) => Uint8Array): AsyncGenerator<number> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => refuse(path, error));
  try {
    // What is no file, such as a pipe, may let us wait for hours.
    const mayWait = !(await file.stat()).isFile();
    for (let piece = 0; ; piece++) {
      if (piece % PIECES_A_TURN === 0) await setImmediate();
      const into = room(PIECE_OCTETS);
      const octets = mayWait ? await waitFor(file, into, path) : readAtOnce(file, into, path);
      if (octets === 0) return;
      yield octets;
    }
  } finally {
    await file.close();
  }
}

async function waitFor(file: FileHandle, into: Uint8Array, path: string): Promise<number> {
  const { bytesRead } = await file
    .read(into, 0, into.length, null)
    .catch((error: NodeJS.ErrnoException) => refuse(path, error));
  return bytesRead;
}

/**
 * A file answers at once, and another thread to wait for it costs more than the reading: it is woken for each piece, and leaves the octets
 * in another processor's cache.
 */
function readAtOnce(file: FileHandle, into: Uint8Array, path: string): number {
  try {
    return readSync(file.fd, into, 0, into.length, null);
  } catch (error) {
    return refuse(path, error as NodeJS.ErrnoException);
  }
}

/** The octets of standard input in pieces, each valid for good. Ends when the stream is destroyed. */
export async function* stdinPieces(): AsyncGenerator<Uint8Array> {
  try {
    yield* process.stdin as AsyncIterable<Uint8Array>;
  } catch (error) {
    // Our own stop() destroys the stream; that is an end like any other.
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") {
      refuse("stdin", error as NodeJS.ErrnoException);
    }
  }
}

function refuse(name: string, error: NodeJS.ErrnoException): never {
  const reason = REASONS[error.code ?? ""] ?? error.message;
  throw new CaptureFileError(`${name}: ${reason}`, { cause: error });
}
