import type { HealthMessage } from "@probewarden/contract";

/** Reports whose median is the offset. Five reports of health are two and a half minutes. */
const WINDOW = 5;
/** A report counts as fresh when nothing older than this waited on the sensor's disk; a backlog says nothing of the clock. */
const FRESH_SECONDS = 60;

/** A boot's last samples with one more, and what they say: the sensor's clock minus ours, in milliseconds. */
export interface MeasuredOffset {
  bootId: string;
  samples: readonly { seq: number; offset: number }[];
  /** Median of the samples. */
  offset: number;
}

/** Measures how far each sensor's clock is from ours, out of its reports of health. */
export class ClockOffsets {
  readonly #kept = new Map<string, MeasuredOffset>();

  /** What the sensor's clock is with this report, if it is newer than those before it ({@link keep} says so); undefined when it says nothing. */
  measure(message: HealthMessage, receivedAt: number): MeasuredOffset | undefined {
    const waited = message.body.outbox.oldestSeconds;
    if (waited !== null && waited > FRESH_SECONDS) return undefined;
    // What a boot's clock was says nothing of the next one's: a board without a battery begins anywhere.
    const known = this.#kept.get(message.sensorId);
    const before = known?.bootId === message.bootId ? known.samples : [];
    const samples = [
      // A transaction that is run again brings the same report again.
      ...before.filter(({ seq }) => seq !== message.seq),
      { seq: message.seq, offset: Date.parse(message.at) - receivedAt },
    ].slice(-WINDOW);
    const sorted = samples.map(({ offset }) => offset).toSorted((a, b) => a - b);
    return { bootId: message.bootId, samples, offset: sorted[Math.floor((samples.length - 1) / 2)] ?? 0 };
  }

  /** Counts a report that was measured: it is newer than those before it. */
  keep(sensorId: string, measured: MeasuredOffset): void {
    this.#kept.set(sensorId, measured);
  }
}
