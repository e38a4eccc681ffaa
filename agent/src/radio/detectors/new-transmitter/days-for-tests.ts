import type { InventoryEntry, Newcomer, Newcomers } from "@probewarden/contract";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { advertisement, capturedFrame, nameOf, ordinary, RATES } from "../../made-air-for-tests.ts";
import { Pipeline, type PipelineReport } from "../../pipeline.ts";
import { withoutAddress } from "../../without-address.ts";
import { spellAddress } from "../../dot11/address.ts";
import { NEW_TRANSMITTER } from "./figures.ts";
import type { StaysMemory } from "./stays-memory.ts";

/** In every minute there is a beacon. */
const STEP_SECONDS = 50;
/** Hours that a sensor that has learnt its place has listened. */
const LEARNT_HOURS = NEW_TRANSMITTER.warmUpHours + 1;
const EVERYBODY = 0xffff_ffff_ffff;

/** Somebody who beacons, a beacon each fifty seconds: for days a test needs no more. */
export interface Sender {
  bssid: number;
  name?: string;
  /** What it is heard at; `hour` from the beginning of the test, with its fraction. NaN: the radio tells no level. */
  levelDbm?: number | ((hour: number) => number);
  /** Whether it beacons at an hour from the beginning; default always. */
  isOn?: (hour: number) => boolean;
}

/** A sensor at one place over many days. Its disk outlives it: {@link restart}. */
export class Days {
  readonly reports: PipelineReport[] = [];
  /** What has not left yet. */
  waiting: PipelineReport[] = [];
  disk: StaysMemory | undefined;
  hour = 0;
  readonly #networks: readonly InventoryEntry[];
  #pipeline: Pipeline;
  #sequence = 0;

  constructor(networks: readonly InventoryEntry[] = [], disk?: StaysMemory) {
    this.#networks = networks;
    this.disk = disk;
    this.#pipeline = this.#start();
  }

  /** A sensor that has learnt its place, with who was there, and who came so long ago that it may be told: as it stands after a restart. */
  static learnt(
    there: readonly Sender[],
    { networks, came = [] }: { networks?: readonly InventoryEntry[]; came?: readonly Sender[] } = {},
  ): Days {
    const { hours, spanHours, warmUpHours, levels } = NEW_TRANSMITTER;
    const stay = ({ bssid }: Sender, isThere: boolean): StaysMemory["stays"][number] => ({
      bssid: spellAddress(bssid),
      state: isThere ? "early" : "staying",
      firstAt: 1_789_000_000,
      lastAt: 1_790_000_000,
      firstHour: isThere ? 1 : LEARNT_HOURS - spanHours,
      lastHour: LEARNT_HOURS,
      toldHour: 0,
      hoursHeard: isThere ? warmUpHours : hours,
      channelMhz: 2_437,
      isNameAsked: false,
      levels: isThere ? [] : Array.from({ length: levels }, () => -60),
    });
    const stays = [...there.map((sender) => stay(sender, true)), ...came.map((sender) => stay(sender, false))];
    return new Days(networks, { listenedHours: LEARNT_HOURS, stays, takenBack: [] });
  }

  /** Time goes by; every sender beacons each fifty seconds while it is on. */
  live(hours: number, ...senders: readonly Sender[]): this {
    const steps = Math.round((hours * 3_600) / STEP_SECONDS);
    for (let step = 0; step < steps; step++) {
      this.hour += STEP_SECONDS / 3_600;
      for (const sender of senders) if (sender.isOn?.(this.hour) ?? true) this.beacon(sender);
      this.#pipeline.tick(this.now);
    }
    return this;
  }

  beacon({ bssid, name = "Tea", levelDbm = -60 }: Sender): void {
    const level = typeof levelDbm === "number" ? levelDbm : levelDbm(this.hour);
    this.put(
      advertisement({
        transmitter: bssid,
        sequence: this.#sequence++,
        tsfSeconds: this.now,
        elements: elementsOf(name),
      }),
      level,
    );
  }

  /** An address asks who is there, as stations do. */
  ask(station: number): void {
    this.askFor(station, "");
  }

  /** A station asks for a network by its name. */
  askFor(station: number, name: string): void {
    const head = Buffer.alloc(24);
    head[0] = FrameKind.probeRequest << 4;
    head.writeUIntBE(EVERYBODY, 4, 6);
    head.writeUIntBE(station, 10, 6);
    head.writeUIntBE(EVERYBODY, 16, 6);
    this.put(Buffer.concat([head, nameOf(name), RATES]), -70);
  }

  put(octets: Buffer, levelDbm: number): void {
    this.#pipeline.consume(capturedFrame({ at: this.hour * 3_600, octets, levelDbm, channelMhz: 2_437 }));
  }

  /** The power fails and comes back: all that is left is what lies on the disk. */
  restart(): this {
    this.#pipeline = this.#start();
    return this;
  }

  setResidents(reportResidents: boolean): void {
    this.#pipeline.setConfig({ v: 1, networks: [...this.#networks], reportResidents });
  }

  get said(): Newcomers[] {
    return this.reports.flatMap((report) => (report.type === "newcomer" ? [report.body] : []));
  }

  /** Everybody who was ever told, by their latest word. */
  get told(): Map<string, Newcomer> {
    return new Map(this.said.flatMap(({ here }) => here.map((newcomer) => [newcomer.transmitter, newcomer] as const)));
  }

  /** Whether an address stands in anything that was told, from a report on, or lies on the disk. */
  leaks(address: number, from = 0): boolean {
    const text = spellAddress(address);
    return JSON.stringify([this.reports.slice(from), this.disk]).includes(text);
  }

  get forgotten(): number {
    return this.#pipeline.summary().forgotten["stays"] ?? 0;
  }

  /** By the clock of its captures, in seconds since 1970. */
  get now(): number {
    return 1_790_000_000 + this.hour * 3_600;
  }

  #start(): Pipeline {
    const pipeline = new Pipeline({
      detectors: [],
      venueSalt: "days",
      secret: "a secret of the process",
      networks: this.#networks,
      emit: (report) => {
        if (report.type === "stays") this.disk = report.body;
        if (report.type === "census") return;
        this.reports.push(report);
        this.waiting.push(report);
      },
      onTakenBack: (address) =>
        void (this.waiting = this.waiting.flatMap((report) => withoutAddress(report, address) ?? [])),
    });
    if (this.disk !== undefined) pipeline.resumeStays(this.disk);
    return pipeline;
  }
}

const elements = new Map<string, Buffer>();
function elementsOf(name: string): Buffer {
  const known = elements.get(name) ?? ordinary(name);
  elements.set(name, known);
  return known;
}
