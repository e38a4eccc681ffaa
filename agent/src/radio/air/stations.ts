import { isGroup, NO_ADDRESS } from "../dot11/address.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { FrameType } from "../dot11/frame-types.ts";
import type { Frame } from "../dot11/frame.ts";
import { RankedAddresses } from "./ranked-addresses.ts";

/** Stations that were seen in an exchange of data with an access point, and others, remembered at once: about 4 MB together. */
const IN_EXCHANGE = 16_384;
const OTHERS = 65_536;

/** A station that was not heard as one for a day is forgotten: an address is lent for about so long. */
const FORGET_MINUTES = 1_440;
/** Without a word for two hours a station has gone: it may make room for those that are here, however long it stayed. */
const GONE_MINUTES = 120;
/** Places looked at per second for those that are gone: the whole memory in eleven minutes. */
const SWEPT = 128;

/** Ranks: in how many different minutes it was heard as a station, up to eight, those in an exchange above all others. */
const STEPS = 8;
const FIRST_OF_OTHERS = 0;
const FIRST_IN_EXCHANGE = STEPS;

/** What was heard of it: it sent data to a distribution system, it was sent some by one. Both are an exchange. */
const SENT = 0b01;
const WAS_SENT = 0b10;
const EXCHANGE = SENT | WAS_SENT;
/** Beside each address: in which minute it was heard last, and what was heard of it. */
const MINUTE = 0;
const FLAGS = 1;

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
  readonly #ranked: RankedAddresses;
  #inExchange = 0;
  #others = 0;
  #forgotten = 0;
  #minute = 0;
  #second = Number.NaN;
  #hand = 0;

  /** `seed`: any number, secret where what is heard may be made to be hashed alike. */
  constructor(seed = 0) {
    this.#ranked = new RankedAddresses(IN_EXCHANGE + OTHERS, 2 * STEPS, seed);
  }

  get size(): number {
    return this.#inExchange + this.#others;
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
    return this.#ranked.find(address) >= 0;
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
    const ranked = this.#ranked;
    for (let count = 0; count < SWEPT; count++) {
      const place = this.#hand;
      this.#hand = place + 1 < IN_EXCHANGE + OTHERS ? place + 1 : 0;
      const rank = ranked.rank(place);
      if (rank < 0) continue;
      const idle = Math.abs(this.#minute - ranked.note(place, MINUTE));
      if (idle > FORGET_MINUTES) this.#forget(place);
      else if (idle > GONE_MINUTES && rank % STEPS > 0) ranked.move(place, rank - (rank % STEPS));
    }
  }

  #note(address: number, flag: number, atSeconds: number): number {
    this.#setTime(atSeconds);
    const place = this.#ranked.find(address);
    if (place < 0) return isGroup(address) || address < 0 ? NO_ADDRESS : this.#meet(address, flag);
    // What nearly every frame is: a station that is known, in the minute in which it was heard last.
    const flags = this.#ranked.note(place, FLAGS);
    if (this.#ranked.note(place, MINUTE) !== this.#minute || (flags | flag) !== flags) this.#renew(place, flags | flag);
    return NO_ADDRESS;
  }

  #meet(address: number, flag: number): number {
    if (this.#others >= OTHERS) this.#makeRoom();
    const place = this.#ranked.add(address, FIRST_OF_OTHERS);
    this.#others++;
    this.#ranked.setNote(place, FLAGS, flag);
    this.#ranked.setNote(place, MINUTE, this.#minute);
    return address;
  }

  #renew(place: number, flags: number): void {
    const ranked = this.#ranked;
    const rank = ranked.rank(place);
    const wasInExchange = rank >= FIRST_IN_EXCHANGE;
    const step = rank % STEPS;
    const isNewMinute = ranked.note(place, MINUTE) !== this.#minute;
    ranked.setNote(place, FLAGS, flags);
    ranked.setNote(place, MINUTE, this.#minute);
    const isInExchange = flags === EXCHANGE;
    if (isInExchange && !wasInExchange) {
      if (this.#inExchange >= IN_EXCHANGE) this.#putBack();
      this.#inExchange++;
      this.#others--;
    }
    ranked.move(
      place,
      (isInExchange ? FIRST_IN_EXCHANGE : FIRST_OF_OTHERS) + Math.min(STEPS - 1, step + (isNewMinute ? 1 : 0)),
    );
  }

  /** Of the others, the one that was heard in the fewest minutes goes; of equals the one that was heard longest ago. */
  #makeRoom(): void {
    this.#forgotten++;
    this.#forget(this.#lowest(FIRST_OF_OTHERS));
  }

  /** The lowest of those in an exchange is one of the others from now on. */
  #putBack(): void {
    const place = this.#lowest(FIRST_IN_EXCHANGE);
    this.#ranked.move(place, this.#ranked.rank(place) - STEPS);
    this.#inExchange--;
    this.#others++;
  }

  #lowest(segment: number): number {
    let rank = segment;
    while (this.#ranked.count(rank) === 0) rank++;
    return this.#ranked.first(rank);
  }

  #forget(place: number): void {
    if (this.#ranked.rank(place) >= FIRST_IN_EXCHANGE) this.#inExchange--;
    else this.#others--;
    this.#ranked.delete(place);
  }

  #setTime(atSeconds: number): void {
    if (atSeconds === this.#second) return;
    this.#second = atSeconds;
    // Kept, and compared, as 32 bits.
    this.#minute = Math.floor(atSeconds / 60) | 0;
  }
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
