import type { HealthMessage } from "@probewarden/contract";

/** Reports whose median is the offset. Five reports of health are two and a half minutes. */
const WINDOW = 5;
/** A report counts as fresh when nothing older than this waited on the sensor's disk; a backlog says nothing of the clock. */
const FRESH_SECONDS = 60;

/** Measures how far each sensor's clock is from ours, out of its reports of health. */
export class ClockOffsets {
  readonly #samples = new Map<string, { bootId: string; samples: { seq: number; offset: number }[] }>();

  /** Takes a report that is newer than those before it; returns the sensor's clock minus ours in milliseconds (median of the last reports), or undefined when it says nothing. */
  take(message: HealthMessage, receivedAt: number): number | undefined {
    const waited = message.body.outbox.oldestSeconds;
    if (waited !== null && waited > FRESH_SECONDS) return undefined;
    // What a boot's clock was says nothing of the next one's: a board without a battery begins anywhere.
    const known = this.#samples.get(message.sensorId);
    const before = known?.bootId === message.bootId ? known.samples : [];
    const samples = [
      // A transaction that is run again brings the same report again.
      ...before.filter(({ seq }) => seq !== message.seq),
      { seq: message.seq, offset: Date.parse(message.at) - receivedAt },
    ].slice(-WINDOW);
    this.#samples.set(message.sensorId, { bootId: message.bootId, samples });
    return samples.map(({ offset }) => offset).toSorted((a, b) => a - b)[Math.floor((samples.length - 1) / 2)];
  }
}
