/** Lines that wait for a slow or absent peer, in octets. Beyond it the oldest droppable line goes. */
export const MAX_QUEUED_BYTES = 8_388_608;

interface QueuedLine {
  text: string;
  bytes: number;
  type: string;
}

/** Kinds that may be lost when the peer is slow: the next one of them says nearly the same. A finding is never dropped. */
export const DROPPABLE_TYPES: ReadonlySet<string> = new Set(["census", "signal", "health"]);

/** Lines in the order in which they were given, bounded in size by giving up counts and levels first; every loss is counted by kind. */
export class SendQueue {
  readonly dropped: Record<string, number> = {};
  private readonly maxBytes: number;
  private lines: QueuedLine[] = [];
  private queuedBytes = 0;

  constructor(maxBytes: number = MAX_QUEUED_BYTES) {
    this.maxBytes = maxBytes;
  }

  get length(): number {
    return this.lines.length;
  }

  /** Puts a message at the end; older droppable ones make room for it. */
  push(message: { type: string }): void {
    const text = `${JSON.stringify(message)}\n`;
    const line = { text, bytes: Buffer.byteLength(text), type: message.type };
    this.lines.push(line);
    this.queuedBytes += line.bytes;
    while (this.queuedBytes > this.maxBytes && this.dropOne());
  }

  /** Takes the oldest line, undefined when there is none. */
  shift(): string | undefined {
    const line = this.lines.shift();
    if (line) this.queuedBytes -= line.bytes;
    return line?.text;
  }

  private dropOne(): boolean {
    const index = this.lines.findIndex((line) => DROPPABLE_TYPES.has(line.type));
    const [line] = index === -1 ? [] : this.lines.splice(index, 1);
    if (!line) return false;
    this.queuedBytes -= line.bytes;
    this.dropped[line.type] = (this.dropped[line.type] ?? 0) + 1;
    return true;
  }
}
