import { NUMBERED_TYPES } from "./numbered-line.ts";

/** Lines that wait for a slow or absent peer or for its confirmation, in octets. Beyond it lines are given up and counted. */
const MAX_QUEUED_BYTES = 33_554_432;

interface QueuedLine {
  text: string;
  bytes: number;
  type: string;
  /** Absent: nobody confirms it, and it is forgotten once the socket has it. */
  number?: number;
  /** When the socket got it, in milliseconds of the monotonic clock; undefined while it waits. */
  sentAt?: number | undefined;
}

/** Types that go first when there is no room: the next one of them says nearly the same. */
const DROPPABLE_TYPES: ReadonlySet<string> = new Set(["census", "signal", "health"]);

/**
 * Lines in the order in which they were given. A numbered one stays until it is confirmed, and can be sent again. Bounded in size: counts
 * and levels are given up first, then the oldest line; every loss is counted by type.
 */
export class SendQueue {
  readonly dropped: Record<string, number> = {};
  private readonly maxBytes: number;
  private waiting: QueuedLine[] = [];
  /** Numbered lines that are not confirmed, oldest first: some of them wait, the others were sent. */
  private readonly open = new Map<number, QueuedLine>();
  private queuedBytes = 0;
  private latestNumber = 0;

  constructor(maxBytes: number = MAX_QUEUED_BYTES) {
    this.maxBytes = maxBytes;
  }

  /** Numbered lines that are not confirmed yet. */
  get unconfirmed(): number {
    return this.open.size;
  }

  /** Puts a message at the end; older lines make room for it. */
  push(message: { type: string }): void {
    const number = NUMBERED_TYPES.has(message.type) ? ++this.latestNumber : undefined;
    const numbered = number === undefined ? message : { ...message, line: number, openFrom: this.oldest ?? number };
    const text = `${JSON.stringify(numbered)}\n`;
    const line: QueuedLine = { text, bytes: Buffer.byteLength(text), type: message.type };
    if (number !== undefined) {
      line.number = number;
      this.open.set(number, line);
    }
    this.waiting.push(line);
    this.queuedBytes += line.bytes;
    while (this.queuedBytes > this.maxBytes && this.dropOne());
  }

  /** Takes the oldest line that waits, undefined when there is none. `now`: milliseconds of the monotonic clock. */
  shift(now = 0): string | undefined {
    const line = this.waiting.shift();
    if (line === undefined) return undefined;
    if (line.number === undefined) this.queuedBytes -= line.bytes;
    else line.sentAt = now;
    return line.text;
  }

  /** The peer has these lines safe: they are forgotten. */
  confirm(numbers: readonly number[]): void {
    for (const number of numbers) {
      const line = this.open.get(number);
      if (line !== undefined) this.forget(line);
    }
  }

  /** Lines that were sent before a moment and are not confirmed wait again, before all others. */
  sendAgain(sentBefore = Infinity): void {
    const again = [...this.open.values()].filter(({ sentAt }) => sentAt !== undefined && sentAt < sentBefore);
    for (const line of again) line.sentAt = undefined;
    this.waiting.unshift(...again);
  }

  private get oldest(): number | undefined {
    for (const number of this.open.keys()) return number;
    return undefined;
  }

  private dropOne(): boolean {
    const [oldest] = this.open.values();
    const line = this.waiting.find(({ type }) => DROPPABLE_TYPES.has(type)) ?? oldest ?? this.waiting[0];
    if (line === undefined) return false;
    this.forget(line);
    this.dropped[line.type] = (this.dropped[line.type] ?? 0) + 1;
    return true;
  }

  private forget(line: QueuedLine): void {
    this.queuedBytes -= line.bytes;
    if (line.number !== undefined) this.open.delete(line.number);
    // One that was sent waits no more.
    if (line.sentAt === undefined) this.waiting.splice(this.waiting.indexOf(line), 1);
  }
}
