import { hintFor } from "./capture-format-hints.ts";
import { CaptureFileError } from "./capture-file-error.ts";
import type { CapturedFrame, CaptureEnd } from "./frame-source.ts";
import { PcapParser } from "./pcap-file.ts";
import { PcapngParser } from "./pcapng-file.ts";
import type { RecordParser } from "./record-parser.ts";

/** Octets by which a format is known. */
const MAGIC_OCTETS = 4;
const FIRST_WINDOW_OCTETS = 1024 * 1024;

/**
 * Turns a stream of octets in pcap or pcapng format into frames, whatever its pieces are. Keeps one window in memory, no larger than a
 * piece and the longest record. Used for files, for stdin and for `tcpdump -w -`.
 */
export class CaptureDecoder {
  readonly #name: string;
  readonly #consume: (frame: CapturedFrame) => void;
  #parser: RecordParser | undefined = undefined;
  #window = new Uint8Array(FIRST_WINDOW_OCTETS);
  #filled = 0;
  /** Octets of the stream before the window, and octets still to be passed over. */
  #passed = 0;
  #toSkip = 0;
  #stopped = false;

  /** `name` is what messages call the stream. `consume` gets each frame as a view that is valid until it returns. */
  constructor(name: string, consume: (frame: CapturedFrame) => void) {
    this.#name = name;
    this.#consume = consume;
  }

  /** True when nothing more will be delivered: the stream is broken, or `stop` was called. */
  get finished(): boolean {
    return this.#stopped || this.#parser?.broken !== undefined;
  }

  /** Delivers nothing from now on. */
  stop(): void {
    this.#stopped = true;
    if (this.#parser !== undefined) this.#parser.stopped = true;
  }

  /** Where the next octets of the stream may be put, at most `octets` of them; {@link took} says how many were. Saves a copy of each. */
  room(octets: number): Uint8Array {
    const needed = this.#filled + octets;
    if (needed > this.#window.length) {
      const larger = new Uint8Array(Math.max(needed, this.#window.length * 2));
      larger.set(this.#window.subarray(0, this.#filled));
      this.#window = larger;
    }
    return this.#window.subarray(this.#filled, needed);
  }

  /** So many octets were put into the {@link room}: delivers the frames that are whole by now. Throws `CaptureFileError` when the format is unknown. */
  took(octets: number): void {
    if (this.finished) return;
    const skipped = Math.min(this.#toSkip, octets);
    this.#toSkip -= skipped;
    this.#passed += skipped;
    if (skipped > 0) this.#window.copyWithin(this.#filled, this.#filled + skipped, this.#filled + octets);
    this.#filled += octets - skipped;
    if (this.#filled < MAGIC_OCTETS) return;
    this.#parser ??= this.#recognise();
    const used = this.#parser.parse(this.#window, this.#filled);
    const done = Math.min(used, this.#filled);
    this.#toSkip += used - done;
    this.#window.copyWithin(0, done, this.#filled);
    this.#filled -= done;
    this.#passed += done;
  }

  /** Takes a piece that stands elsewhere, as {@link took} does. */
  push(piece: Uint8Array): void {
    if (this.finished) return;
    this.room(piece.length).set(piece);
    this.took(piece.length);
  }

  /** Says how the stream ended, after its last piece. Throws `CaptureFileError` when it was too short to be any format. */
  end(): CaptureEnd {
    if (this.#stopped) return {};
    if (this.#parser === undefined) throw new CaptureFileError(`${this.#name}: ${this.#describeStart()}`);
    if (this.#parser.broken !== undefined) return { truncatedAt: this.#passed, reason: this.#parser.broken };
    if (this.#toSkip > 0) return { truncatedAt: this.#passed, reason: "the file ends within a block" };
    if (this.#filled === 0) return {};
    const where = this.#passed === 0 ? "its header" : "a record";
    return { truncatedAt: this.#passed, reason: `the file ends within ${where}` };
  }

  #recognise(): RecordParser {
    const start = this.#window.subarray(0, this.#filled);
    const parser = PcapParser.recognise(start, this.#consume) ?? PcapngParser.recognise(start, this.#consume);
    if (parser === undefined) throw new CaptureFileError(`${this.#name}: ${this.#describeStart()}`);
    return parser;
  }

  #describeStart(): string {
    if (this.#filled === 0) return "the file is empty (expected a pcap or pcapng file)";
    const start = Buffer.from(this.#window.subarray(0, Math.min(this.#filled, MAGIC_OCTETS))).toString("hex");
    const hint = hintFor(start);
    return `not a pcap or pcapng file (first octets ${start})${hint === undefined ? "" : `; ${hint}`}`;
  }
}
