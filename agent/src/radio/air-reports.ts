import type { Watch } from "@probewarden/contract";
import type { AccessPoints } from "./air/access-points.ts";
import type { AskedNames } from "./air/asked-names.ts";
import type { ChannelSeconds } from "./control/listening-time.ts";
import { NewTransmitters, type StaysReport } from "./detectors/new-transmitter/new-transmitters.ts";
import type { StaysMemory } from "./detectors/new-transmitter/stays-memory.ts";
import { spellAddress } from "./dot11/address.ts";
import type { Frame } from "./dot11/frame.ts";
import { identifier } from "./judge/subject.ts";
import type { Subjects } from "./judge/subjects.ts";
import type { PipelineReport } from "./pipeline-options.ts";
import type { Venue } from "./venue/venue.ts";
import { CensusTaker } from "./report/census-taker.ts";
import { SignalRecorder } from "./report/signal-recorder.ts";
import type { LevelQuestion } from "./report/sought-level.ts";
import { speakableName } from "./report/speakable-name.ts";
import { timestamp } from "./report/timestamp.ts";

/** What the reports are made of, and who takes them. */
export interface AirReportsOptions {
  accessPoints: AccessPoints;
  askedNames: AskedNames;
  subjects: Subjects;
  venue: Venue;
  /** What stays' names are made with, which nobody outside can foresee. */
  secret: string;
  /** As for `AddressTable`. */
  seed: number;
  emit: (report: PipelineReport) => void;
  /** An address that was told may be told no more. */
  onTakenBack: (address: string) => void;
}

/**
 * What a sensor tells of its air beside what it suspects: the levels of those who may be levelled, who came and stays, and how many there are.
 * None of it weighs in a judgement, so it is left out where only judgements are asked for.
 */
export class AirReports {
  readonly #options: AirReportsOptions;
  readonly #census = new CensusTaker();
  readonly #signal: SignalRecorder;
  readonly #newTransmitters: NewTransmitters;
  #venue: Venue;

  constructor(options: AirReportsOptions) {
    const { accessPoints, askedNames, subjects, secret, seed } = options;
    this.#options = options;
    this.#venue = options.venue;
    this.#signal = new SignalRecorder({ accessPoints, askedNames, subjects }, options.venue, seed);
    this.#newTransmitters = new NewTransmitters({
      accessPoints,
      mayBeNamed: subjects.mayBeNamed,
      isListed: (address) => this.#venue.network(address) !== undefined,
      nameOf: (known) => speakableName(known, this.#venue, subjects.mayBeNamed),
      isAsked: (known) =>
        askedNames.mayHaveBeenAsked(known.name) && this.#venue.speakable(known.nameOctets) === undefined,
      identifierOf: (...parts) => identifier("t", secret, ...parts),
      seed,
    });
  }

  setVenue(venue: Venue, reportsResidents: boolean): void {
    this.#venue = venue;
    this.#signal.setVenue(venue, reportsResidents);
    this.#newTransmitters.setReporting(reportsResidents);
  }

  /** Takes the venue's watch list. */
  setWatch(watch: Watch): void {
    this.#signal.setWatch(watch);
  }

  /** Looks for a transmitter that a person at this sensor chose. */
  seek(question: LevelQuestion): void {
    this.#signal.sought.ask(question);
  }

  /** Takes back what was learnt before a restart of who beacons here. */
  resumeStays(memory: StaysMemory): void {
    this.#newTransmitters.resume(memory);
  }

  /** What the radio has listened to since it said so last. */
  listened(channels: readonly ChannelSeconds[]): void {
    for (const { channelMhz, seconds } of channels) this.#census.listened(channelMhz, seconds);
  }

  /** Takes a frame that was judged. */
  hear(frame: Frame, atSeconds: number): void {
    if (!this.#venue.isOwnQuestion(frame)) this.#census.count(frame, atSeconds);
    this.#signal.hear(frame);
  }

  /** Somebody behaves as a station who was not known as one: he is neither levelled nor told as a newcomer any more. True when he was levelled. */
  takeBack(station: number, atSeconds: number): boolean {
    const stays = this.#newTransmitters.takeBack(station);
    for (const address of stays.gone) this.#options.onTakenBack(spellAddress(address));
    this.#sayStays(stays, atSeconds);
    return this.#signal.takeBack(station);
  }

  /** A second of capture time has passed. */
  turn(atSeconds: number, listenedSeconds: number): void {
    const { emit } = this.#options;
    for (const body of this.#signal.turn(atSeconds)) emit({ type: "signal", at: timestamp(atSeconds), body });
    for (const body of this.#signal.sought.turn(atSeconds)) emit({ type: "heard", body });
    this.#sayStays(this.#newTransmitters.turn(atSeconds, listenedSeconds), atSeconds);
    const census = this.#census.turn(atSeconds);
    if (census !== undefined) emit({ type: "census", at: timestamp(atSeconds), body: census });
  }

  /** Says what is known of the minute at hand. */
  flush(atSeconds: number): void {
    const { emit } = this.#options;
    for (const body of this.#signal.flush()) emit({ type: "signal", at: timestamp(atSeconds), body });
    const census = this.#census.flush();
    if (census !== undefined) emit({ type: "census", at: timestamp(atSeconds), body: census });
  }

  /** What full memories let go, by memory. */
  forgotten(): Record<string, number> {
    return {
      stays: this.#newTransmitters.forgotten,
      "signal-rows": this.#signal.forgotten,
      "census-channels": this.#census.forgotten,
    };
  }

  #sayStays({ newcomers, memory }: StaysReport, atSeconds: number): void {
    const { emit } = this.#options;
    if (newcomers !== undefined) emit({ type: "newcomer", at: timestamp(atSeconds), body: newcomers });
    if (memory !== undefined) emit({ type: "stays", body: memory });
  }
}
