import type { CollectorProblem, SensorRefusalCode } from "@probewarden/contract";
import { problem } from "../health/problem.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { SHOWN_MS, storeRefusals } from "./store-refusals.ts";

/** Milliseconds between two writes: a flood is refused a thousand times a second, and written once. */
const WRITE_MS = 5_000;
/** Sensors that are remembered between two writes: more than one collector serves. */
const MOST_SENSORS = 20_000;

/** What is refused to sensors, counted by sensor and reason; what the broker and the intake report is written down together. */
export class Refusals {
  readonly #state: StateStore;
  readonly #now: () => number;
  readonly #changed: (sensorId: string) => void;
  readonly #failed: (error: unknown) => void;
  #unwritten = new Map<string, Map<SensorRefusalCode, number>>();
  /** Of the last quarter of an hour, for the collector's own health. */
  readonly #recent = new Map<string, { refused: number; lastAt: number }>();
  /** Since the start, by reason: a closed list. */
  readonly #totals = new Map<SensorRefusalCode, number>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** `changed` hears each sensor of which something new stands in the state. */
  constructor(parts: {
    state: StateStore;
    now: () => number;
    changed?: (sensorId: string) => void;
    failed?: (error: unknown) => void;
  }) {
    this.#state = parts.state;
    this.#now = parts.now;
    this.#changed = parts.changed ?? (() => undefined);
    this.#failed = parts.failed ?? (() => undefined);
  }

  start(): void {
    this.#timer = setInterval(() => void this.write(), WRITE_MS);
  }

  /** Writes what was not written yet. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.write();
  }

  /** How often something was refused to any sensor since the start, by reason. */
  get totals(): ReadonlyMap<SensorRefusalCode, number> {
    return this.#totals;
  }

  count(sensorId: string, reason: SensorRefusalCode, times = 1): void {
    this.#totals.set(reason, (this.#totals.get(reason) ?? 0) + times);
    const ofSensor = this.#unwritten.get(sensorId) ?? new Map<SensorRefusalCode, number>();
    if (!this.#unwritten.has(sensorId) && this.#unwritten.size >= MOST_SENSORS) return;
    this.#unwritten.set(sensorId, ofSensor);
    ofSensor.set(reason, (ofSensor.get(reason) ?? 0) + times);
    // Whoever knows a sensor's name can try a password: that is not the sensor's doing, and stands in its row alone.
    if (reason === "wrong-password") return;
    const refused = (this.#recent.get(sensorId)?.refused ?? 0) + times;
    this.#recent.delete(sensorId);
    this.#recent.set(sensorId, { refused, lastAt: this.#now() });
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > MOST_SENSORS && oldest !== undefined) this.#recent.delete(oldest);
  }

  /** What a person should look at; undefined when nothing was refused for a quarter of an hour. */
  problem(): CollectorProblem | undefined {
    for (const [sensorId, { lastAt }] of this.#recent)
      if (lastAt < this.#now() - SHOWN_MS) this.#recent.delete(sensorId);
    const [worst] = [...this.#recent].toSorted((a, b) => b[1].refused - a[1].refused);
    if (worst === undefined) return undefined;
    const refused = [...this.#recent.values()].reduce((sum, one) => sum + one.refused, 0);
    return problem("sensors-refused", { sensors: this.#recent.size, sensor: worst[0], refused });
  }

  /** One write at a time; what fails is counted again with the next. */
  write(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    if (this.#unwritten.size === 0) return;
    const taken = this.#unwritten;
    this.#unwritten = new Map();
    try {
      for (const sensorId of await storeRefusals(this.#state, taken, this.#now())) this.#changed(sensorId);
    } catch (error) {
      for (const [sensorId, reasons] of taken)
        for (const [reason, times] of reasons) {
          const ofSensor = this.#unwritten.get(sensorId) ?? new Map<SensorRefusalCode, number>();
          ofSensor.set(reason, (ofSensor.get(reason) ?? 0) + times);
          if (this.#unwritten.size < MOST_SENSORS) this.#unwritten.set(sensorId, ofSensor);
        }
      this.#failed(error);
    }
  }
}
