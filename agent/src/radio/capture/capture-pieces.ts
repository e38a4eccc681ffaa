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
 * The file's octets in pieces: every piece is a view on one buffer, valid until the next is asked for. Throws `CaptureFileError` when the
 * operating system refuses to open or read it.
 */
export async function* filePieces(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => refuse(path, error));
  try {
    const buffer = new Uint8Array(PIECE_OCTETS);
    for (;;) {
      const { bytesRead } = await file
        .read(buffer, 0, buffer.length, null)
        .catch((error: NodeJS.ErrnoException) => refuse(path, error));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
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
