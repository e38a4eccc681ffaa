import { open } from "node:fs/promises";
import { CaptureFileError } from "./capture-file-error.ts";

/** Octets read at once: large enough that waiting for the disk costs nothing per frame. */
const PIECE_OCTETS = 512 * 1024;
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
    for (;;) {
      const { bytesRead } = await file
        .read(room(PIECE_OCTETS), 0, PIECE_OCTETS, null)
        .catch((error: NodeJS.ErrnoException) => refuse(path, error));
      if (bytesRead === 0) return;
      yield bytesRead;
    }
  } finally {
    await file.close();
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
