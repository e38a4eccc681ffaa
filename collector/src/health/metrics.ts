import { SENSOR_REFUSAL_CODES, type Collector, type SensorRefusalCode } from "@probewarden/contract";
import { Counter, Gauge, Registry, collectDefaultMetrics } from "prom-client";

/** How each figure of a collector's row is named in Prometheus' text format. Counters that only rise end in `_total`. */
const FIGURES: readonly [name: string, help: string, read: (row: Collector) => number | undefined][] = [
  ["probewarden_ready", "1 when new data is taken", (row) => (row.state === "ready" ? 1 : 0)],
  ["probewarden_queue_messages", "messages that came and are not stored yet", (row) => row.queue.messages],
  ["probewarden_queue_bytes", "their octets", (row) => row.queue.bytes],
  ["probewarden_queue_lag_seconds", "how long the oldest has waited", (row) => row.queue.lagMilliseconds / 1000],
  ["probewarden_disk_free_bytes", "free octets of the data folder's disk", (row) => row.disk.freeBytes],
  ["probewarden_disk_write_seconds", "a small durable write", (row) => inSeconds(row.disk.writeMilliseconds)],
  ["probewarden_state_answer_seconds", "a small transaction", (row) => inSeconds(row.stateStore.answerMilliseconds)],
  ["probewarden_series_up", "1 when levels and counts are taken", (row) => (row.seriesStore.isWell ? 1 : 0)],
  ["probewarden_broker_up", "1 when the broker is heard", (row) => (row.hearsBroker ? 1 : 0)],
  ["probewarden_loop_delay_seconds", "99th percentile of the loop's delay", (row) => row.loopDelayMilliseconds / 1000],
  ["probewarden_notices_waiting", "notices that wait to be sent", (row) => row.notices.waiting],
  ["probewarden_notices_failing", "1 when notices do not get through", (row) => (row.notices.failing ? 1 : 0)],
  ["probewarden_received_total", "messages from the broker", (row) => row.counted.received],
  ["probewarden_stored_total", "messages stored for the first time", (row) => row.counted.stored],
  ["probewarden_duplicates_total", "messages that came again", (row) => row.counted.duplicates],
  ["probewarden_refused_total", "messages not taken, which come again", (row) => row.counted.refused],
  ["probewarden_dead_letters_total", "messages that can never be accepted", (row) => row.counted.deadLetters],
];

const inSeconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000);

/** The collector's figures for Prometheus. No label names a venue, a sensor, a person or an address: a label is a code of ours. */
export class Metrics {
  readonly #registry = new Registry();

  /** `refused`: how often something was refused to sensors since the start, by reason. */
  constructor(row: () => Collector, refused: () => ReadonlyMap<SensorRefusalCode, number> = () => new Map()) {
    collectDefaultMetrics({ register: this.#registry, prefix: "probewarden_process_" });
    const keep = (figure: Gauge | Counter): void => this.#registry.registerMetric(figure);
    for (const [name, help, read] of FIGURES) {
      if (name.endsWith("_total"))
        keep(
          new Counter({
            name,
            help,
            registers: [],
            collect() {
              this.reset();
              this.inc(read(row()) ?? 0);
            },
          }),
        );
      else
        keep(
          new Gauge({
            name,
            help,
            registers: [],
            collect() {
              const value = read(row());
              if (value === undefined) this.reset();
              else this.set(value);
            },
          }),
        );
    }
    keep(
      new Gauge({
        name: "probewarden_fault",
        help: "1 for each code of what a person should mend; /api/collectors says in words what to do",
        labelNames: ["code"],
        registers: [],
        collect() {
          this.reset();
          for (const { code } of row().faults) this.set({ code }, 1);
        },
      }),
    );
    keep(
      new Counter({
        name: "probewarden_sensor_refused_total",
        help: "what was refused to sensors, by reason; the sensor's row in /api/sensors says which one and how often",
        labelNames: ["reason"],
        registers: [],
        collect() {
          this.reset();
          const counts = refused();
          for (const reason of SENSOR_REFUSAL_CODES) this.inc({ reason }, counts.get(reason) ?? 0);
        },
      }),
    );
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All figures in Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  stop(): void {
    this.#registry.clear();
  }
}
