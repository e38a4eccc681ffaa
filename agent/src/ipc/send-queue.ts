import { Fifo } from "./fifo.ts";
import { NUMBERED_TYPES } from "./numbered-line.ts";
import { UnconfirmedLines, type QueuedLine } from "./unconfirmed-lines.ts";

/** Lines that wait for a slow or absent peer or for its confirmation, in octets. Beyond it lines are given up and counted. */
const MAX_QUEUED_BYTES = 33_554_432;

/**
 * Lines for a peer: the numbered ones first, then the others, each in the order in which they were given. A numbered one stays until it
 * is confirmed, and can be sent again; one without a number is forgotten once the socket has it. Bounded in size: where there is no room,
 * lines without a number go first (levels and counts, of which the next says nearly the same), then the oldest numbered one; every loss is
 * counted by type.
 */
export class SendQueue {
  readonly dropped: Record<string, number> = {};
  private readonly maxBytes: number;
  private readonly numbered = new UnconfirmedLines();
  private readonly others = new Fifo<QueuedLine>();
  private queuedBytes = 0;

  constructor(maxBytes: number = MAX_QUEUED_BYTES) {
    this.maxBytes = maxBytes;
  }

  /** Numbered lines that are not confirmed yet. */
  get unconfirmed(): number {
    return this.numbered.size;
  }

  /** Puts a message at the end; older lines make room for it. */
  push(message: { type: string }): void {
    if (NUMBERED_TYPES.has(message.type)) {
      const line = this.numbered.nextNumber;
      this.numbered.add(this.lineOf({ ...message, line, openFrom: this.numbered.oldest ?? line }));
    } else this.others.push(this.lineOf(message));
    while (this.queuedBytes > this.maxBytes && this.dropOne());
  }

  /** Takes the next line that waits, undefined when there is none. `now`: milliseconds of the monotonic clock. */
  shift(now = 0): string | undefined {
    const numbered = this.numbered.send(now);
    if (numbered !== undefined) return numbered.text;
    const other = this.others.shift();
    this.queuedBytes -= other?.bytes ?? 0;
    return other?.text;
  }

  /** The peer has these lines on its disk, so they are forgotten here. */
  confirm(numbers: readonly number[]): void {
    for (const number of numbers) this.queuedBytes -= this.numbered.delete(number)?.bytes ?? 0;
  }

  /** Numbered lines that were sent before a moment and are not confirmed wait again. */
  sendAgain(sentBefore = Infinity): void {
    this.numbered.sendAgain(sentBefore);
  }

  /**
   * What waits here or may be sent again and holds a text is said as `revise` makes it. Undefined: it is not said at all, which a numbered
   * line must be.
   */
  revise(text: string, revise: (message: object) => object | undefined): void {
    const change = (line: QueuedLine): QueuedLine | undefined => {
      if (!line.text.includes(text)) return line;
      this.queuedBytes -= line.bytes;
      const revised = revise(JSON.parse(line.text) as object);
      return revised === undefined ? undefined : { ...line, ...this.lineOf({ ...revised, type: line.type }) };
    };
    this.numbered.change((line) => change(line) ?? line);
    this.others.change(change);
  }

  private lineOf(message: { type: string; line?: number; openFrom?: number }): QueuedLine {
    const text = `${JSON.stringify(message)}\n`;
    const bytes = Buffer.byteLength(text);
    this.queuedBytes += bytes;
    return { text, bytes, type: message.type };
  }

  private dropOne(): boolean {
    const line = this.others.shift() ?? this.numbered.delete(this.numbered.oldest ?? 0);
    if (line === undefined) return false;
    this.queuedBytes -= line.bytes;
    this.dropped[line.type] = (this.dropped[line.type] ?? 0) + 1;
    return true;
  }
}
