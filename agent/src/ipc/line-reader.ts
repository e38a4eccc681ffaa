/** Longest line, in octets, that one part accepts from another. A finding with 20 frames behind it is below 100 KiB. */
export const MAX_LINE_BYTES = 1_048_576;

const NEWLINE = 0x0a;

/** A peer that sends a line beyond the limit, or one that is not JSON, is not one of ours: its connection is dropped. */
export class LineError extends Error {
  override readonly name = "LineError";
  readonly reason: "line-too-long" | "not-json";

  constructor(reason: "line-too-long" | "not-json") {
    super(`ipc: ${reason}`);
    this.reason = reason;
  }
}

/** Cuts a byte stream into lines of JSON (RFC 8259, one value a line), whatever the chunks. Holds at most one unfinished line. */
export class LineReader {
  private readonly onValue: (value: unknown) => void;
  private readonly maxBytes: number;
  private pending: Buffer[] = [];
  private pendingBytes = 0;

  constructor(onValue: (value: unknown) => void, maxBytes: number = MAX_LINE_BYTES) {
    this.onValue = onValue;
    this.maxBytes = maxBytes;
  }

  /** Takes the next octets. Throws {@link LineError}; the reader is then of no further use. */
  push(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      this.append(chunk.subarray(from, at));
      from = at + 1;
      this.finish();
    }
    this.append(chunk.subarray(from));
  }

  private append(part: Buffer): void {
    if (part.length === 0) return;
    this.pendingBytes += part.length;
    if (this.pendingBytes > this.maxBytes) throw new LineError("line-too-long");
    this.pending.push(part);
  }

  private finish(): void {
    if (this.pendingBytes === 0) return;
    const text = Buffer.concat(this.pending, this.pendingBytes).toString("utf8");
    this.pending = [];
    this.pendingBytes = 0;
    this.onValue(parse(text));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // JSON.parse's own error quotes the line, which would then stand in a log: it is not passed on.
    throw new LineError("not-json");
  }
}
