import type { Finding, HealthProblem, SensorConfig, Watch } from "@probewarden/contract";
import type { CapturedFrame } from "./capture/frame-source.ts";
import { AirReports } from "./air-reports.ts";
import type { ChannelSeconds } from "./control/listening-time.ts";
import { AccessPoints, type AccessPoint } from "./air/access-points.ts";
import { AskedNames } from "./air/asked-names.ts";
import { CaptureClock } from "./air/capture-clock.ts";
import { DamageShare } from "./air/damage-share.ts";
import { ExchangedAddresses } from "./air/exchanged-addresses.ts";
import { seedOf } from "./air/hash-seed.ts";
import { ListedSenders } from "./air/listed-senders.ts";
import { ListenedTime } from "./air/listened-time.ts";
import { SeveralAdapters } from "./air/several-adapters.ts";
import { formerAddresses } from "./air/former-addresses.ts";
import { RadioClocks } from "./air/radio-clocks.ts";
import { SharedCounters } from "./air/shared-counters.ts";
import { Stations } from "./air/stations.ts";
import type { StaysMemory } from "./detectors/new-transmitter/stays-memory.ts";
import type { PipelineOptions, PipelineReport, PipelineSummary } from "./pipeline-options.ts";
import type { Detector, DetectorContext, Observation, Withdrawn, WithdrawReason } from "./detectors/detector.ts";
import { FrameKind, FRAME_KINDS } from "./dot11/frame-kind.ts";
import { Excerpts } from "./excerpts/excerpts.ts";
import { timestamp } from "./report/timestamp.ts";
import { findingWithout } from "./judge/finding-message.ts";
import { ReportBudget } from "./judge/report-budget.ts";
import { Subjects } from "./judge/subjects.ts";
import { VenueSources } from "./venue/venue-sources.ts";
import type { Canary, Venue } from "./venue/venue.ts";
import { FrameReader } from "./dot11/frame-reader.ts";
import { individual, inGroup, NO_ADDRESS, spellAddress } from "./dot11/address.ts";
import type { Frame } from "./dot11/frame.ts";
import type { LevelQuestion } from "./report/sought-level.ts";

export type { PipelineOptions, PipelineReport, PipelineSummary } from "./pipeline-options.ts";

/**
 * A detector and its method, which is looked up once: at each frame anew, among ten classes, or bound, it took a thirtieth of all that a
 * frame costs (perf, ordinary air).
 */
interface Listener {
  detector: Detector;
  onFrame: Detector["onFrame"];
}

/** What has beaconed so often is there; damage gives an address once or twice. */
const WELL_KNOWN_BEACONS = 4;

/** A captured frame is read, learned from, judged and counted; what follows from it is reported. All time is capture time. */
export class Pipeline implements DetectorContext {
  readonly accessPoints: AccessPoints;
  readonly askedNames: AskedNames;
  readonly stations: Stations;
  venue: Venue;
  atSeconds = Number.NaN;
  newStation = NO_ADDRESS;
  readonly #options: PipelineOptions;
  readonly #reader = new FrameReader();
  readonly #clock = new CaptureClock();
  readonly #damage = new DamageShare();
  readonly #isWellKnown = (address: number): boolean =>
    (this.accessPoints.get(address)?.beacons ?? 0) >= WELL_KNOWN_BEACONS;
  readonly listedSenders = new ListedSenders();
  readonly listenedTime = new ListenedTime();
  readonly exchangedAddresses: ExchangedAddresses;
  /** Undefined where one radio listens. */
  readonly adapters: SeveralAdapters | undefined;
  readonly radioClocks: RadioClocks;
  readonly sharedCounters: SharedCounters;
  readonly #budget: ReportBudget;
  readonly #subjects: Subjects;
  /** Undefined where only findings are taken. */
  readonly #airReports: AirReports | undefined = undefined;
  readonly #excerpts: Excerpts | undefined = undefined;
  /** By kind of frame: those who have something to hear for at this venue. */
  #listeners: Listener[][];
  readonly #skipped: Record<string, number> = {};
  readonly #venueSources: VenueSources;
  #reportResidents: boolean;
  #frames = 0;
  #minute = Number.NaN;
  /** Whose beacon or answer the present frame is. */
  #advertiser: AccessPoint | undefined;

  constructor(options: PipelineOptions) {
    this.#options = options;
    const seed = seedOf(options.secret);
    this.accessPoints = new AccessPoints(seed);
    this.exchangedAddresses = new ExchangedAddresses(this.accessPoints);
    this.askedNames = new AskedNames(seed);
    this.radioClocks = new RadioClocks(seedOf(options.secret));
    this.sharedCounters = new SharedCounters(seed);
    this.stations = new Stations(seed);
    if (options.overlappingAdapters !== undefined)
      this.adapters = new SeveralAdapters(options.overlappingAdapters, seed);
    this.#venueSources = new VenueSources(options.networks, options.canaries);
    this.venue = this.#venueSources.venue();
    this.#budget = new ReportBudget((body, atSeconds) =>
      this.#emit({ type: "finding", at: timestamp(atSeconds), body }),
    );
    this.#subjects = new Subjects({
      venue: this.venue,
      listedSenders: this.listedSenders,
      heard: this,
      formerAddresses: (address) => formerAddresses(address, this.radioClocks, this.accessPoints),
      venueSalt: options.venueSalt,
      ...(options.secret === undefined ? {} : { secret: options.secret }),
      endAfterSeconds: options.endAfterSeconds ?? 1800,
      emit: (finding, atSeconds) => {
        this.#budget.offer(finding, atSeconds);
        this.#excerpts?.told(finding, atSeconds);
      },
    });
    if (options.judgeExcerpt !== undefined)
      this.#excerpts = new Excerpts({
        maySay: () => ({
          isStation: (address) => this.stations.has(address),
          mayBeNamed: this.#subjects.mayBeNamed,
          venue: this.venue,
        }),
        judge: options.judgeExcerpt,
        ...(options.turns === undefined ? {} : { turns: options.turns }),
        emit: (body, atSeconds) => this.#emit({ type: "excerpt", at: timestamp(atSeconds), body }),
      });
    if (options.onlyFindings !== true)
      this.#airReports = new AirReports({
        accessPoints: this.accessPoints,
        askedNames: this.askedNames,
        subjects: this.#subjects,
        venue: this.venue,
        secret: options.secret ?? options.venueSalt,
        seed,
        emit: (report) => this.#emit(report),
        onTakenBack: (address) => options.onTakenBack?.(address),
      });
    this.#reportResidents = options.reportResidents ?? true;
    this.#airReports?.setVenue(this.venue, this.#reportResidents);
    this.#listeners = this.#listenersHere();
  }

  get timeIsKnown(): boolean {
    return this.#clock.timeIsKnown;
  }

  /** Takes one captured frame. Never throws, whatever the octets are. */
  consume(captured: CapturedFrame): void {
    this.#frames++;
    const frame = this.#reader.read(captured);
    // Of what is damaged, an unreadable header says nothing more.
    const { damage } = this.#reader.frame;
    if (damage !== undefined) return this.#skip(damage);
    if (typeof frame === "string") return this.#skip(frame);
    if (this.#clock.advance(captured.atSeconds, frame, captured.interfaceNumber)) this.#turn();
    this.atSeconds = this.#clock.atSeconds;
    if (
      frame.mayBeDamaged &&
      isAdvertisement(frame) &&
      !this.#damage.isJudged(frame, this.#isWellKnown, this.atSeconds)
    )
      return this.#skip("looks-damaged");
    if (this.adapters?.isRepeat(frame, captured.interfaceNumber, this.atSeconds) === true) return;
    this.listenedTime.hear(frame.channelMhz, this.atSeconds);
    this.#options.onFrame?.(frame.channelMhz);
    this.#learn(frame);
    if (this.venue.hasLicensed && !isAdvertisement(frame)) this.#learnOfLicensed(frame);
    this.newStation = this.stations.hear(frame, this.atSeconds);
    if (this.newStation !== NO_ADDRESS) this.#takeBack(this.newStation);
    this.#judge(frame);
    this.#subjects.hear(frame, this.atSeconds);
    this.#excerpts?.hear(frame, this.#frames, this.atSeconds, this.#advertiser);
    this.#airReports?.hear(frame, this.atSeconds);
  }

  /** Time passes on a radio that listens, although nothing is heard: silence is reported, and a finding that is not heard any more can end. */
  tick(atSeconds: number): void {
    if (this.#clock.tick(atSeconds)) this.#turn();
  }

  /** Of the time until the next frame, so many seconds were not listened to: nobody has fallen silent in them. */
  notListened(seconds: number): void {
    this.#clock.notListened(seconds);
  }

  /** What the radio has listened to since it said so last. Without it, as for a file, the census estimates it from the frames. */
  listened(channels: readonly ChannelSeconds[]): void {
    this.#airReports?.listened(channels);
  }

  /** Says what is known now, although no minute is over: before the process stops, and at the end of a file. */
  flush(): void {
    if (Number.isNaN(this.atSeconds)) return;
    for (const detector of this.#options.detectors) detector.onTick(this);
    this.#subjects.flush(this.atSeconds);
    this.#budget.flush(this.atSeconds);
    this.#excerpts?.flush(this.atSeconds);
    this.#airReports?.flush(this.atSeconds);
  }

  observe(detector: Detector, observation: Observation, frame: Frame | undefined): void {
    this.#options.onObservation?.(detector, observation);
    const subject = this.#subjects.observe(detector, observation, frame, this.atSeconds);
    if (subject !== undefined)
      this.#excerpts?.accuse(subject, frame, this.#frames, this.atSeconds, observation.shownBy);
  }

  withdraw(withdrawn: Withdrawn, why: WithdrawReason): void {
    this.#subjects.withdraw(withdrawn, why, this.atSeconds);
  }

  /** Takes the venue's watch list. */
  setWatch(watch: Watch): void {
    this.#airReports?.setWatch(watch);
  }

  /** Looks for a transmitter that a person at this sensor chose; answered within some seconds, by `heard`. */
  seek(question: LevelQuestion): void {
    this.#airReports?.seek(question);
  }

  /** Takes the venue's inventory from the collector. */
  setConfig(config: SensorConfig): void {
    this.#venueSources.setConfig(config);
    this.#reportResidents = config.reportResidents;
    this.#renewVenue();
  }

  /** Takes the addresses of this sensor's own adapters. */
  setOwnRadios(addresses: readonly string[]): void {
    if (this.#venueSources.setOwnRadios(addresses)) this.#renewVenue();
  }

  /** Takes what was sent as bait, all of it: what is in it no more is bait no more. */
  setCanaries(canaries: readonly Canary[]): void {
    this.#venueSources.setCanaries(canaries);
    this.#renewVenue();
  }

  /** Takes back the findings that were published before a restart. */
  resume(findings: readonly Finding[]): void {
    this.#subjects.resume(findings, this.atSeconds);
  }

  /** Takes back what was learnt before a restart of who beacons here. */
  resumeStays(memory: StaysMemory): void {
    this.#airReports?.resumeStays(memory);
  }

  /** What a person should know of the reports themselves. Asked once an interval: what it says is over then. */
  takeProblems(): HealthProblem[] {
    return this.#budget.takeProblems();
  }

  summary(): PipelineSummary {
    const forgotten: Record<string, number> = {
      "access-points": this.accessPoints.forgotten,
      "asked-names": this.askedNames.forgotten,
      stations: this.stations.forgotten,
      "radio-clocks": this.radioClocks.forgotten,
      "shared-counters": this.sharedCounters.forgotten,
      subjects: this.#subjects.forgotten,
      "reports-overtaken": this.#budget.overtaken,
      "told-addresses": this.#subjects.told.forgotten,
      ...this.#airReports?.forgotten(),
    };
    for (const detector of this.#options.detectors) Object.assign(forgotten, detector.forgotten());
    Object.assign(forgotten, this.#excerpts?.forgotten());
    const { firstAtSeconds, lastAtSeconds } = this.#clock;
    return {
      frames: this.#frames,
      skipped: { ...this.#skipped },
      noticed: {
        ...this.#reader.noticed(),
        ...(this.adapters === undefined ? {} : { "heard-by-two-adapters": this.adapters.repeats }),
      },
      forgotten,
      firstAtSeconds,
      lastAtSeconds,
    };
  }

  #renewVenue(): void {
    this.venue = this.#venueSources.venue();
    this.#listeners = this.#listenersHere();
    this.#subjects.setVenue(this.venue, this.atSeconds);
    this.#airReports?.setVenue(this.venue, this.#reportResidents);
  }

  /** What every detector measures against: who advertises, what was asked for, how the counters run. */
  #learn(frame: Frame): void {
    this.#advertiser = undefined;
    if (frame.type !== 0) return;
    switch (frame.kind) {
      case FrameKind.beacon:
      case FrameKind.probeResponse:
        // 9.3.3: both are sent by the access point itself; anything else is damaged or relayed.
        if (frame.transmitter !== frame.bssid) return;
        this.#advertised(frame);
        return;
      case FrameKind.probeRequest:
        this.askedNames.hear(frame, this.atSeconds);
        this.exchangedAddresses.hearStation(frame.transmitter, this.atSeconds);
        return;
      case FrameKind.associationRequest:
      case FrameKind.reassociationRequest:
        // A flood of them may have any addresses, and says nothing of others'.
        this.askedNames.hear(frame, this.atSeconds);
        return;
      case FrameKind.deauthentication:
      case FrameKind.disassociation:
        return;
      default: {
        const known = this.accessPoints.get(frame.transmitter);
        known?.counted(frame, this.atSeconds);
      }
    }
  }

  #advertised(frame: Frame): void {
    const known = this.accessPoints.advertised(frame, this.atSeconds, frame.kind === FrameKind.beacon);
    this.#advertiser = known;
    this.exchangedAddresses.hear(known, this.atSeconds);
    if (this.timeIsKnown) {
      this.radioClocks.hear(frame, known, this.atSeconds);
      this.sharedCounters.hear(frame, known, this.atSeconds);
    }
    if (this.venue.network(frame.bssid) !== undefined) this.listedSenders.hear(frame, this.atSeconds);
  }

  /** The group bit of an RTS's transmitter says that its bandwidth is told in the scrambler (9.2.4.3.8). */
  #learnOfLicensed(frame: Frame): void {
    const sender = individual(frame.transmitter);
    if (this.venue.isLicensed(sender))
      this.listedSenders.hearOther(frame, this.accessPoints.get(sender), this.atSeconds);
  }

  /** Somebody behaves as a station who was not known as one: nothing that leaves names him any more. */
  #takeBack(station: number): void {
    const wasLevelled = this.#airReports?.takeBack(station, this.atSeconds) === true;
    if (!this.#subjects.takeBack(station, this.atSeconds) && !wasLevelled) return;
    for (const address of [station, inGroup(station)].map(spellAddress)) {
      this.#budget.takeBack((finding) => findingWithout(finding, address));
      this.#options.onTakenBack?.(address);
    }
  }

  #listenersHere(): Listener[][] {
    const here = this.#options.detectors.filter((it) => it.isIdleAt?.(this.venue) !== true);
    return Array.from({ length: FRAME_KINDS }, (_, kind) =>
      here.filter((it) => it.hears.includes(kind)).map((detector) => ({ detector, onFrame: detector.onFrame })),
    );
  }

  #judge(frame: Frame): void {
    const listeners = this.#listeners[frame.kind];
    if (listeners !== undefined) for (const { detector, onFrame } of listeners) onFrame.call(detector, frame, this);
  }

  /** A second of capture time has passed. */
  #turn(): void {
    this.atSeconds = this.#clock.atSeconds;
    for (const detector of this.#options.detectors) detector.onTick(this);
    this.askedNames.turn(this.atSeconds);
    this.stations.turn(this.atSeconds);
    this.radioClocks.turn(this.atSeconds);
    this.sharedCounters.turn(this.atSeconds);
    this.#subjects.tick(this.atSeconds, this.#clock.listenedSeconds);
    this.#budget.tick(this.atSeconds);
    this.#excerpts?.turn(this.atSeconds);
    this.#airReports?.turn(this.atSeconds, this.#clock.listenedSeconds);
    const minute = Math.floor(this.atSeconds / 60);
    if (minute === this.#minute) return;
    this.#minute = minute;
    this.accessPoints.expire(this.atSeconds);
  }

  #skip(reason: string): void {
    this.#skipped[reason] = (this.#skipped[reason] ?? 0) + 1;
  }

  #emit(report: PipelineReport): void {
    this.#options.emit(report);
  }
}

function isAdvertisement({ kind }: Frame): boolean {
  return kind === FrameKind.beacon || kind === FrameKind.probeResponse;
}
