import { CONTRACT_MAJOR, type Finding, type MessageKind, type SignalRow } from "@probewarden/contract";
import { Outbox } from "../../agent/src/uplink/outbox.ts";
import { Uplink } from "../../agent/src/uplink/uplink.ts";

/** Messages that were not acknowledged are sent again after so long, so that a run of a minute shows what one of an hour would. */
const RESEND_MS = 3_000;

/** What a message left in a store, as one finds it there. */
export interface Trace {
  kind: "finding" | "signal";
  /** The finding's id, or the address of which there is a level. */
  name: string;
  madeAt: number;
  acknowledgedAt?: number;
}

/** A sensor's real outbox and uplink, with made findings and levels in place of a radio. Each message leaves a trace of its own. */
export class SimulatedSensor {
  readonly sensorId: string;
  /** Every message that was made, by its number. */
  readonly traces = new Map<number, Trace>();
  readonly #index: number;
  readonly #outbox: Outbox;
  readonly #uplink: Uplink;
  #timers: NodeJS.Timeout[] = [];
  #count = 0;

  constructor(options: { index: number; venueId: string; folder: string; port: number; random: () => number }) {
    const { index, venueId, folder, port, random } = options;
    this.sensorId = `sensor-${index}`;
    this.#index = index;
    const sensor = { venueId, sensorId: this.sensorId };
    this.#outbox = new Outbox({
      folder: `${folder}/${this.sensorId}`,
      bootId: `b${"g".repeat(15)}${"ghijklmnopqrstuv"[index % 16] ?? "g"}`,
      sensor,
      maxBytes: 64 * 1024 * 1024,
      now: Date.now,
      monotonic: () => performance.now(),
      commitMilliseconds: 50,
      resendMilliseconds: RESEND_MS,
    });
    const acknowledge = this.#outbox.acknowledge.bind(this.#outbox);
    this.#outbox.acknowledge = (bootId, ranges) => {
      for (const [first, last] of ranges)
        for (let seq = first; seq <= last; seq++) {
          const trace = this.traces.get(seq);
          if (trace !== undefined) trace.acknowledgedAt ??= Date.now();
        }
      return acknowledge(bootId, ranges);
    };
    this.#uplink = new Uplink({
      url: `mqtt://127.0.0.1:${port}`,
      username: this.sensorId,
      sensor,
      version: "0.1.0",
      jitter: random,
      outbox: this.#outbox,
      monotonic: () => performance.now(),
      onDownlink: () => undefined,
      onProblem: () => undefined,
    });
  }

  start(): void {
    this.#uplink.start();
    this.#timers = [
      setInterval(() => void this.#put("finding"), 2_000 + 100 * this.#index),
      setInterval(() => void this.#put("signal"), 500 + 10 * this.#index),
    ];
  }

  /** Makes nothing more, and goes on sending what waits. */
  finish(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#outbox.flush();
  }

  async stop(): Promise<void> {
    this.finish();
    await this.#uplink.stop();
    this.#outbox.close();
  }

  /** Messages that are not acknowledged yet. */
  get waiting(): number {
    return [...this.traces.values()].filter(({ acknowledgedAt }) => acknowledgedAt === undefined).length;
  }

  async #put(kind: Trace["kind"]): Promise<void> {
    this.#count += 1;
    const name = kind === "finding" ? `finding-${this.#index}-${this.#count}` : addressOf(this.#index, this.#count);
    const madeAt = Date.now();
    const body = kind === "finding" ? findingOf(name, addressOf(this.#index, this.#count)) : { rows: [rowOf(name)] };
    const message = {
      v: CONTRACT_MAJOR,
      sensorId: this.sensorId,
      at: new Date().toISOString(),
      kind: kind as MessageKind,
      body,
    };
    const seq = await this.#outbox.put(message);
    this.traces.set(seq, { kind, name, madeAt });
    this.#uplink.send();
  }
}

const hex = (octet: number): string => (octet & 0xff).toString(16).padStart(2, "0");
const addressOf = (index: number, n: number): string => `02:00:${hex(index)}:${hex(n >> 16)}:${hex(n >> 8)}:${hex(n)}`;

function rowOf(transmitter: string): SignalRow {
  const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString();
  return { minute, transmitter, role: "venue", channelMhz: 2412, frames: 1, medianDbm: -60, p10Dbm: -64, p90Dbm: -57 };
}

/** A box of its own each time, strong enough that somebody is told. */
function findingOf(findingId: string, transmitter: string): Finding {
  const at = new Date().toISOString();
  return {
    findingId,
    suspectId: `subject-${findingId}`,
    suspicion: "probe-box",
    state: "opened",
    scoreDb: 15,
    highestDb: 15,
    band: "suspected",
    priorDb: -30,
    firstHeardAt: at,
    lastHeardAt: at,
    transmitters: [transmitter],
    transmitterCount: 1,
    targets: [],
    evidence: [],
    mitigations: [],
  };
}
