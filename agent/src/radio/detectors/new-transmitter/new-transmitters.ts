import { LIMITS, type Newcomer, type Newcomers } from "@probewarden/contract";
import type { AccessPoint, AccessPoints } from "../../air/access-points.ts";
import { RankedRecords } from "../../air/ranked-records.ts";
import { isResident } from "../../air/residence.ts";
import { parseAddress, spellAddress, twinOf } from "../../dot11/address.ts";
import { timestamp } from "../../report/timestamp.ts";
import { NEW_TRANSMITTER } from "./figures.ts";
import { beginStay, closeHour, emptyStay, hearMinute, levelOf, type Stay } from "./stay.ts";
import type { KeptStay, StaysMemory } from "./stays-memory.ts";

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;
/** A stay that was taken back is told so each hour for a day: no lost message may leave an address outside. */
const TAKEN_BACK_HOURS = 24;

/** What is to be said: outside, and to the sensor's own disk. */
export interface StaysReport {
  newcomers?: Newcomers;
  memory?: StaysMemory;
}

export interface NewTransmittersOptions {
  accessPoints: AccessPoints;
  /** Whether an address may leave this process: it was not heard as a station, or people listed it. */
  mayBeNamed(address: number): boolean;
  /** Whether people listed an address as the venue's: then it is nothing new. */
  isListed(address: number): boolean;
  /** The name that may be told of an access point, in hex. */
  nameOf(known: AccessPoint): string | undefined;
  /** Whether a station was lately heard asking for the name of an access point. */
  isAsked(known: AccessPoint): boolean;
  /** Makes a stay's name out of what nobody outside can foresee. */
  identifierOf(...parts: readonly number[]): string;
  seed?: number;
}

/**
 * What beacons here and did not before, and stays put: a work list. It learns for some days who beacons at its place; whoever comes later
 * and stays for longer than any visit, at one level, is told, once an hour while it is heard. It accuses nobody, and weighs nothing.
 *
 * It looks at the memory of access points once a minute, so that no frame costs more for it. Whoever floods the air with beacons takes
 * room from stays of fewer hours than his own, and openings in an hour: the others wait, and how many do is said.
 */
export class NewTransmitters {
  readonly #options: NewTransmittersOptions;
  readonly #stays: RankedRecords<Stay>;
  /** Whom it told of, or has on the disk, and must say so when they turn out to be stations: bounded by the stays. */
  #takenBack: { stayId: string; hour: number }[] = [];
  #isReporting = true;
  #minute = Number.NaN;
  /** Hours listened before this process, and in all. */
  #before = 0;
  #hours = 0;
  /** Capture time at which this process had learnt the place; who was met before is known. */
  #learntAt = Number.NaN;
  #waiting = 0;
  #saidWaiting = false;
  /** Somebody stands on the disk who must not. */
  #isStale = false;

  constructor(options: NewTransmittersOptions) {
    this.#options = options;
    this.#stays = new RankedRecords({
      capacity: NEW_TRANSMITTER.stays,
      ranks: NEW_TRANSMITTER.keptHours + 1,
      make: emptyStay,
      seed: options.seed ?? 0,
    });
  }

  get size(): number {
    return this.#stays.size;
  }

  /** Stays that had to make room. */
  get forgotten(): number {
    return this.#stays.forgotten;
  }

  /** Switched off, nothing is told; what is learnt stays here. */
  setReporting(isReporting: boolean): void {
    this.#isReporting = isReporting;
  }

  /** Takes back what it had learnt before a restart. Times are hours of listening, so a clock that was wrong does no harm. */
  resume(memory: StaysMemory): void {
    this.#before += memory.listenedHours;
    this.#hours += memory.listenedHours;
    // This process has met nobody yet: of what it meets from now on nobody knows that it was there before, unless it stands here.
    if (this.#hours >= NEW_TRANSMITTER.warmUpHours) this.#learntAt = -Infinity;
    this.#takenBack = [...memory.takenBack];
    for (const kept of memory.stays) {
      const bssid = parseAddress(kept.bssid);
      if (bssid === undefined || this.#stays.get(bssid) !== undefined) continue;
      const stay = this.#stays.meet(bssid, kept.hoursHeard);
      beginStay(stay, bssid, kept.state, kept.firstAt, kept.firstHour);
      const { lastAt, lastHour, toldHour, hoursHeard, channelMhz, isNameAsked, stayId = "" } = kept;
      Object.assign(stay, { lastAt, lastHour, toldHour, hoursHeard, channelMhz, isNameAsked, stayId });
      stay.levels.set(kept.levels);
      stay.levelCount = kept.levels.length;
    }
  }

  /** An address behaves as a station: neither it nor its twin is told any more. What to say, and which addresses had been told. */
  takeBack(station: number): Pick<StaysReport, "newcomers"> & { gone: number[] } {
    const gone: number[] = [];
    for (const address of [station, twinOf(station)]) {
      const stay = this.#stays.get(address);
      if (stay === undefined || stay.state === "barred" || this.#isListed(address)) continue;
      // The disk is written once a minute at most, however many are taken back.
      this.#isStale ||= isKept(stay);
      if (stay.stayId !== "") {
        gone.push(address);
        this.#takenBack = [...this.#takenBack, { stayId: stay.stayId, hour: this.#hours }].slice(-LIMITS.newcomers);
      }
      stay.state = "barred";
      stay.stayId = "";
    }
    return {
      gone,
      ...(gone.length > 0 ? { newcomers: this.#say([]) } : {}),
    };
  }

  /** Once a second. `listenedSeconds`: of this process, by the clock of listening. */
  turn(atSeconds: number, listenedSeconds: number): StaysReport {
    const minute = Math.floor(atSeconds / MINUTE_SECONDS);
    if (minute === this.#minute) return {};
    this.#minute = minute;
    const before = this.#hours;
    this.#hours = this.#before + listenedSeconds / HOUR_SECONDS;
    if (Number.isNaN(this.#learntAt) && this.#hours >= NEW_TRANSMITTER.warmUpHours) this.#learntAt = atSeconds;
    this.#look(atSeconds);
    if (Math.floor(this.#hours) > Math.floor(before)) return this.#closeHour();
    return this.#isStale ? { memory: this.#memory() } : {};
  }

  #look(atSeconds: number): void {
    for (const [bssid, known] of this.#options.accessPoints) {
      if (atSeconds - known.lastAt > MINUTE_SECONDS || known.beacons === 0) continue;
      let stay = this.#stays.get(bssid);
      if (stay === undefined) {
        if (!isResident(known, atSeconds)) continue;
        stay = this.#stays.meet(bssid);
        const wasThere = Number.isNaN(this.#learntAt) || known.firstAt <= this.#learntAt;
        beginStay(stay, bssid, wasThere ? "early" : "staying", known.firstAt, this.#hours);
        if (!this.#mayBeTold(bssid)) stay.state = "barred";
      } else if (known.beacons === stay.beacons) continue;
      stay.beacons = known.beacons;
      stay.isNameAsked ||= this.#options.isAsked(known);
      hearMinute(stay, known.levelDbm, known.channelMhz, atSeconds);
    }
  }

  #closeHour(): StaysReport {
    const hour = this.#hours;
    for (const [bssid, stay] of this.#stays) {
      closeHour(stay, hour);
      this.#stays.renew(bssid, stay.hoursHeard);
      if (stay.state === "told" && hour - stay.toldHour > NEW_TRANSMITTER.toldHours) stay.state = "early";
    }
    this.#stays.expire((stay) => {
      const unheard = hour - stay.lastHour;
      const isKnown = stay.state === "early" || stay.state === "told";
      return unheard > (isKnown ? NEW_TRANSMITTER.forgottenHours : NEW_TRANSMITTER.overHours);
    });
    this.#takenBack = this.#takenBack.filter((it) => hour - it.hour <= TAKEN_BACK_HOURS);
    this.#open();
    const here = this.#isReporting ? this.#here() : [];
    const hasNews = here.length > 0 || this.#takenBack.length > 0 || this.#waiting > 0 || this.#saidWaiting;
    // That nobody waits any more is said once.
    this.#saidWaiting = this.#waiting > 0;
    return { memory: this.#memory(), ...(hasNews && this.#isReporting ? { newcomers: this.#say(here) } : {}) };
  }

  /** Who has stayed for long enough is told, so many an hour and so many at once; who came first goes first. */
  #open(): void {
    if (!this.#isReporting) return;
    const told = [...this.#stays].filter(([, { state }]) => state === "told").length;
    const ready = [...this.#stays].filter(([, stay]) => this.#isReady(stay)).map(([, stay]) => stay);
    const room = Math.max(0, Math.min(NEW_TRANSMITTER.openingsAnHour, LIMITS.newcomers - told));
    ready.sort((one, other) => one.firstHour - other.firstHour || one.bssid - other.bssid);
    for (const stay of ready.slice(0, room)) {
      stay.state = "told";
      stay.toldHour = this.#hours;
      stay.stayId = this.#options.identifierOf(stay.bssid, stay.firstAt, this.#hours);
    }
    this.#waiting = Math.max(0, ready.length - room);
  }

  #isReady(stay: Stay): boolean {
    if (stay.state !== "staying" || stay.lastHour !== this.#hours) return false;
    if (stay.hoursHeard < NEW_TRANSMITTER.hours || this.#hours - stay.firstHour < NEW_TRANSMITTER.spanHours)
      return false;
    const level = levelOf(stay);
    return level !== undefined && level.spreadDb <= NEW_TRANSMITTER.spreadDb && this.#mayBeTold(stay.bssid);
  }

  #mayBeTold(bssid: number): boolean {
    const options = this.#options;
    return !this.#isListed(bssid) && options.mayBeNamed(bssid) && options.mayBeNamed(twinOf(bssid));
  }

  #isListed(bssid: number): boolean {
    return this.#options.isListed(bssid);
  }

  /** Those that are told and were heard in the hour that is over. */
  #here(): Newcomer[] {
    return [...this.#stays].flatMap(([bssid, stay]): Newcomer[] => {
      if (stay.state !== "told" || stay.lastHour !== this.#hours || !this.#mayBeTold(bssid)) return [];
      const level = levelOf(stay);
      const known = this.#options.accessPoints.get(bssid);
      const name = known === undefined || stay.isNameAsked ? undefined : this.#options.nameOf(known);
      return level === undefined
        ? []
        : [
            {
              stayId: stay.stayId,
              transmitter: spellAddress(bssid),
              ...(name === undefined ? {} : { name }),
              channelMhz: stay.channelMhz,
              levelDbm: level.medianDbm,
              spreadDb: level.spreadDb,
              hoursHeard: stay.hoursHeard,
              firstHeardAt: timestamp(stay.firstAt),
              lastHeardAt: timestamp(stay.lastAt),
            },
          ];
    });
  }

  #say(here: Newcomer[]): Newcomers {
    return { here, takenBack: this.#takenBack.map(({ stayId }) => stayId), waiting: this.#waiting };
  }

  #memory(): StaysMemory {
    this.#isStale = false;
    const stays = [...this.#stays].map(([, stay]) => stay).filter(isKept);
    return { listenedHours: this.#hours, stays: stays.map(keptOf), takenBack: this.#takenBack };
  }
}

/** Whether a stay is written down: it is longer than a visit, and nobody's phone. */
const isKept = ({ state, hoursHeard }: Stay): boolean => state !== "barred" && hoursHeard >= NEW_TRANSMITTER.keptHours;

function keptOf(stay: Stay): KeptStay {
  const { bssid, state, stayId, levels, levelCount, firstAt, lastAt, firstHour, lastHour, toldHour } = stay;
  if (state === "barred") throw new TypeError("a station's address is not written down");
  // Of what is known already nobody asks for the level.
  const kept = state === "early" ? [] : levels.slice(0, Math.min(levelCount, NEW_TRANSMITTER.levels));
  return {
    bssid: spellAddress(bssid),
    state,
    ...(stayId === "" ? {} : { stayId }),
    firstAt,
    lastAt,
    firstHour,
    lastHour,
    toldHour,
    hoursHeard: stay.hoursHeard,
    channelMhz: stay.channelMhz,
    isNameAsked: stay.isNameAsked,
    levels: [...kept],
  };
}
