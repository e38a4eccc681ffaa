import { isGroup, NO_ADDRESS } from "../dot11/address.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { FrameType } from "../dot11/frame-types.ts";
import type { Frame } from "../dot11/frame.ts";
import { NOWHERE, StationTable } from "./station-table.ts";

/** Stations remembered at once, more than a stadium has. */
const STATIONS = 131_072;
/** Of them, so many at most as were seen in an exchange of data with an access point: whoever forges exchanges leaves room for the others. */
const IN_EXCHANGE = 98_304;

/** A station that was not heard as one for a day is forgotten: an address is lent for about so long. */
const FORGET_MINUTES = 1_440;
/** Without a word for two hours a station has gone: it may make room for those that are here, however long it stayed. */
const GONE_MINUTES = 120;
/** Slots looked at per second for those that are gone: all of them in half an hour. */
const SWEPT = 128;
/** When one must go: newcomers looked at, longest here first, and slots among which the one that is worth least is found. */
const NEWCOMERS_AT_ONCE = 256;
const NEIGHBOURS = 128;

/**
 * What is noted of a station, in sixteen bits. In how many minutes it was heard as one, beside the first, up to seven. Whether it sent data to a
 * distribution system, and whether one sent it some: both are an exchange. In which minute it was heard last, from 1 on, of so many that what
 * was heard a day ago is told from what was heard today.
 */
const STEPS = 0b111;
const SENT = 0b01_000;
const WAS_SENT = 0b10_000;
const EXCHANGE = SENT | WAS_SENT;
const MINUTE_SHIFT = 5;
const MINUTES = 2_047;
/** What seems to have been heard so long ago was heard a little in the future: the clock was set back. */
const AHEAD_MINUTES = MINUTES - 300;

/** PS-Poll (9.3.1.5): where Duration stands in other frames it has an association ID, whose two highest bits are set. */
const DURATION_HIGH = 3;
const ASSOCIATION_ID = 0b1100_0000;

/**
 * Addresses that behaved as a station: they asked (probe, association, reassociation), authenticated, sent data, a null or a PS-Poll to an
 * access point, or were answered or sent data by one. A frame is no proof of who sent it, so nothing is cleared or accused by this
 * memory: it says which addresses may be somebody's phone, and those are not named.
 *
 * Bounded by number and age. Whoever floods it with new addresses pushes out addresses that were heard in as few minutes as his own,
 * and those of an exchange only when his were seen in one too.
 */
export class Stations {
  readonly #table: StationTable;
  /** Those who were heard in one minute only, in the order in which they came, and others who were when they came. A ring. */
  readonly #newcomers = new Float64Array(STATIONS);
  #firstNewcomer = 0;
  #newcomerCount = 0;
  #size = 0;
  #inExchange = 0;
  #forgotten = 0;
  #minute = 0;
  #second = Number.NaN;
  /** The slot that is swept next, and the one at which one that must go is looked for next. */
  #swept = 0;
  #hand = 0;

  /** `seed`: any number, secret where what is heard may be made to be hashed alike. */
  constructor(seed = 0) {
    this.#table = new StationTable(STATIONS, seed);
  }

  get size(): number {
    return this.#size;
  }

  /** How many of them were seen in an exchange. */
  get inExchange(): number {
    return this.#inExchange;
  }

  /** Stations that had to make room. */
  get forgotten(): number {
    return this.#forgotten;
  }

  has(address: number): boolean {
    return this.#table.find(address) !== NOWHERE;
  }

  /** Takes a frame; returns the address that is a station by it and was not known as one, else -1. */
  hear(frame: Frame, atSeconds: number): number {
    if (frame.type === FrameType.Data) {
      if (frame.toDs === frame.fromDs) return NO_ADDRESS;
      // To everybody an access point speaks; a station sends its data to its access point, also what is for everybody.
      if (isGroup(frame.receiver) || frame.receiver === frame.transmitter) return NO_ADDRESS;
      return frame.toDs
        ? this.#note(frame.transmitter, SENT, atSeconds)
        : this.#note(frame.receiver, WAS_SENT, atSeconds);
    }
    if (frame.type === FrameType.Control) {
      if (frame.kind !== FrameKind.psPoll || (frame.octets[DURATION_HIGH]! & ASSOCIATION_ID) !== ASSOCIATION_ID)
        return NO_ADDRESS;
      return this.#note(frame.transmitter, 0, atSeconds);
    }
    // What nearly every management frame is: it says nothing of a station.
    if (frame.kind === FrameKind.beacon) return NO_ADDRESS;
    const station = stationOfManagement(frame);
    return station === NO_ADDRESS ? NO_ADDRESS : this.#note(station, 0, atSeconds);
  }

  /** Once a second: lets go who left, some at a time. */
  turn(atSeconds: number): void {
    this.#setTime(atSeconds);
    const table = this.#table;
    for (let count = 0; count < SWEPT; count++) {
      const slot = this.#swept;
      const note = table.note(slot);
      const idle = note === 0 ? 0 : this.#idle(note);
      if (idle > FORGET_MINUTES) {
        // Another one may have moved up into the slot.
        this.#forget(slot);
        continue;
      }
      if (idle > GONE_MINUTES && (note & STEPS) > 0) {
        table.setNote(slot, note & ~STEPS);
        if (!isExchange(note)) this.#noteNewcomer(table.address(slot));
      }
      this.#swept = (slot + 1) % table.slots;
    }
  }

  #note(address: number, flag: number, atSeconds: number): number {
    this.#setTime(atSeconds);
    const slot = this.#table.find(address);
    if (slot === NOWHERE) return isGroup(address) || address < 0 ? NO_ADDRESS : this.#meet(address, flag);
    // What nearly every frame is: a station that is known, in the minute in which it was heard last.
    const note = this.#table.note(slot);
    if (note >> MINUTE_SHIFT !== this.#minute || (note | flag) !== note) this.#renew(slot, note, flag);
    return NO_ADDRESS;
  }

  #meet(address: number, flag: number): number {
    if (this.#size >= STATIONS) this.#makeRoom();
    this.#table.add(address, (this.#minute << MINUTE_SHIFT) | flag);
    this.#size++;
    this.#noteNewcomer(address);
    return address;
  }

  #renew(slot: number, note: number, flag: number): void {
    const isNewMinute = note >> MINUTE_SHIFT !== this.#minute;
    const step = Math.min(STEPS, (note & STEPS) + (isNewMinute ? 1 : 0));
    const flags = (note | flag) & EXCHANGE;
    if (flags === EXCHANGE && !isExchange(note)) {
      if (this.#inExchange >= IN_EXCHANGE) this.#putBack();
      this.#inExchange++;
    }
    this.#table.setNote(slot, (this.#minute << MINUTE_SHIFT) | flags | step);
  }

  #noteNewcomer(address: number): void {
    this.#newcomers[(this.#firstNewcomer + this.#newcomerCount) % STATIONS] = address;
    if (this.#newcomerCount < STATIONS) this.#newcomerCount++;
    else this.#firstNewcomer = (this.#firstNewcomer + 1) % STATIONS;
  }

  /** Of those that were heard in one minute only, the one that has been here for longest goes; where there is none, one of those worth least. */
  #makeRoom(): void {
    this.#forgotten++;
    const table = this.#table;
    for (let count = 0; count < NEWCOMERS_AT_ONCE && this.#newcomerCount > 0; count++) {
      const slot = table.find(this.#newcomers[this.#firstNewcomer]!);
      this.#firstNewcomer = (this.#firstNewcomer + 1) % STATIONS;
      this.#newcomerCount--;
      if (slot === NOWHERE || (table.note(slot) & STEPS) !== 0 || isExchange(table.note(slot))) continue;
      this.#forget(slot);
      return;
    }
    this.#forget(this.#leastOf(false));
  }

  /** One of those in an exchange, of the least that they are worth, is one of the others from now on. */
  #putBack(): void {
    const slot = this.#leastOf(true);
    this.#table.setNote(slot, this.#table.note(slot) & ~EXCHANGE);
    this.#inExchange--;
  }

  /**
   * Among the slots that follow those that were looked at last, the one of the station that is worth least, and of equals the one that was not
   * heard for longest. `inExchange`: only of those, else of all. There is one somewhere.
   */
  #leastOf(inExchange: boolean): number {
    const table = this.#table;
    let least = NOWHERE;
    let leastWorth = Infinity;
    for (let count = 0; count < NEIGHBOURS || least === NOWHERE; count++) {
      const slot = this.#hand;
      this.#hand = (slot + 1) % table.slots;
      const note = table.note(slot);
      if (note === 0 || (inExchange && !isExchange(note))) continue;
      const worth = ((isExchange(note) ? STEPS + 1 : 0) + (note & STEPS)) * MINUTES - this.#idle(note);
      if (worth >= leastWorth) continue;
      least = slot;
      leastWorth = worth;
    }
    return least;
  }

  #forget(slot: number): void {
    if (isExchange(this.#table.note(slot))) this.#inExchange--;
    this.#size--;
    this.#table.delete(slot);
  }

  /** Minutes since a station was heard, where it was within a day and a half. */
  #idle(note: number): number {
    const passed = (this.#minute - (note >> MINUTE_SHIFT) + MINUTES) % MINUTES;
    return passed > AHEAD_MINUTES ? MINUTES - passed : passed;
  }

  #setTime(atSeconds: number): void {
    if (atSeconds === this.#second) return;
    this.#second = atSeconds;
    const minute = Math.floor(atSeconds / 60) % MINUTES;
    this.#minute = (minute < 0 ? minute + MINUTES : minute | 0) + 1;
  }
}

function isExchange(note: number): boolean {
  return (note & EXCHANGE) === EXCHANGE;
}

/**
 * Who behaves as a station in a management frame, -1 when nobody does. The transmitter of a request is never its BSSID: where they are
 * equal a bit was hit, and it is an access point's beacon or answer (9.3.3).
 */
function stationOfManagement({ kind, transmitter, receiver, bssid }: Frame): number {
  const isOfAccessPoint = transmitter === bssid;
  switch (kind) {
    case FrameKind.probeRequest:
    case FrameKind.associationRequest:
    case FrameKind.reassociationRequest:
      return isOfAccessPoint ? NO_ADDRESS : transmitter;
    case FrameKind.authentication:
      if (isOfAccessPoint) return receiver === bssid ? NO_ADDRESS : receiver;
      return receiver === bssid ? transmitter : NO_ADDRESS;
    case FrameKind.probeResponse:
    case FrameKind.associationResponse:
    case FrameKind.reassociationResponse:
      return isOfAccessPoint && receiver !== bssid ? receiver : NO_ADDRESS;
    default:
      return NO_ADDRESS;
  }
}
