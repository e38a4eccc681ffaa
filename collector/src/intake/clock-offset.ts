import type { HealthMessage } from "@probewarden/contract";

/** Reports whose median is the offset. Five reports of health are two and a half minutes. */
const WINDOW = 5;
/** A report counts as fresh when nothing older than this waited on the sensor's disk; a backlog says nothing of the clock. */
const FRESH_SECONDS = 60;

/** Measures how far each sensor's clock is from ours, out of its reports of health. */
export class ClockOffsets {
  readonly #samples = new Map<string, number[]>();

  /** Takes a report; returns the sensor's clock minus ours in milliseconds (median of the last reports), or undefined when it says nothing. */
  take(message: HealthMessage, receivedAt: number): number | undefined {
    const waited = message.body.outbox.oldestSeconds;
    if (waited !== null && waited > FRESH_SECONDS) return undefined;
    const samples = [...(this.#samples.get(message.sensorId) ?? []), Date.parse(message.at) - receivedAt].slice(
      -WINDOW,
    );
    this.#samples.set(message.sensorId, samples);
    return samples.toSorted((a, b) => a - b)[Math.floor((samples.length - 1) / 2)];
  }
}
